//! The table that a run of functions ends with.

use super::{Call, Extent, Measured, Subject};
use crate::{
    summary_table::{counted, ms, times},
    terminal_table,
};
use data::{FunctionName, Millis, Start, Summary};
use std::fmt::Write;

/// The note on what these figures leave out.
const NOT_IMITATED: &str = "Not imitated: VPC, layers, extensions, AWS services other than DynamoDB (pass their \
                            endpoints with --environment).";

/// The columns; durations are in ms.
const HEADER: [&str; 13] = [
    "function",
    "MB",
    "cold\nINIT",
    "cold\n1st call",
    "cold\nbilled",
    "warm\nmedian",
    "warm\nmean",
    "warm\nrepeated",
    "warm\nCPU",
    "warm\nbilled",
    "max MB",
    "failed",
    "÷ this",
];

/// A line of figures by memory size and function, then notes on them.
#[must_use]
pub fn table(extent: &Extent, measured: &Measured) -> String {
    let compares = extent.subjects.len() > 1;
    let columns = if compares {
        HEADER.len()
    } else {
        HEADER.len() - 1
    };
    let mut table = terminal_table::table(HEADER.into_iter().take(columns), 1..HEADER.len());
    for &memory_mb in &extent.memory_mb {
        let mut first = None;
        for Subject { name, .. } in &extent.subjects {
            let figures = Figures::of(&measured.calls, name, memory_mb);
            let first = *first.get_or_insert(figures.warm_mean());
            let mut cells = vec![name.to_string(), memory_mb.to_string()];
            cells.extend(figures.cells());
            if compares {
                let ratio = first.zip(figures.warm_mean());
                cells.push(ratio.map_or("-".to_owned(), |(first, this)| times(first / this)));
            }
            table.add_row(cells);
        }
    }
    let mut text = terminal_table::lines(&table);
    for note in notes(extent, measured) {
        let _ = write!(text, "\n{note}\n");
    }
    text
}

/// The figures of a function at a memory size.
struct Figures {
    init: Option<Summary>,
    first_call: Option<Summary>,
    cold_billed: Option<Summary>,
    warm: Option<Summary>,
    cpu: Option<Summary>,
    warm_billed: Option<Summary>,
    max_memory_mb: u64,
    failed: usize,
}

impl Figures {
    fn of(calls: &[Call], name: &FunctionName, memory_mb: u32) -> Self {
        let here = calls
            .iter()
            .filter(|call| &call.workload == name && call.memory_mb == memory_mb);
        let (answered, failed): (Vec<&Call>, Vec<&Call>) =
            here.partition(|call| call.error.is_none());
        let summary = |start: Start, figure: fn(&Call) -> Option<f64>| {
            let rows = answered.iter().copied().filter(|call| call.start == start);
            Summary::of(rows, figure)
        };
        let kb = answered.iter().map(|call| call.max_memory_kb).max();
        Self {
            init: summary(Start::Cold, |call| call.init_ms.map(Millis::as_f64)),
            first_call: summary(Start::Cold, |call| Some(call.duration_ms.as_f64())),
            cold_billed: summary(Start::Cold, billed),
            warm: summary(Start::Warm, |call| Some(call.duration_ms.as_f64())),
            cpu: summary(Start::Warm, |call| call.cpu_ms.map(Millis::as_f64)),
            warm_billed: summary(Start::Warm, billed),
            max_memory_mb: kb.unwrap_or_default().div_ceil(1024),
            failed: failed.len(),
        }
    }

    fn warm_mean(&self) -> Option<f64> {
        self.warm.as_ref().map(|warm| warm.mean)
    }

    fn cells(&self) -> [String; 10] {
        let median = |summary: &Option<Summary>| shown(summary.as_ref().map(|each| each.median));
        let mean = |summary: &Option<Summary>| shown(summary.as_ref().map(|each| each.mean));
        let range = self.warm.as_ref().map(Summary::mean_range);
        let range = range.map_or("-".to_owned(), |(low, high)| {
            format!("{}..{}", ms(low), ms(high))
        });
        [
            median(&self.init),
            median(&self.first_call),
            median(&self.cold_billed),
            median(&self.warm),
            mean(&self.warm),
            range,
            mean(&self.cpu),
            mean(&self.warm_billed),
            self.max_memory_mb.to_string(),
            self.failed.to_string(),
        ]
    }
}

#[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 ms")]
#[allow(
    clippy::unnecessary_wraps,
    reason = "one figure of several, some of which may be missing"
)]
fn billed(call: &Call) -> Option<f64> {
    Some(call.billed_ms as f64)
}

fn shown(figure: Option<f64>) -> String {
    figure.map_or("-".to_owned(), ms)
}

fn notes(extent: &Extent, measured: &Measured) -> Vec<String> {
    let mut notes = vec![
        "Durations are in ms. Those of cold starts are medians. Of warm calls, CPU and billed are means, and \
         repeated is the lowest and the highest mean of a repetition. The figures are this machine's, not AWS's."
            .to_owned(),
    ];
    if let [first, _, ..] = extent.subjects.as_slice() {
        let name = &first.name;
        notes.push(format!(
            "÷ this: the mean warm call of {name} divided by this function's."
        ));
    }
    let errors = measured
        .calls
        .iter()
        .filter_map(|call| call.error.as_deref());
    if let Some(kinds) = counted(errors) {
        notes.push(format!(
            "warning: calls failed, which only the column `failed` counts: {kinds}"
        ));
    }
    if let Some(speed) = measured.speed.as_ref().filter(|speed| speed.drifted()) {
        notes.push(format!(
            "warning: the machine's speed changed, a fixed computation took {} ms before and {} ms after: \
             measure again while nothing else runs",
            speed.start_ms, speed.end_ms
        ));
    }
    notes.push(NOT_IMITATED.to_owned());
    notes
}
