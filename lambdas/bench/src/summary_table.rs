//! The table that a run ends with.

use crate::terminal_table;
use data::{
    HarnessOverhead, Interval, Invocation, Millis, RecordedRun, Selection, Start, Statistic,
    Summary, Variant, Workload,
};
use std::{collections::BTreeMap, fmt::Write};

/// The half-width of a confidence interval, as a share of the mean, above which a figure deserves a
/// warning.
const WIDE: f64 = 0.10;

/// The columns; durations are in ms.
const HEADER: [&str; 14] = [
    "workload",
    "variant",
    "MB",
    "INIT\nmedian",
    "INIT\nmean",
    "INIT\n±",
    "INIT\np95",
    "INIT\np99",
    "warm\nmedian",
    "warm\nmean",
    "warm\n±",
    "warm\np95",
    "warm\np99",
    "Python\n÷ this",
];

/// A run's figures, a line per workload, memory size and variant, at most 120 columns wide; then
/// notes on them.
#[must_use]
pub fn table(measured: &RecordedRun) -> String {
    let mut table = terminal_table::table(HEADER, 2..HEADER.len());
    let (mut lines, mut wide) = (0, 0);
    for &workload in &measured.run.workloads {
        let sizes = measured.run.memory_mb.iter().copied();
        for memory_mb in sizes.filter(|&memory_mb| workload.fits_into(memory_mb)) {
            let python = Figures::of(&measured.invocations, workload, Variant::Python, memory_mb);
            let functions = measured.run.functions();
            for (_, variant) in functions.filter(|(of, _)| *of == workload) {
                let figures = Figures::of(&measured.invocations, workload, variant, memory_mb);
                let mut cells = vec![
                    workload.to_string(),
                    variant.to_string(),
                    memory_mb.to_string(),
                ];
                cells.extend(figures.cells(&python));
                table.add_row(cells);
                lines += 1;
                wide += usize::from(figures.is_wide());
            }
        }
    }
    let mut text = terminal_table::lines(&table);
    for note in notes(measured, lines, wide) {
        let _ = write!(text, "\n{note}\n");
    }
    text
}

struct Figures {
    init: Option<Summary>,
    warm: Option<Summary>,
}

impl Figures {
    fn of(rows: &[Invocation], workload: Workload, variant: Variant, memory_mb: u32) -> Self {
        let cold = Selection::at(workload, variant, memory_mb, Start::Cold);
        let warm = cold.with(Start::Warm);
        Self {
            init: Summary::of(cold.of(rows), |row| row.init_ms.map(Millis::as_f64)),
            warm: Summary::of(warm.of(rows), |row| Some(row.duration_ms.as_f64())),
        }
    }

    /// The cells of both groups and of the ratio.
    fn cells(&self, python: &Self) -> Vec<String> {
        let ratio = self.warm.as_ref().zip(python.warm.as_ref());
        let ratio = ratio.map(|(warm, python)| times(python.mean / warm.mean));
        let groups = [&self.init, &self.warm].map(|summary| group(summary.as_ref()));
        let ratio = [ratio.unwrap_or_default()];
        groups.into_iter().flatten().chain(ratio).collect()
    }

    fn is_wide(&self) -> bool {
        self.init.iter().chain(&self.warm).any(is_wide)
    }
}

fn is_wide(summary: &Summary) -> bool {
    spread(summary).is_some_and(|spread| spread > WIDE)
}

fn spread(summary: &Summary) -> Option<f64> {
    let interval = summary.interval(Statistic::Mean);
    interval.as_ref().map(Interval::relative_half_width)
}

/// Median, mean, half-width of the mean's interval, 95th and 99th percentile.
fn group(summary: Option<&Summary>) -> [String; 5] {
    let Some(summary) = summary else {
        return [const { "-" }; 5].map(str::to_owned);
    };
    let mark = if is_wide(summary) { "*" } else { "" };
    let spread = spread(summary).map_or_else(
        || "-".to_owned(),
        |spread| format!("{:.0} %{mark}", 100.0 * spread),
    );
    [
        ms(summary.median),
        ms(summary.mean),
        spread,
        ms(summary.p95),
        ms(summary.p99),
    ]
}

/// A duration in ms by four digits, as long as there are no more before the point.
pub(crate) fn ms(ms: f64) -> String {
    let decimals = match ms {
        ms if ms < 10.0 => 3,
        ms if ms < 100.0 => 2,
        ms if ms < 1000.0 => 1,
        _ => 0,
    };
    format!("{ms:.decimals$}")
}

/// A ratio by three digits, as long as there are no more before the point.
pub(crate) fn times(ratio: f64) -> String {
    let decimals = usize::from(ratio < 100.0) + usize::from(ratio < 10.0);
    format!("{ratio:.decimals$}")
}

fn notes(measured: &RecordedRun, lines: usize, wide: usize) -> Vec<String> {
    let repetitions = measured.run.repetitions;
    let spread = if repetitions < 2 {
        "needs 2 repetitions or more".to_owned()
    } else {
        format!(
            "how far the 95 % confidence interval of the mean reaches to either side, from \
             {repetitions} repetitions"
        )
    };
    let mut notes = vec![format!(
        "INIT: the init duration of cold starts; warm: the duration of warm invocations; in ms.\n\
         ±: {spread}.\n\
         Python ÷ this: Python's mean warm duration divided by this variant's."
    )];
    notes.extend(harness_overhead(measured));
    if wide > 0 {
        notes.push(format!(
            "warning: {wide} of {lines} lines have a mean that is uncertain by more than {:.0} % \
             (*): close other programs, or repeat more often",
            100.0 * WIDE
        ));
    }
    let errors = measured
        .invocations
        .iter()
        .filter_map(|row| row.error.as_deref());
    if let Some(kinds) = counted(errors) {
        notes.push(format!(
            "warning: invocations failed and are left out: {kinds}"
        ));
    }
    notes
}

/// The number of errors of each kind, such as `2 timeout, 1 exit`; `None` if there are none.
pub(crate) fn counted<'a>(errors: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for kind in errors {
        *counts.entry(kind).or_default() += 1;
    }
    let kinds = counts.iter().map(|(kind, count)| format!("{count} {kind}"));
    let kinds: Vec<String> = kinds.collect();
    (!kinds.is_empty()).then(|| kinds.join(", "))
}

/// The harness overhead and its share of the shortest median, where it is largest.
fn harness_overhead(measured: &RecordedRun) -> Option<String> {
    let mut fastest: Option<(f64, Workload, Variant, u32)> = None;
    for (workload, variant) in measured.run.functions() {
        for &memory_mb in &measured.run.memory_mb {
            let figures = Figures::of(&measured.invocations, workload, variant, memory_mb);
            let Some(warm) = figures.warm else { continue };
            if fastest.is_none_or(|(median, ..)| warm.median < median) {
                fastest = Some((warm.median, workload, variant, memory_mb));
            }
        }
    }
    let (median, workload, variant, memory_mb) = fastest?;
    let (exchanges, rows) = (&measured.overhead, &measured.invocations);
    let among = HarnessOverhead::among(exchanges, rows, workload, memory_mb);
    let overhead = Summary::of_exchanges(among)?;
    Some(format!(
        "Harness overhead: a median of {} ms, {:.0} % of the shortest median above, {workload} \
         {variant} at {memory_mb} MB.",
        ms(overhead.median),
        100.0 * overhead.median / median
    ))
}

#[cfg(test)]
mod tests;
