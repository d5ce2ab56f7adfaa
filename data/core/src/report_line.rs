//! The line with which Lambda ends the log of every invocation, written and read, for example
//! (with tabs between the fields):
//!
//! `REPORT RequestId: 3f1c… Duration: 1.23 ms Billed Duration: 12 ms Memory Size: 128 MB
//! Max Memory Used: 30 MB Init Duration: 10.00 ms`
//!
//! Source of the format: AWS Lambda's developer guide, on a function's logs.

use crate::Millis;
use std::{fmt, iter, str::FromStr};

/// Beginning of every report.
pub const START: &str = "REPORT RequestId:";

/// REPORT line of one invocation.
///
/// # Example
/// ```
/// use data_core::{Millis, report_line::Report};
///
/// let line = "REPORT RequestId: 8f6\tDuration: 250.06 ms\tBilled Duration: 351 ms\t\
///             Memory Size: 512 MB\tMax Memory Used: 30 MB\tInit Duration: 100.77 ms";
/// let report: Report = line.parse()?;
/// assert_eq!(report.init, Some(Millis::from_micros(100_770)));
/// assert_eq!(report.billed_ms, Millis::billed_ms(report.duration, report.init));
/// # Ok::<(), data_core::report_line::ParseReportError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Report {
    /// The invocation's request id.
    pub request_id: String,
    /// Wall time in ms, without INIT.
    pub duration: Millis,
    /// Billed duration in ms.
    pub billed_ms: u64,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// The sandbox's largest memory use so far, in MB.
    pub max_memory_mb: u32,
    /// Wall time of INIT in ms; of a cold start only.
    pub init: Option<Millis>,
    /// Restore from a snapshot, of a cold start with SnapStart only.
    pub restore: Option<Restore>,
    /// Outcome of the invocation.
    pub status: Status,
}

/// A sandbox's start from a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Restore {
    /// Wall time in ms.
    pub duration: Millis,
    /// Billed part in ms: it is included in the billed duration.
    pub billed: Millis,
}

/// Outcome of a reported invocation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// The runtime answered, possibly with a handler's error, which the line does not tell.
    #[default]
    Answered,
    /// It was stopped: `Status: timeout`.
    Timeout,
    /// The runtime failed: `Status: error`, `Error Type: Runtime.ExitError`.
    Error {
        /// AWS's name of the error, where the line has one.
        error_type: Option<String>,
    },
}

/// Error of a line that is not a [`Report`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseReportError {
    /// No report stands in it.
    #[error("no REPORT line: it must contain `{START}`")]
    NotAReport,
    /// A figure is missing, because the line was cut for instance.
    #[error("the REPORT line has no `{0}`: give the whole line")]
    Missing(&'static str),
    /// A figure can't be read.
    #[error("`{label}: {value}` in the REPORT line is not {expected}")]
    Unreadable {
        /// The figure's name.
        label: &'static str,
        /// Value that was found.
        value: String,
        /// Value that was expected.
        expected: &'static str,
    },
}

impl Report {
    /// The report of a measured invocation. Durations are rounded to the hundredth of a
    /// millisecond, as AWS prints them, and billed as printed.
    #[must_use]
    pub fn new(request_id: &str, duration: Millis, init: Option<Millis>, memory_mb: u32) -> Self {
        let (duration, init) = (to_hundredths(duration), init.map(to_hundredths));
        Self {
            request_id: request_id.to_owned(),
            duration,
            billed_ms: Millis::billed_ms(duration, init),
            memory_mb,
            max_memory_mb: 0,
            init,
            restore: None,
            status: Status::Answered,
        }
    }
}

fn to_hundredths(ms: Millis) -> Millis {
    Millis::from_micros(ms.micros().saturating_add(5) / 10 * 10)
}

/// A duration with two digits after the point.
struct Hundredths(Millis);

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = to_hundredths(self.0).micros();
        write!(f, "{}.{:02} ms", micros / 1000, micros % 1000 / 10)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{START} {}\tDuration: {}\tBilled Duration: {} ms\tMemory Size: {} MB\tMax Memory Used: {} MB",
            self.request_id,
            Hundredths(self.duration),
            self.billed_ms,
            self.memory_mb,
            self.max_memory_mb,
        )?;
        if let Some(init) = self.init {
            write!(f, "\tInit Duration: {}", Hundredths(init))?;
        }
        if let Some(Restore { duration, billed }) = self.restore {
            let billed = billed.micros() / 1000;
            write!(
                f,
                "\tRestore Duration: {}\tBilled Restore Duration: {billed} ms",
                Hundredths(duration)
            )?;
        }
        self.status.fmt(f)
    }
}

impl fmt::Display for Status {
    /// The fields that end the line, each after a tab.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered => Ok(()),
            Self::Timeout => f.write_str("\tStatus: timeout"),
            Self::Error { error_type } => {
                f.write_str("\tStatus: error")?;
                match error_type {
                    Some(name) => write!(f, "\tError Type: {name}"),
                    None => Ok(()),
                }
            }
        }
    }
}

/// The line that tells of an INIT that failed.
#[must_use]
pub fn init_report(after: Millis, status: &Status) -> String {
    format!(
        "INIT_REPORT Init Duration: {}\tPhase: init{status}",
        Hundredths(after)
    )
}

impl FromStr for Report {
    type Err = ParseReportError;

