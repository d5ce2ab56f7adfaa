//! The outcome of an invocation, and the row that it becomes.

use crate::sandbox::{Answer, Fault, Init, Sandbox};
use axum::body::Bytes;
use data::{Invocation, Millis, Start, Variant};

/// The outcome of an invocation.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The INIT of a cold start, if it went well.
    pub init: Option<Init>,
    /// The answer, or the fault in its place.
    pub answer: Result<Answer, Fault>,
}

/// The function that was invoked, and the invocation's place in its run.
pub(crate) struct Place<F> {
    pub run_id: String,
    pub sequence: u64,
    pub function: F,
    pub variant: Variant,
    pub memory_mb: u32,
    pub repetition: u32,
    pub start: Start,
}

impl Outcome {
    /// Takes a new sandbox through INIT and its first invocation.
    pub async fn of_cold_start(sandbox: &mut Sandbox, event: &Bytes) -> Self {
        match sandbox.init().await {
            Ok(init) => Self {
                init: Some(init),
                answer: sandbox.invoke(event).await,
            },
            Err(fault) => Self {
                init: None,
                answer: Err(fault),
            },
        }
    }

    /// Invokes a sandbox that is ready.
    pub async fn of_warm_start(sandbox: &mut Sandbox, event: &Bytes) -> Self {
        Self {
            init: None,
            answer: sandbox.invoke(event).await,
        }
    }

    pub fn into_row<F>(self, place: Place<F>) -> Invocation<F> {
        let Self { init, answer } = self;
        let init_ms = init.map(|init| Millis::from(init.duration));
        let init_usage = init.and_then(|init| init.usage);
        let (duration, usage, max_memory_kb, error) = match answer {
            Ok(answer) => (answer.duration, answer.usage, answer.max_memory_kb, None),
            Err(fault) => (fault.after, None, 0, Some(fault.kind.name().to_owned())),
        };
        let duration_ms = Millis::from(duration);
        Invocation {
            run_id: place.run_id,
            sequence: place.sequence,
            workload: place.function,
            variant: place.variant,
            memory_mb: place.memory_mb,
            repetition: place.repetition,
            start: place.start,
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
