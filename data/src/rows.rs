//! The rows of `data/measurements/<run_id>.csv`: one per invocation.

use crate::{
    Environment, MEMORY_MB, Millis, Start, Variant, Workload,
    reader::{Problem, Row},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// One invocation of a function: a row of `data/measurements/<date>-<environment>.csv`, or of a file with
/// the same columns whose functions are none of the repository's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invocation<F = Workload> {
    /// Run that it belongs to: [`crate::Run::run_id`].
    pub run_id: String,
    /// The position in the run, from 1: rows of the variants alternate.
    pub sequence: u64,
    /// The workload, or the function's name.
    pub workload: F,
    /// The variant.
    pub variant: Variant,
    /// Memory size in MB, from 128 to 10,240.
    pub memory_mb: u32,
    /// The repetition, from 1.
    pub repetition: u32,
    /// `true` if the sandbox was new.
    pub start: Start,
    /// Wall time in ms from the start of the process to its first request for an event; of a
    /// cold start only.
    pub init_ms: Option<Millis>,
    /// CPU time in ms that INIT took; of a cold start only.
    pub init_cpu_ms: Option<Millis>,
    /// Wall time in ms from handing over the event to receiving the response.
    pub duration_ms: Millis,
    /// CPU time in ms that the invocation took, without INIT.
    pub cpu_ms: Option<Millis>,
    /// Periods in which the CPU limit stopped the function during the invocation.
    pub throttled_periods: Option<u64>,
    /// The process's largest resident set so far (`VmHWM`), in KiB.
    pub max_memory_kb: u64,
    /// Billed duration in ms: duration and init together, rounded up.
    pub billed_ms: u64,
    /// The kind of error; empty when the function answered.
    pub error: Option<String>,
}

impl<F: DeserializeOwned> Row for Invocation<F> {
    fn check(&self) -> Result<(), Problem> {
        if !MEMORY_MB.contains(&self.memory_mb) {
            return Err(Problem::new("memory_mb", "outside 128 to 10240"));
        }
        if self.error.is_some() {
            return Ok(());
        }
        match (self.start, self.init_ms) {
            (Start::Cold, None) => return Err(Problem::new("init_ms", "empty for a cold start")),
            (Start::Warm, Some(_)) => {
                return Err(Problem::new("init_ms", "must be empty for a warm start"));
            }
            _ => {}
        }
        Ok(())
    }
}

/// REPORT lines round a duration to hundredths of a ms, but AWS bills the exact one: two
/// rounded figures are off by at most this much.
const REPORT_ROUNDING: Millis = Millis::from_micros(10);

impl Invocation {
    /// Returns whether `billed_ms` fits the durations. Locally it is their sum, rounded up. On AWS it
    /// may miss that by the REPORT line's rounding, and INIT was free on managed runtimes until
    /// 2025-07-31.
    pub(crate) fn check_billing(&self, environment: Environment) -> Result<(), Problem> {
        if self.error.is_some() {
            return Ok(());
        }
        let rounding = REPORT_ROUNDING.micros();
        let without_init = self.duration_ms.micros().saturating_sub(rounding);
        let without_init = Millis::billed_ms(Millis::from_micros(without_init), None);
        let rounded = Millis::from_micros(self.duration_ms.micros() + rounding);
        let billed = Millis::billed_ms(self.duration_ms, self.init_ms);
        let fits = match environment {
            Environment::Local => self.billed_ms == billed,
            Environment::Aws => {
                (without_init..=Millis::billed_ms(rounded, self.init_ms)).contains(&self.billed_ms)
            }
        };
        if fits {
            return Ok(());
        }
        let reason = format!("duration and init round up to {billed}");
        Err(Problem::new("billed_ms", reason))
    }
}
