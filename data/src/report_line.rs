//! The line with which Lambda ends the log of every invocation, written and read, for example
//! (with tabs between the fields):
//!
//! `REPORT RequestId: 3f1c… Duration: 1.23 ms Billed Duration: 12 ms Memory Size: 128 MB
//! Max Memory Used: 30 MB Init Duration: 10.00 ms`
//!
//! Source of the format: AWS Lambda's developer guide, on a function's logs.

use crate::Millis;
use std::{fmt, iter, str::FromStr};

/// What every report begins with.
pub const START: &str = "REPORT RequestId:";

/// What Lambda reports of one invocation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Report {
    /// The invocation's request id.
    pub request_id: String,
    /// Wall time in ms, without INIT.
    pub duration: Millis,
    /// What is billed, in ms.
    pub billed_ms: u64,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// The sandbox's largest memory use so far, in MB.
    pub max_memory_mb: u32,
    /// Wall time of INIT in ms; of a cold start only.
    pub init: Option<Millis>,
    /// How the invocation ended.
    pub status: Status,
}

/// How a reported invocation ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// The runtime answered, be it with a handler's error: the line says nothing about it.
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

/// Why a line is not a [`Report`].
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
        /// What stands there.
        value: String,
        /// What should.
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
    /// stamps, from JSON (`\t` for a tab) or with spaces for tabs. Fields that say nothing of
    /// interest here (`Restore Duration`, `XRAY TraceId`) are passed over.
    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let start = start_of_report(line).ok_or(ParseReportError::NotAReport)?;
        let fields = Fields::of(&line[start..]);
        Ok(Self {
            request_id: fields.required("RequestId")?.to_owned(),
            duration: fields.number("Duration", "a number of ms")?,
            billed_ms: fields.number("Billed Duration", "a whole number of ms")?,
            memory_mb: fields.number("Memory Size", "a whole number of MB")?,
            max_memory_mb: fields.number("Max Memory Used", "a whole number of MB")?,
            init: match fields.find("Init Duration") {
                Some(_) => Some(fields.number("Init Duration", "a number of ms")?),
                None => None,
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

/// Where a text has its first report. Searching for text by `str::find` would cost a phone 1 KB.
pub(crate) fn start_of_report(text: &str) -> Option<usize> {
    let mut windows = text.as_bytes().windows(START.len());
    windows.position(|window| window == START.as_bytes())
}

/// The labels and values of a report.
struct Fields(Vec<(String, String)>);

impl Fields {
    /// A label is the words up to one with a colon; its value is the next word, after which a
    /// unit may stand.
    fn of(report: &str) -> Self {
        // A line from JSON has `\t` for a tab.
        let escaped = report.split('\\').enumerate();
        let parts = escaped.map(|(at, part)| match part.strip_prefix(['t', 'n']) {
            Some(rest) if at > 0 => rest,
            _ => part,
        });
        let words = parts.flat_map(str::split_whitespace);
        let words = words.map(|word| word.trim_matches(['"', ',']));
        let mut words = words.filter(|word| !word.is_empty()).peekable();
        let mut fields = Vec::new();
        let mut label = Vec::new();
        while let Some(word) = words.next() {
            let Some(last) = word.strip_suffix(':') else {
                label.push(word);
                continue;
            };
            label.push(last);
            let Some(value) = words.next() else { break };
            let _unit = words.next_if(|word| matches!(*word, "ms" | "MB"));
            fields.push((label.join(" "), value.to_owned()));
            label.clear();
        }
        Self(fields)
    }

    /// The first `REPORT` belongs to the line's start and to no label.
    fn find(&self, label: &str) -> Option<&str> {
        let named = |(found, _): &&(String, String)| {
            found.strip_prefix("REPORT ").unwrap_or(found) == label
        };
        self.0.iter().find(named).map(|(_, value)| value.as_str())
    }

    fn required(&self, label: &'static str) -> Result<&str, ParseReportError> {
        self.find(label).ok_or(ParseReportError::Missing(label))
    }

    fn number<T: FromStr>(
        &self,
        label: &'static str,
        expected: &'static str,
    ) -> Result<T, ParseReportError> {
        let value = self.required(label)?;
        value.parse().map_err(|_| ParseReportError::Unreadable {
            label,
            value: value.to_owned(),
            expected,
        })
    }
}

#[cfg(test)]
mod tests;
