//! The rows of `data/measurements/<run_id>-loopback.csv`: what the harness itself takes.

use crate::{
    Millis,
    reader::{Problem, Row},
};
use serde::{Deserialize, Serialize};

/// One bare HTTP exchange over the loopback interface: the two requests of an invocation, with
/// no function and no runtime client behind them. A measured duration holds one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoopbackExchange {
    /// The run it belongs to: [`crate::Run::run_id`].
    pub run_id: String,
    /// The position in the file, from 1.
    pub sequence: u64,
    /// The repetition, from 1.
    pub repetition: u32,
    /// Wall time in ms from handing over the event to having received the response.
    pub duration_ms: Millis,
}

impl Row for LoopbackExchange {
    const COLUMNS: &'static [&'static str] = &["run_id", "sequence", "repetition", "duration_ms"];

    fn check(&self) -> Result<(), Problem> {
        if self.repetition == 0 {
            return Err(Problem::new("repetition", "counted from 1"));
        }
        Ok(())
    }
}
