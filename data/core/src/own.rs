//! The reader's own figures, in any of the forms in which people have them.
//!
//! A text's form is recognised by its content: `scan` finds events in JSON, REPORT lines and tables, also
//! inside one another; `record` knows the names that each form gives the figures; `cells` puts them together.

mod call;
mod cells;
mod facts;
mod fields;
mod found;
mod json;
mod number;
mod power_tuning;
mod record;
mod scan;
mod table;

pub use cells::{Cell, Counts};
pub use facts::{Billed, Configuration, Fact, Recommendation, Says};
pub use found::{Kind, Skipped};

use crate::{Timing, Variant};
use fields::Context;
use found::Found;
use std::fmt::{self, Write};

/// Figures that were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// The forms that the figures came in.
    pub kinds: Vec<Kind>,
    /// The invocations that succeeded, by function and memory size, of which these ascend.
    pub cells: Vec<Cell>,
    /// Number of failed invocations; they are in no cell.
    pub failed: usize,
    /// Number of invocations on Managed Instances, which are not billed by duration; they are in no cell.
    pub unbilled: usize,
    /// Parts that were left out.
    pub skipped: Vec<Skipped>,
    /// Facts about functions from exports.
    pub facts: Vec<Fact>,
}

/// Error if nothing can be read: the first part that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnError(pub Skipped);

impl fmt::Display for OwnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.0.line, self.0.reason)
    }
}

impl std::error::Error for OwnError {}

/// Message if nothing can be read.
const FORMS: &str = "nothing here can be read: give REPORT lines, JSON logs, a result of Logs Insights, \
                     records of Lambda Insights, the address of a Power Tuning result, or a CSV file with \
                     the columns of this project's measurements";

/// Reads the invocations of a text: [`read_all`].
///
/// # Example
/// ```
/// use data_core::{Variant, own};
///
/// let log = "REPORT RequestId: 8f5\tDuration: 1.23 ms\tBilled Duration: 2 ms\t\
///            Memory Size: 512 MB\tMax Memory Used: 30 MB";
/// let own = own::read(log)?;
/// assert_eq!(own.counts().invocations, 1);
/// let timings = own.timings(Variant::Python)?;
/// assert_eq!(timings[0].memory_mb, 512);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Nothing in the text can be read.
pub fn read(text: &str) -> Result<Own, OwnError> {
    read_all([text])
}

/// Reads the invocations of texts: of logs in text or JSON, of tables from Logs Insights, or of another
/// form of [`Kind`], each recognised by its content. Blank text gives nothing.
///
/// # Errors
/// Nothing in the texts can be read. What can't be read beside something else is in [`Own::skipped`].
pub fn read_all<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Own, OwnError> {
    let mut found = Found::default();
    for text in texts {
        let text = text.trim_start_matches('\u{feff}');
        let before = found.len();
        scan::scan(text, 1, &Context::default(), &mut found);
        if found.len() == before && !text.trim().is_empty() {
            found.skip(1, FORMS);
        }
        found.text += 1;
    }
    let calls = found.take_calls();
    if found.kinds.is_empty()
        && found.facts.is_empty()
        && let Some(first) = found.skipped.first()
    {
        return Err(OwnError(first.clone()));
    }
    Ok(Own {
        kinds: found.kinds.into_iter().collect(),
        cells: cells::of(calls, found.means),
        failed: found.failed,
        unbilled: found.unbilled,
        skipped: found.skipped,
        facts: found.facts,
    })
}

/// Sorts timings by ascending memory size.
pub fn sort(timings: &mut [Timing]) {
    timings.sort_by_key(|timing| timing.memory_mb);
}

/// Figures for a calculator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// One for each function and memory size, of which these ascend.
    pub timings: Vec<Timing>,
    /// Origin, as the end of a sentence.
    pub origin: String,
    /// Parts that were left out, a sentence each.
    pub left_out: Vec<String>,
}

impl Figures {
    /// Reads a text for a calculator, whose functions are of `variant` where it does not say what ran.
    ///
    /// # Errors
    /// Nothing in it can be read, or nothing can be billed, as a sentence.
    pub fn read(text: &str, variant: Variant) -> Result<Self, String> {
        let own = read(text).map_err(|error| error.to_string())?;
        let left_out = own.skipped.iter().map(|skipped| {
            let Skipped { line, reason, .. } = skipped;
            format!("line {line} is left out: {reason}")
        });
        Ok(Self {
            timings: own.timings(variant)?,
            origin: own.origin(),
            left_out: left_out.collect(),
        })
    }
}

impl Own {
    /// The sum over all cells.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut sum = Counts::default();
        for counts in self.cells.iter().filter_map(|cell| cell.counts) {
            sum.invocations += counts.invocations;
            sum.cold += counts.cold;
            sum.billed_ms += counts.billed_ms;
        }
        sum
    }

    /// Returns each cell's timing for a bill, of `variant` if the text does not say what ran, by
    /// memory size.
    ///
    /// # Errors
    /// There is nothing to bill, with why.
    pub fn timings(&self, variant: Variant) -> Result<Vec<Timing>, String> {
        if self.cells.is_empty() && !self.kinds.is_empty() {
            return Err(if self.unbilled > 0 {
                "only invocations on Managed Instances, which are not billed by their duration"
                    .to_owned()
            } else {
                "no invocation that succeeded".to_owned()
            });
        }
        let timings = self.cells.iter().map(|cell| cell.timing(variant));
        let mut timings = timings.collect::<Result<Vec<Timing>, String>>()?;
        sort(&mut timings);
        Ok(timings)
    }

    /// Describes what was read and what was not, as the end of a sentence.
    #[must_use]
    pub fn origin(&self) -> String {
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.name()).collect();
        let kinds = kinds.join(" and ");
        if self.cells.iter().any(|cell| cell.counts.is_none()) {
            return format!(
                "{kinds}, which know no INIT: a cold start counts as a warm call here, and the bill is \
                 computed again at the prices above"
            );
        }
        let Counts {
            invocations, cold, ..
        } = self.counts();
        let mut origin = format!("{invocations} {kinds}, {cold} of them cold starts");
        if cold == 0 {
            origin.push_str(" (so a cold start counts as a warm call here)");
        }
        for (count, what) in [
            (self.failed, "that failed, left out"),
            (
                self.unbilled,
                "on Managed Instances, which are not billed by their duration, left out",
            ),
            (self.skipped.len(), "that could not be read, left out"),
        ] {
            if count > 0 {
                let _ = write!(origin, ", {count} more {what}");
            }
        }
        origin
    }
}
