//! The result of an invocation: the answer, the log and the report.

use crate::sandbox::{Answer, Fault, FaultKind, Init};
use axum::body::Bytes;
use data::{
    Millis,
    report_line::{Report, Status, init_report},
};
use jiff::Timestamp;

/// The version of every function.
pub const VERSION: &str = "$LATEST";

/// An invocation that was answered or failed.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// Unique.
    pub request_id: String,
    /// The function's response, or the error in Lambda's JSON.
    pub payload: Bytes,
    /// The fault, if there is no response.
    pub fault: Option<Fault>,
    /// Lambda's report.
    pub report: Report,
    /// The function's output between Lambda's lines `START`, `END` and `REPORT`, after what the function
    /// wrote in INIT.
    pub log: Vec<u8>,
}

/// The execution of an invocation in a sandbox, from INIT on if it is new.
#[derive(Debug)]
pub(crate) struct Execution {
    /// The INIT of a cold start, if it went well.
    pub init: Option<Init>,
    /// The function's output in INIT.
    pub init_output: Vec<u8>,
    /// The function's output after INIT.
    pub output: Vec<u8>,
    /// The answer, or the fault in its place.
    pub answer: Result<Answer, Fault>,
}

impl Invocation {
    pub(crate) fn new(request_id: &str, memory_mb: u32, execution: Execution) -> Self {
        let (duration, max_memory_kb) = match &execution.answer {
            Ok(answer) => (answer.duration, answer.max_memory_kb),
            Err(fault) => (fault.after, fault.max_memory_kb),
        };
        let init = execution.init.map(|init| Millis::from(init.duration));
        let mut report = Report::new(request_id, duration.into(), init, memory_mb);
        report.max_memory_mb = u32::try_from(max_memory_kb.div_ceil(1024)).unwrap_or(u32::MAX);
        let fault = execution.answer.as_ref().err().cloned();
        if let Some(fault) = &fault {
            report.status = status(fault);
            if fault.kind == FaultKind::OutOfMemory {
                report.max_memory_mb = memory_mb;
            }
        }
        let log = log(&report, &execution, fault.as_ref());
        let payload = match execution.answer {
            Ok(answer) => answer.body,
            Err(fault) => fault.payload(request_id),
        };
        Self {
            request_id: request_id.to_owned(),
            payload,
            fault,
            report,
            log,
        }
    }

    /// The end of the log as `X-Amz-Log-Result` carries it: the last 4 KB.
    #[must_use]
    pub fn log_tail(&self) -> &[u8] {
        let start = self.log.len().saturating_sub(4096);
        &self.log[start..]
    }
}

/// The status in Lambda's report, for which a handler's own error counts as an answer.
fn status(fault: &Fault) -> Status {
    match fault.kind {
        FaultKind::Handler => Status::Answered,
        FaultKind::Timeout | FaultKind::InitTimeout => Status::Timeout,
        FaultKind::Init
        | FaultKind::Exit
        | FaultKind::OutOfMemory
        | FaultKind::ResponseTooLarge => Status::Error {
            error_type: Some(fault.error_type()),
        },
    }
}

fn log(report: &Report, execution: &Execution, fault: Option<&Fault>) -> Vec<u8> {
    let id = &report.request_id;
    let mut log = Vec::new();
    push(&mut log, &execution.init_output);
    if let Some(fault) = fault
        && execution.init.is_none()
        && fault.kind.is_of_init()
    {
        let line = init_report(fault.after.into(), &report.status);
        push(&mut log, line.as_bytes());
    }
    push(
        &mut log,
        format!("START RequestId: {id} Version: {VERSION}").as_bytes(),
    );
    push(&mut log, &execution.output);
    if let Some(fault) = fault {
        push(&mut log, fault_lines(id, fault).as_bytes());
    }
    push(&mut log, format!("END RequestId: {id}").as_bytes());
    push(&mut log, report.to_string().as_bytes());
    log
}

/// Appends whole lines.
fn push(log: &mut Vec<u8>, text: &[u8]) {
    log.extend_from_slice(text);
    if !text.is_empty() && !text.ends_with(b"\n") {
        log.push(b'\n');
    }
}

/// Lambda's own lines about a fault. An error that the function reported is in its own output.
fn fault_lines(id: &str, fault: &Fault) -> String {
    match fault.kind {
        FaultKind::Handler | FaultKind::Init => String::new(),
        FaultKind::Timeout | FaultKind::InitTimeout => {
            format!("{:.3} {id} {}", Timestamp::now(), fault.message)
        }
        FaultKind::Exit | FaultKind::OutOfMemory | FaultKind::ResponseTooLarge => format!(
            "RequestId: {id} Error: {}\n{}",
            fault.message,
            fault.error_type()
        ),
    }
}
