//! The progress of a run.

use indicatif::{HumanDuration, ProgressBar, ProgressStyle};
use std::{
    io::IsTerminal,
    time::{Duration, Instant},
};

/// A bar on a terminal, a line per repetition elsewhere.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    total: u64,
    /// Rows that an earlier process measured.
    before: u64,
    started: Instant,
}

impl Progress {
    pub fn start(total: u64, before: u64) -> Self {
        let bar = if std::io::stderr().is_terminal() {
            ProgressBar::new(total).with_position(before)
        } else {
            ProgressBar::hidden()
        };
        let template = "{bar:40} {pos} of {len} invocations, about {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        // What was measured before took no time now.
        bar.reset_eta();
        Self {
            bar,
            total,
            before,
            started: Instant::now(),
        }
    }

    pub fn advance(&self) {
        self.bar.inc(1);
    }

    /// Goes back to a number of rows.
    pub fn set(&self, rows: u64) {
        self.bar.set_position(rows);
    }

    /// A line above the bar.
    pub fn say(&self, line: &str) {
        self.bar.suspend(|| eprintln!("{line}"));
    }

    pub fn repetition_ended(&self, repetition: u32, repetitions: u32, rows: u64) {
        if !self.bar.is_hidden() {
            return;
        }
        let left = self.time_left(rows, self.started.elapsed());
        let left = left.map(|left| format!(", about {} left", HumanDuration(left)));
        let total = self.total;
        eprintln!(
            "repetition {repetition} of {repetitions}: {rows} of {total} rows{}",
            left.unwrap_or_default()
        );
    }

    /// The time left at the pace so far; `None` at the end, and before there is a pace.
    fn time_left(&self, rows: u64, elapsed: Duration) -> Option<Duration> {
        let measured = rows.checked_sub(self.before).filter(|&rows| rows > 0)?;
        let left = self.total.checked_sub(rows).filter(|&rows| rows > 0)?;
        #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 rows")]
        Some(elapsed.mul_f64(left as f64 / measured as f64))
    }

    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_counts_only_what_was_measured_now() {
        let progress = Progress::start(100, 40);
        let minute = Duration::from_mins(1);
        assert_eq!(progress.time_left(60, minute), Some(2 * minute));
        assert_eq!(progress.time_left(40, minute), None);
        assert_eq!(progress.time_left(100, minute), None);
    }
}
