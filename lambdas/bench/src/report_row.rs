//! REPORT lines as rows: AWS's figures of an invocation in the columns of our own.

use crate::sandbox::FaultKind;
use data::{
    Invocation, Start, Variant, Workload,
    report_line::{Report, Status},
};

/// The place of an invocation in a run.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The run.
    pub run_id: &'a str,
    /// The position in the run, from 1.
    pub sequence: u64,
    /// The workload.
    pub workload: Workload,
    /// The variant.
    pub variant: Variant,
    /// The repetition, from 1.
    pub repetition: u32,
}

/// The row of a reported invocation. Its start is cold if the line has an init duration, even if a warm
/// start was wanted. A handler's own error is not in the line but in `handler_failed`.
#[must_use]
pub fn row(place: Place, report: &Report, handler_failed: bool) -> Invocation {
    let is_cold = report.init.is_some();
    Invocation {
        run_id: place.run_id.to_owned(),
        sequence: place.sequence,
        workload: place.workload,
        variant: place.variant,
        memory_mb: report.memory_mb,
        repetition: place.repetition,
        start: if is_cold { Start::Cold } else { Start::Warm },
        init_ms: report.init,
        init_cpu_ms: None,
        duration_ms: report.duration,
        cpu_ms: None,
        throttled_periods: None,
        max_memory_kb: u64::from(report.max_memory_mb) * 1024,
        billed_ms: report.billed_ms,
        error: error(&report.status, handler_failed),
    }
}

/// The kind of the error, by our name where we have one and by AWS's elsewhere.
fn error(status: &Status, handler_failed: bool) -> Option<String> {
    let name = match status {
        Status::Answered if handler_failed => FaultKind::Handler.name(),
        Status::Answered => return None,
        Status::Timeout => FaultKind::Timeout.name(),
        Status::Error { error_type } => match error_type.as_deref() {
            Some("Runtime.OutOfMemory") => FaultKind::OutOfMemory.name(),
            Some("Function.ResponseSizeTooLarge") => FaultKind::ResponseTooLarge.name(),
            Some("Runtime.ExitError") | None => FaultKind::Exit.name(),
            Some(other) => other,
        },
    };
    Some(name.to_owned())
}