    /// Reads a line wherever the report begins in it, so that it may be pasted with a log's time
    /// stamps, from JSON (`\t` for a tab), with spaces for tabs, or with nothing for them. Fields that
    /// say nothing of interest here (`XRAY TraceId`) are passed over.
    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let start = start_of_report(line).ok_or(ParseReportError::NotAReport)?;
        let text = in_one_line(&line[start..]);
        let fields = Fields::of(&text);
        let ms = "a number of ms";
        Ok(Self {
            request_id: fields.required("RequestId")?.to_owned(),
            duration: fields.number("Duration", ms)?,
            billed_ms: fields.number("Billed Duration", "a whole number of ms")?,
            memory_mb: fields.number("Memory Size", "a whole number of MB")?,
            max_memory_mb: fields.number("Max Memory Used", "a whole number of MB")?,
            init: fields.optional("Init Duration", ms)?,
            restore: match fields.optional("Restore Duration", ms)? {
                None => None,
                Some(duration) => Some(Restore {
                    duration,
                    billed: fields
                        .optional("Billed Restore Duration", ms)?
                        .unwrap_or_default(),
                }),
            },
            status: match fields.find("Status") {
                None | Some("success") => Status::Answered,
                Some("timeout") => Status::Timeout,
                Some(_) => Status::Error {
                    error_type: fields.find("Error Type").map(str::to_owned),
                },
            },
        })
    }
}

/// Every report of a text with the number of its line, counted from 1; other lines are passed
/// over. Exports in JSON may have several in one line.
pub fn reports(
    text: &str,
) -> impl Iterator<Item = (usize, Result<Report, ParseReportError>)> + use<'_> {
    let numbered = (1..).zip(text.lines());
    numbered.flat_map(|(number, line)| {
        let mut rest = line;
        iter::from_fn(move || {
            let report = &rest[start_of_report(rest)?..];
            let next = start_of_report(&report[START.len()..]);
            let (report, after) = report.split_at(next.map_or(report.len(), |at| START.len() + at));
            rest = after;
            Some((number, report.parse()))
        })
    })
}

/// Finds the first report of a text, as a byte offset.
fn start_of_report(text: &str) -> Option<usize> {
    text.find(START)
}

/// Every label of a report. One that ends with another one stands before it.
const LABELS: [&str; 13] = [
    "Billed Restore Duration",
    "Restore Duration",
    "Billed Duration",
    "Init Duration",
    "Duration",
    "Memory Size",
    "Max Memory Used",
    "RequestId",
    "Error Type",
    "Status",
    "XRAY TraceId",
    "SegmentId",
    "Sampled",
];

/// The label that a text ends with.
fn last_label(text: &str) -> Option<&'static str> {
    LABELS.into_iter().find(|label| text.ends_with(label))
}

/// Returns whether a line continues the fields of a report that began before it.
pub(crate) fn continues_report(line: &str) -> bool {
    let line = line.trim_matches(|letter: char| !letter.is_alphanumeric());
    let label = line
        .split_once(':')
        .and_then(|(label, _)| last_label(label));
    label.is_some_and(|label| label != "RequestId" && line.starts_with(label))
}

/// Report with a space for each tab and line end, even if they are escaped as in JSON.
fn in_one_line(report: &str) -> String {
    // Words are put together again with a space, which stands for any blanks between them.
    let escaped = report.split('\\').enumerate();
    let parts = escaped.map(|(at, part)| match part.strip_prefix(['t', 'n', 'r']) {
        Some(rest) if at > 0 => rest,
        _ => part,
    });
    let words: Vec<&str> = parts.flat_map(str::split_whitespace).collect();
    words.join(" ")
}

/// The labels and values of a report.
struct Fields<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Fields<'a> {
    /// A value goes up to the next label, so that nothing need stand between the two.
    fn of(report: &'a str) -> Self {
        let labels = report.match_indices(':').filter_map(|(colon, _)| {
            let label = last_label(&report[..colon])?;
            Some((label, colon))
        });
        let labels: Vec<_> = labels.collect();
        let value = |(at, &(label, colon)): (usize, &(&'static str, usize))| {
            let next = labels.get(at + 1);
            let end = next.map_or(report.len(), |(next, colon)| colon - next.len());
            (
                label,
                trimmed(report.get(colon + 1..end).unwrap_or_default()),
            )
        };
        Self(labels.iter().enumerate().map(value).collect())
    }

    fn find(&self, label: &str) -> Option<&'a str> {
        let value = self.0.iter().find(|(found, _)| *found == label);
        value.map(|(_, value)| *value)
    }

    fn required(&self, label: &'static str) -> Result<&'a str, ParseReportError> {
        self.find(label).ok_or(ParseReportError::Missing(label))
    }

    fn optional<T: FromStr>(
        &self,
        label: &'static str,
        expected: &'static str,
    ) -> Result<Option<T>, ParseReportError> {
        match self.find(label) {
            None => Ok(None),
            Some(_) => self.number(label, expected).map(Some),
        }
    }

    /// The number is followed by its unit, without which the line was cut in the middle of it.
    fn number<T: FromStr>(
        &self,
        label: &'static str,
        expected: &'static str,
    ) -> Result<T, ParseReportError> {
        let value = self.required(label)?;
        let digits = value
            .bytes()
            .take_while(|byte| b"0123456789.".contains(byte));
        let (number, unit) = value.split_at(digits.count());
        let unit = unit.trim_start();
        let has_unit = ["ms", "MB"]
            .iter()
            .any(|own| expected.ends_with(own) && unit.starts_with(own));
        let number = number.parse().ok().filter(|_| has_unit);
        number.ok_or_else(|| ParseReportError::Unreadable {
            label,
            value: value.to_owned(),
            expected,
        })
    }
}

/// A value without the quotation marks, commas and bars that stand around it.
fn trimmed(value: &str) -> &str {
    value.trim_matches(|letter: char| letter.is_whitespace() || "\",|".contains(letter))
}

#[cfg(test)]
mod tests;
