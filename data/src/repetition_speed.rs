//! The rows of `data/measurements/<run_id>-speed.csv`: how fast the machine itself was.

use crate::{
    Millis,
    reader::{Problem, Row},
};
use serde::{Deserialize, Serialize};

/// The time that a fixed piece of computing took before and after a repetition of a run. The speed of a
/// shared machine drifts, and figures of a repetition in which it did are of two machines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepetitionSpeed {
    /// The run it belongs to: [`crate::Run::run_id`].
    pub run_id: String,
    /// The repetition, from 1.
    pub repetition: u32,
    /// Attempt at the repetition, from 1: one that drifted too much is measured again, and its
    /// invocations are discarded.
    pub attempt: u32,
    /// Wall time in ms before.
    pub start_ms: Millis,
    /// Wall time in ms after.
    pub end_ms: Millis,
}

impl RepetitionSpeed {
    /// The drift above which a repetition is measured again.
    pub const MOST_DRIFT: f64 = 0.1;

    /// Slowdown of the machine from before the repetition to after it, as a share; negative if it got faster.
    #[must_use]
    pub fn drift(&self) -> f64 {
        self.end_ms.as_f64() / self.start_ms.as_f64() - 1.0
    }

    /// Returns whether the repetition is to be measured again.
    #[must_use]
    pub fn drifted(&self) -> bool {
        self.drift().abs() > Self::MOST_DRIFT
    }
}

impl Row for RepetitionSpeed {
    fn check(&self) -> Result<(), Problem> {
        for (column, number) in [("repetition", self.repetition), ("attempt", self.attempt)] {
            if number == 0 {
                return Err(Problem::new(column, "counted from 1"));
            }
        }
        for (column, ms) in [("start_ms", self.start_ms), ("end_ms", self.end_ms)] {
            if ms.micros() == 0 {
                return Err(Problem::new(column, "0: computing can't take no time"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speed(start: u64, end: u64) -> RepetitionSpeed {
        RepetitionSpeed {
            run_id: "2026-01-02-local".to_owned(),
            repetition: 1,
            attempt: 1,
            start_ms: Millis::from_micros(start),
            end_ms: Millis::from_micros(end),
        }
    }

    #[test]
    fn a_machine_that_is_a_tenth_slower_or_faster_is_another_one() {
        for (start, end, drifted) in [
            (100_000, 109_000, false),
            (100_000, 112_000, true),
            (100_000, 88_000, true),
        ] {
            assert_eq!(speed(start, end).drifted(), drifted, "{start} to {end}");
        }
    }
}
