//! Where, when and with what something is measured.

mod machine;
mod revision;
mod run_id;

pub use machine::{Machine, architecture, kernel};
pub use revision::git_revision;
pub use run_id::{RunKind, free_run_id};

use anyhow::Result;
use jiff::{Timestamp, Unit};

/// The time in RFC 3339, UTC, in full seconds.
///
/// # Errors
/// The clock is out of range.
pub fn now() -> Result<String> {
    Ok(Timestamp::now().round(Unit::Second)?.to_string())
}
