//! The reader's own figures, in any of the forms in which they come from AWS.

mod power_tuning;
mod reports;
mod rows;

use crate::{Millis, Timing, Variant, report_line::start_of_report, samples::Sample};
use std::fmt;

/// The name of a function that came without one.
pub const FUNCTION: &str = "yours";

/// The longest duration that Lambda allows, and twice that for what it bills of a cold start.
/// Source: AWS Lambda's developer guide, on quotas.
const MOST_MS: u64 = 900_000;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// One for each function, variant and memory size, of which these ascend.
    pub timings: Vec<Timing>,
    /// What they were read from, as a sentence.
    pub origin: String,
}

/// Why figures can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it, and what to do.
    pub reason: String,
}

impl fmt::Display for OwnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for OwnError {}

impl OwnError {
    fn new(line: usize, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { line, reason }
    }
}

/// Reads REPORT lines of a log, a CSV file with the columns of `data/measurements/`, or the
/// address of a result of AWS Lambda Power Tuning. REPORT lines and Power Tuning don't say in
/// which language the function is: that is `variant`. Nothing but blanks gives no timings.
///
/// # Errors
/// The text is none of these, or a line of it can't be used.
pub fn read(text: &str, variant: Variant) -> Result<Own, OwnError> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().find(|line| !line.trim().is_empty());
    match first {
        None => Ok(Own::default()),
        Some(_) if start_of_report(text).is_some() => reports::read(text, variant),
        Some(first) if rows::is_header(first) => rows::read(text),
        Some(_) if text.contains(';') => power_tuning::read(text, variant),
        Some(_) => Err(OwnError::new(
            1,
            "neither REPORT lines, nor a CSV file with the columns of this project's \
             measurements, nor the address of a Power Tuning result",
        )),
    }
}

/// By memory size, which ascends.
pub fn sort(timings: &mut [Timing]) {
    timings.sort_by_key(|timing| timing.memory_mb);
}

/// What is billed with INIT in it. Until August 2025 managed runtimes were not billed for INIT, and
/// figures from then leave it out; else what was billed stands, since the durations beside it
/// are rounded.
fn billed_today(billed_ms: u64, duration: Millis, init: Option<Millis>) -> u64 {
    let with_init = Millis::billed_ms(duration, init);
    if with_init > billed_ms + 1 {
        return with_init;
    }
    billed_ms
}

/// A function, in one language, at one memory size.
type Cell = (String, Variant, u32);

/// Invocations, by where they were made.
#[derive(Default)]
struct Cells {
    samples: Vec<(Cell, Sample)>,
    /// Invocations that failed.
    failed: usize,
}

impl Cells {
    fn add(&mut self, line: usize, cell: Cell, sample: Sample) -> Result<(), OwnError> {
        let error = |reason: &str| Err(OwnError::new(line, reason));
        if !(128..=10_240).contains(&cell.2) {
            return error("the memory size is outside 128 to 10240 MB");
        }
        let most = MOST_MS * 1000;
        if sample.duration.micros() > most || sample.init.unwrap_or_default().micros() > most {
            return error("a duration is over 900,000 ms, the longest that Lambda allows");
        }
        if sample.billed_ms > 2 * MOST_MS {
            return error("the billed duration is over what Lambda can bill");
        }
        self.samples.push((cell, sample));
        Ok(())
    }

    /// # Errors
    /// There is no invocation that succeeded, or none that was warm.
    fn into_own(mut self, what: &str) -> Result<Own, OwnError> {
        self.samples.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let count = self.samples.len();
        let cold = self
            .samples
            .iter()
            .filter(|(_, sample)| sample.init.is_some());
        let cold = cold.count();
        if count == 0 {
            return Err(OwnError::new(1, "no invocation that succeeded"));
        }
        let mut timings = Vec::new();
        for group in self.samples.chunk_by(|(a, _), (b, _)| a == b) {
            let (function, variant, memory_mb) = group[0].0.clone();
            let samples: Vec<Sample> = group.iter().map(|(_, sample)| *sample).collect();
            let timing = Timing::of_samples(function, variant, memory_mb, &samples);
            timings.push(timing.ok_or_else(|| {
                let reason = format!(
                    "only cold starts at {memory_mb} MB: give calls too that found a sandbox ready"
                );
                OwnError::new(1, reason)
            })?);
        }
        let without_cold = if cold == 0 {
            " (so a cold start counts as a warm call here)"
        } else {
            ""
        };
        let failed = match self.failed {
            0 => String::new(),
            failed => format!(", {failed} more that failed left out"),
        };
        let origin = format!("{count} {what}, {cold} of them cold starts{without_cold}{failed}");
        Ok(Own { timings, origin })
    }
}
