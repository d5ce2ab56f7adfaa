//! Termination signals such as Ctrl-C, so that a run can tidy up before it ends.

use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// A signal that asked the run to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("interrupted")]
pub struct Interrupted {
    /// The signal's number.
    pub signal: u8,
}

impl Interrupted {
    /// The exit status that shells give to a process ended by the signal.
    #[must_use]
    pub const fn exit_status(self) -> u8 {
        128 + self.signal
    }
}

/// Catches SIGHUP, SIGINT and SIGTERM from its making on.
#[derive(Debug)]
pub struct Interrupts {
    hangup: Signal,
    interrupt: Signal,
    terminate: Signal,
}

impl Interrupts {
    /// Starts to catch them.
    ///
    /// # Errors
    /// The system refuses.
    pub fn catch() -> io::Result<Self> {
        Ok(Self {
            hangup: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Waits for one.
    pub async fn next(&mut self) -> Interrupted {
        let signal = tokio::select! {
            _ = self.hangup.recv() => 1,
            _ = self.interrupt.recv() => 2,
            _ = self.terminate.recv() => 15,
        };
        Interrupted { signal }
    }
}
