//! What came of an invocation, and the row that it becomes.

use crate::{
    plan::Step,
    sandbox::{Answer, Fault, Init},
};
use data::{Invocation, Millis, Start};

/// What came of one invocation.
#[derive(Debug)]
pub(super) struct Outcome {
    pub init: Option<Init>,
    pub answer: Result<Answer, Fault>,
}

impl Outcome {
    pub fn into_row(self, run_id: &str, sequence: u64, step: Step, start: Start) -> Invocation {
        let Self { init, answer } = self;
        let init_ms = init.map(|init| Millis::from(init.duration));
        let init_usage = init.and_then(|init| init.usage);
        let (duration, usage, max_memory_kb, error) = match answer {
            Ok(answer) => (answer.duration, answer.usage, answer.max_memory_kb, None),
            Err(fault) => (fault.after, None, 0, Some(fault.kind.name().to_owned())),
        };
        let duration_ms = Millis::from(duration);
        Invocation {
            run_id: run_id.to_owned(),
            sequence,
            workload: step.workload,
            variant: step.variant,
            memory_mb: step.memory_mb,
            repetition: step.repetition,
            start,
            init_ms,
            init_cpu_ms: init_usage.map(|usage| usage.cpu.into()),
            duration_ms,
            cpu_ms: usage.map(|usage| usage.cpu.into()),
            throttled_periods: usage.map(|usage| usage.throttled_periods),
            max_memory_kb,
            billed_ms: Millis::billed_ms(duration_ms, init_ms),
            error,
        }
    }
}
