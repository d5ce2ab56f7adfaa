//! Harness overhead of a run: the rows of `data/measurements/<run_id>-loopback.csv`.

use crate::{
    Invocation, Millis, Workload,
    reader::{Problem, Row},
};
use serde::{Deserialize, Serialize};

/// Harness overhead, measured once: an HTTP exchange over the loopback interface, of the two requests of an
/// invocation, with no function and no runtime client behind them. A measured duration includes one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HarnessOverhead {
    /// The run it belongs to: [`crate::Run::run_id`].
    pub run_id: String,
    /// The position in the file, from 1; which says between which invocations it was made:
    /// [`Self::before`].
    pub sequence: u64,
    /// The repetition, from 1.
    pub repetition: u32,
    /// Wall time in ms from handing over the event to having received the response.
    pub duration_ms: Millis,
}

impl HarnessOverhead {
    /// Number of invocations per exchange. The machine's speed drifts, so that
    /// durations are compared with exchanges that were made among them.
    pub const EVERY: u64 = 5;

    /// The `sequence` of the invocation that followed.
    #[must_use]
    pub const fn before(&self) -> u64 {
        self.sequence.saturating_sub(1) * Self::EVERY + 1
    }

    /// Those exchanges of a run that were made among a workload's invocations at a memory size:
    /// under the same load, and at the same time.
    pub fn among<'a>(
        exchanges: &'a [Self],
        invocations: &'a [Invocation],
        workload: Workload,
        memory_mb: u32,
    ) -> impl Iterator<Item = &'a Self> {
        exchanges.iter().filter(move |exchange| {
            let index = usize::try_from(exchange.before() - 1).ok();
            let next = index.and_then(|index| invocations.get(index));
            next.is_some_and(|row| (row.workload, row.memory_mb) == (workload, memory_mb))
        })
    }
}

impl Row for HarnessOverhead {
    fn check(&self) -> Result<(), Problem> {
        if self.repetition == 0 {
            return Err(Problem::new("repetition", "counted from 1"));
        }
        Ok(())
    }
}
