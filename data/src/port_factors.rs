//! Effects of a port by class, from the committed figures.

use crate::{
    ClassFactors, Dataset, Decimal, Estimates, Factors, Invocation, Millis, PortClass, PortTable,
    Selection, Span, Start, Summary, Variant, Workload,
};
use std::collections::BTreeSet;

/// Digits after a factor's point.
const DIGITS: u32 = 3;

impl Dataset {
    /// Effects of a port: estimated durations on AWS and measured CPU time, from the smallest
    /// to the largest ratio of a class over its functions and memory sizes. The estimate's own error comes
    /// on top. `None` without an estimate.
    #[must_use]
    pub fn port_table(&self) -> Option<PortTable> {
        let estimates = Estimates::of(self)?;
        let rows = &estimates.invocations;
        let classes = PortClass::ALL.iter().filter_map(|&class| {
            let factors = |variant| {
                let workloads = class.workloads().iter().copied();
                let has_it = |workload: &Workload| workload.variants().contains(&variant);
                let of_each = workloads.filter(has_it);
                of_each
                    .filter_map(|workload| factors(rows, workload, variant))
                    .reduce(Factors::and)
            };
            Some(ClassFactors {
                class,
                rust: factors(Variant::Rust)?,
                hybrid: factors(Variant::Hybrid),
            })
        });
        Some(PortTable {
            classes: classes.collect(),
            connecting: connecting(rows),
        })
    }
}

/// A variant ÷ Python over all memory sizes of a workload.
fn factors(rows: &[Invocation], workload: Workload, variant: Variant) -> Option<Factors> {
    let span = |start: Start, figure: fn(&Invocation) -> Option<Millis>| {
        let ratios = sizes(rows).into_iter().filter_map(|memory_mb| {
            let mean = |variant| mean(rows, workload, variant, memory_mb, start, figure);
            Some(mean(variant)? / mean(Variant::Python)?)
        });
        let ratios: Vec<f64> = ratios.collect();
        let low = ratios.iter().copied().reduce(f64::min)?;
        let high = ratios.iter().copied().reduce(f64::max)?;
        Some(Span {
            low: decimal(low)?,
            high: decimal(high)?,
        })
    };
    Some(Factors {
        computing: span(Start::Warm, |row| row.cpu_ms)?,
        whole: span(Start::Warm, |row| Some(row.duration_ms))?,
        init: span(Start::Cold, |row| row.init_ms)?,
    })
}

/// Additional billed time of a cold start of `record` in Python that connects in its first call.
fn connecting(rows: &[Invocation]) -> Vec<(u32, Millis)> {
    let saved = |memory_mb| {
        let billed = |variant| {
            let figure: fn(&Invocation) -> Option<Millis> =
                |row| Some(Millis::from_micros(row.billed_ms * 1000));
            mean(
                rows,
                Workload::Record,
                variant,
                memory_mb,
                Start::Cold,
                figure,
            )
        };
        let less = billed(Variant::PythonLazy)? - billed(Variant::Python)?;
        Some((memory_mb, Millis::from_f64(less.max(0.0))?))
    };
    sizes(rows).into_iter().filter_map(saved).collect()
}

fn sizes(rows: &[Invocation]) -> BTreeSet<u32> {
    rows.iter().map(|row| row.memory_mb).collect()
}

fn mean(
    rows: &[Invocation],
    workload: Workload,
    variant: Variant,
    memory_mb: u32,
    start: Start,
    figure: fn(&Invocation) -> Option<Millis>,
) -> Option<f64> {
    let selection = Selection::at(workload, variant, memory_mb, start);
    let summary = Summary::of(selection.of(rows), |row| figure(row).map(Millis::as_f64))?;
    (summary.mean > 0.0).then_some(summary.mean)
}

fn decimal(factor: f64) -> Option<Decimal> {
    format!("{factor:.*}", DIGITS as usize).parse().ok()
}
