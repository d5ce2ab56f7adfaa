//! The table that a run of functions ends with.

use super::{Call, Extent, Measured};
use crate::summary_table::{counted, ms, times};
use data::{FunctionName, Millis, Start, Summary};
use std::fmt::Write;

/// What can't be told from these figures.
const NOT_IMITATED: &str = "Not imitated: VPC, layers, extensions, AWS's services but DynamoDB (give their \
                            endpoints by --environment).";

/// The figures by memory size and function, then what is to be said of them.
#[must_use]
pub fn table(extent: &Extent, measured: &Measured) -> String {
    let names = extent.subjects.iter().map(|subject| &subject.name);
    let name_width = names.clone().map(|name| name.to_string().len());
    let width = name_width.chain([8]).max().unwrap_or_default();
    let compares = extent.subjects.len() > 1;
    let mut table = header(width, compares);
    for &memory_mb in &extent.memory_mb {
        let mut first = None;
        for name in names.clone() {
            let figures = Figures::of(&measured.calls, name, memory_mb);
            let first = *first.get_or_insert(figures.warm_mean());
            let _ = write!(table, "{name:<width$} {memory_mb:>6}{}", figures.cells());
            if compares {
                let ratio = first.zip(figures.warm_mean());
                let ratio = ratio.map_or("-".to_owned(), |(first, this)| times(first / this));
                let _ = write!(table, "{ratio:>8}");
            }
            table.push('\n');
        }
    }
    for note in notes(extent, measured) {
        let _ = write!(table, "\n{note}\n");
    }
    table
}

fn header(width: usize, compares: bool) -> String {
    let last = if compares { "  ÷ this" } else { "" };
    let groups = format!(
        "{:>27}{:>51}",
        "cold starts, medians in ms", "warm calls, ms"
    );
    let cold = format!("{:>9}{:>9}{:>9}", "INIT", "1st call", "billed");
    let warm = format!(
        "{:>11}{:>8}{:>16}{:>8}{:>8}",
        "median", "mean", "repeated", "CPU", "billed"
    );
    let indent = width + 7;
    format!(
        "{:indent$}{groups}\n{:<width$} {:>6}{cold}{warm}{:>8}{:>8}{last}\n",
        "", "function", "MB", "max MB", "failed"
    )
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

    fn cells(&self) -> String {
        let median = |summary: &Option<Summary>| shown(summary.as_ref().map(|each| each.median));
        let mean = |summary: &Option<Summary>| shown(summary.as_ref().map(|each| each.mean));
        let range = self.warm.as_ref().map(Summary::mean_range);
        let range = range.map_or("-".to_owned(), |(low, high)| {
            format!("{}..{}", ms(low), ms(high))
        });
        format!(
            "{:>9}{:>9}{:>9}{:>11}{:>8}{:>16}{:>8}{:>8}{:>8}{:>8}",
            median(&self.init),
            median(&self.first_call),
            median(&self.cold_billed),
            median(&self.warm),
            mean(&self.warm),
            range,
            mean(&self.cpu),
            mean(&self.warm_billed),
            self.max_memory_mb,
            self.failed
        )
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
        "Of warm calls, CPU and billed are means, and repeated is the lowest and the highest mean of a \
         repetition. The figures are this machine's, not AWS's."
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
