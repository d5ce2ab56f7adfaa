//! How INIT and invocations end.

use crate::cgroup::Usage;
use axum::body::Bytes;
use std::time::Duration;

/// The kind of an error: why an invocation has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The function reported that its INIT failed.
    Init,
    /// The handler reported an error.
    Handler,
    /// The process ended.
    Exit,
    /// INIT took too long.
    InitTimeout,
    /// The invocation took too long.
    Timeout,
}

impl FaultKind {
    /// The name in the column `error`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Init => "init-error",
            Self::Handler => "handler-error",
            Self::Exit => "exit",
            Self::InitTimeout => "init-timeout",
            Self::Timeout => "timeout",
        }
    }
}

/// Why an invocation has no answer.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}: {detail}", kind.name())]
pub struct Fault {
    /// Its kind.
    pub kind: FaultKind,
    /// What the function said, in its error or its last output.
    pub detail: String,
    /// How long it had run.
    pub after: Duration,
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
