//! Functions that use DynamoDB and others that others measured on AWS.

use super::published_cold_starts::PYTHON;
use crate::names;
use anyhow::{Context as _, Result};
use data::{Architecture, Dataset, PublishedWorkload, Start, Variant};

/// The file that has them, below `data/`.
pub(super) const FILE: &str = "published/published-workloads.csv";

/// The function that uses DynamoDB.
pub(super) const LIGHT: &str = "light";

/// The runtime that a variant had there.
pub(super) const fn runtime(variant: Variant) -> &'static str {
    match variant {
        Variant::Rust | Variant::RustLazy => "rust",
        Variant::Python
        | Variant::PythonLazy
        | Variant::PythonRapidfuzz
        | Variant::Hybrid
        | Variant::Node => PYTHON,
    }
}

/// A figure of a workload at a memory size.
type Mean = fn(&PublishedWorkload) -> Option<f64>;

/// The figures by the names that chapters use, each with the starts that it is of.
const FIGURES: [(&str, (Start, Mean)); 4] = [
    (
        "init",
        (Start::Cold, |row| Some(row.mean_init_ms?.as_f64())),
    ),
    (
        "first-call",
        (Start::Cold, |row| Some(row.mean_duration_ms.as_f64())),
    ),
    (
        "total",
        (Start::Cold, |row| {
            Some(row.mean_init_ms?.as_f64() + row.mean_duration_ms.as_f64())
        }),
    ),
    (
        "warm",
        (Start::Warm, |row| Some(row.mean_duration_ms.as_f64())),
    ),
];

/// The mean in ms of a workload's figure, by its name, runtime, memory size and architecture.
pub(super) fn mean(dataset: &Dataset, figure: &str, cell: [&str; 4]) -> Result<f64> {
    let (start, mean) = names::find(&FIGURES, figure).with_context(|| {
        let names = names::alternatives(FIGURES.map(|(name, _)| name));
        format!("`{figure}` is unknown: use {names}")
    })?;
    let [workload, runtime, memory, architecture] = cell;
    let arch: Architecture = architecture.parse()?;
    let mut rows = dataset.published_workloads.iter();
    let row = rows.find(|row| {
        row.workload == workload
            && row.start == start
            && row.runtime == runtime
            && row.memory_mb.to_string() == memory
            && row.arch == arch
    });
    row.and_then(mean).with_context(|| {
        format!(
            "no {start} start of {workload}, {runtime}, {memory} MB, {architecture} in \
             data/published/published-workloads.csv"
        )
    })
}
