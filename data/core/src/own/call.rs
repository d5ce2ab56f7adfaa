//! Invocations as they were read, before they are put together.

use crate::{MEMORY_MB, Millis, Percentiles, Variant};

/// The longest duration that Lambda allows. Source: AWS Lambda's developer guide, on quotas.
pub(super) const MOST_MS: u64 = 900_000;

/// An invocation that succeeded.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The function's name, where it is known.
    pub function: Option<String>,
    /// Variant that ran, if the text says so.
    pub variant: Option<Variant>,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Duration without INIT, in ms.
    pub duration: Millis,
    /// Billed duration in ms, INIT included.
    pub billed_ms: u64,
    /// Init duration of a cold start in ms, or how long its snapshot took to restore.
    pub init: Option<Millis>,
    /// Billed part of a restore in ms.
    pub billed_restore: Option<Millis>,
    /// CPU time in ms.
    pub cpu: Option<Millis>,
}

/// Means of invocations that are not known one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Means {
    /// The function's name, where it is known.
    pub function: Option<String>,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Invocations, cold ones among them, and what all were billed in ms.
    pub counts: Option<(u64, u64, u64)>,
    /// Mean duration without INIT, in ms.
    pub duration: Millis,
    /// Mean init duration of a cold start, in ms.
    pub init: Option<Millis>,
    /// The distribution of durations.
    pub percentiles: Percentiles,
}

impl Call {
    /// The same, if it is within what Lambda has.
    pub(super) fn checked(self) -> Result<Self, String> {
        check_memory(self.memory_mb)?;
        check_duration(self.duration)?;
        check_duration(self.init.unwrap_or_default())?;
        if self.billed_ms > 2 * MOST_MS {
            return Err("the billed duration is more than Lambda can bill".to_owned());
        }
        Ok(self)
    }

    /// Returns the billed duration with INIT in it. Until August 2025 managed runtimes were not billed for INIT, and
    /// figures from then leave it out; else what was billed stands, since the durations beside it are
    /// rounded.
    pub(super) fn billed_today(&self) -> u64 {
        let with_init = Millis::billed_ms(self.duration, self.billed_init());
        if with_init > self.billed_ms + 1 {
            return with_init;
        }
        self.billed_ms
    }

    /// Returns the billed part of its start: of a restore, less than it took.
    pub(super) fn billed_init(&self) -> Option<Millis> {
        self.billed_restore.or(self.init)
    }
}

impl Means {
    /// The same, if they are within what Lambda has.
    pub(super) fn checked(self) -> Result<Self, String> {
        check_memory(self.memory_mb)?;
        check_duration(self.duration)?;
        check_duration(self.init.unwrap_or_default())?;
        if let Some((calls, cold, billed_ms)) = self.counts {
            if calls == 0 || cold > calls {
                return Err("`calls` must be 1 or more, and `cold` at most as many".to_owned());
            }
            let least = u128::from(self.duration.micros()) * u128::from(calls) / 1000;
            if u128::from(billed_ms) < least * 99 / 100 {
                return Err(
                    "`billed_ms` is less than `calls` times `duration_ms`: give the sum of what \
                     was billed, in ms"
                        .to_owned(),
                );
            }
            if billed_ms / calls > 2 * MOST_MS {
                return Err("`billed_ms` is more than Lambda can bill for so many calls".to_owned());
            }
        }
        Ok(self)
    }
}

fn check_memory(memory_mb: u32) -> Result<(), String> {
    if MEMORY_MB.contains(&memory_mb) {
        return Ok(());
    }
    Err(format!(
        "a memory size of {memory_mb} MB is outside 128 to 10240"
    ))
}

fn check_duration(duration: Millis) -> Result<(), String> {
    if duration.micros() <= MOST_MS * 1000 {
        return Ok(());
    }
    Err("a duration is more than 900,000 ms, the longest that Lambda allows".to_owned())
}
