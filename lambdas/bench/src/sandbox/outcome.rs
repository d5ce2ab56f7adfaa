//! The outcomes of INIT and of invocations.

use crate::cgroup::Usage;
use axum::body::Bytes;
use serde::Deserialize;
use serde_json::json;
use std::{fmt, os::unix::process::ExitStatusExt, process::ExitStatus, time::Duration};

/// The kind of an error: why an invocation has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The function reported that its INIT failed.
    Init,
    /// The handler reported an error: it raised an exception or panicked, or its answer can't be
    /// written as JSON.
    Handler,
    /// The process ended.
    Exit,
    /// The process was killed because it needed more memory than the function has.
    OutOfMemory,
    /// INIT took too long.
    InitTimeout,
    /// The invocation took too long.
    Timeout,
    /// The response is larger than Lambda takes.
    ResponseTooLarge,
}

impl FaultKind {
    /// The name in the column `error`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Init => "init-error",
            Self::Handler => "handler-error",
            Self::Exit => "exit",
            Self::OutOfMemory => "out-of-memory",
            Self::InitTimeout => "init-timeout",
            Self::Timeout => "timeout",
            Self::ResponseTooLarge => "response-too-large",
        }
    }

    /// Tells whether the function itself reports such an error, in JSON.
    const fn is_reported(self) -> bool {
        match self {
            Self::Init | Self::Handler => true,
            Self::Exit
            | Self::OutOfMemory
            | Self::InitTimeout
            | Self::Timeout
            | Self::ResponseTooLarge => false,
        }
    }

    /// Tells whether Lambda logs a report of INIT about such an error.
    #[must_use]
    pub const fn is_of_init(self) -> bool {
        match self {
            Self::Init | Self::InitTimeout => true,
            Self::Handler
            | Self::Exit
            | Self::OutOfMemory
            | Self::Timeout
            | Self::ResponseTooLarge => false,
        }
    }

    /// AWS's name of the error; of one that the function reports itself, what stands in for a
    /// name that it does not give.
    const fn aws_type(self) -> &'static str {
        match self {
            Self::Init | Self::Handler => "Runtime.Unknown",
            Self::Exit => "Runtime.ExitError",
            Self::OutOfMemory => "Runtime.OutOfMemory",
            Self::InitTimeout | Self::Timeout => "Sandbox.Timedout",
            Self::ResponseTooLarge => "Function.ResponseSizeTooLarge",
        }
    }
}

/// The reason why an invocation has no answer.
///
/// Unlike AWS, which keeps the sandbox of a handler that reported an error, and which tries a
/// failed INIT once more as part of the first invocation, the local Lambda gives up a sandbox
/// with its first fault.
#[derive(Clone, Debug, thiserror::Error)]
pub struct Fault {
    /// The kind.
    pub kind: FaultKind,
    /// Lambda's message; empty where the function reported the error.
    pub message: String,
    /// The function's own words, from its error or its last output.
    pub detail: String,
    /// The time that it had run.
    pub after: Duration,
    /// The process's largest resident set, in KiB; 0 where it had ended.
    pub max_memory_kb: u64,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [self.kind.name(), &self.message, &self.detail];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        f.write_str(&parts.join(": "))
    }
}

#[derive(Deserialize)]
struct Reported {
    #[serde(rename = "errorType")]
    error_type: String,
}

impl Fault {
    /// AWS's name of the error, such as `Runtime.ExitError` or the class of an exception.
    #[must_use]
    pub fn error_type(&self) -> String {
        if self.kind.is_reported()
            && let Ok(Reported { error_type }) = serde_json::from_str(&self.detail)
            && !error_type.is_empty()
        {
            return error_type;
        }
        self.kind.aws_type().to_owned()
    }

    /// The JSON with which Lambda answers the invocation: the function's own error unchanged,
    /// else `errorType` and `errorMessage`.
    #[must_use]
    pub fn payload(&self, request_id: &str) -> Bytes {
        if self.kind.is_reported()
            && serde_json::from_str::<serde_json::Value>(&self.detail).is_ok()
        {
            return Bytes::from(self.detail.clone());
        }
        let message = match self.kind {
            FaultKind::Init | FaultKind::Handler => self.detail.clone(),
            FaultKind::ResponseTooLarge => self.message.clone(),
            FaultKind::Exit
            | FaultKind::OutOfMemory
            | FaultKind::InitTimeout
            | FaultKind::Timeout => format!("RequestId: {request_id} Error: {}", self.message),
        };
        let error = json!({ "errorType": self.error_type(), "errorMessage": message });
        Bytes::from(error.to_string())
    }
}

/// Lambda's message about a runtime that ended.
pub(super) fn exit_message(status: Option<ExitStatus>) -> String {
    let end = match status {
        Some(status) if status.success() => {
            return "Runtime exited without providing a reason".to_owned();
        }
        Some(status) => match (status.code(), status.signal()) {
            (Some(code), _) => format!("exit status {code}"),
            (None, Some(6)) => "signal: aborted".to_owned(),
            (None, Some(9)) => "signal: killed".to_owned(),
            (None, Some(11)) => "signal: segmentation fault".to_owned(),
            (None, signal) => format!("signal: {}", signal.unwrap_or_default()),
        },
        None => "the connection broke".to_owned(),
    };
    format!("Runtime exited with error: {end}")
}

/// Lambda's message about an invocation that it stopped.
pub(super) fn timeout_message(limit: Duration) -> String {
    format!("Task timed out after {:.2} seconds", limit.as_secs_f64())
}

/// A finished INIT.
#[derive(Clone, Copy, Debug)]
pub struct Init {
    /// Wall time from the start of the process to its first request for an event.
    pub duration: Duration,
    /// CPU time and throttling; `None` without a limit.
    pub usage: Option<Usage>,
}

/// An answered invocation.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The response.
    pub body: Bytes,
    /// Wall time from handing over the event to having received the response.
    pub duration: Duration,
    /// CPU time and throttling until the function was ready again; `None` without a limit.
    pub usage: Option<Usage>,
    /// The process's largest resident set so far, in KiB.
    pub max_memory_kb: u64,
}
