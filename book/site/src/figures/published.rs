//! What others measured on AWS, and who published each file.

use super::{
    call::Replacement,
    captioned_table::{captioned_table, note},
    context::Context,
    exactly, number,
};
use crate::html::escape;
use anyhow::{Result, anyhow, bail};
use data::{Architecture, ColdStart, Dataset, PublishedColdStart, Source, Start};

const COLD_STARTS: &str = "published/published-cold-starts.csv";
pub(super) const PYTHON: &str = "python3.13";
pub(super) const RUST: &str = ColdStart::RUST_RUNTIME;
const GO: &str = "go on provided.al2023";

/// `{{#published cold-start}}`: a table; with `rust`, `python` or `ratio`, one figure.
/// `{{#published first-call rust 128 arm64}}`: the first call of a function that uses DynamoDB;
/// `{{#published warm light rust 128 arm64}}`: a warm call of any published workload.
pub(super) fn published(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let mean = |runtime| mean_init_ms(context.dataset, runtime);
    match arguments {
        ["cold-start"] => cold_starts(context).map(Replacement::Block),
        ["cold-start", figure] => Ok(Replacement::Inline(match *figure {
            "rust" => number::ms(mean(RUST)?),
            "python" => number::ms(mean(PYTHON)?),
            "go" => number::ms(mean(GO)?),
            "ratio" => number::ratio(mean(PYTHON)? / mean(RUST)?),
            _ => {
                bail!("`{figure}` is unknown: use rust, python, go or ratio");
            }
        })),
        ["first-call", runtime, memory, architecture] => {
            let cell = ["light", runtime, memory, architecture];
            mean_duration(context.dataset, Start::Cold, cell).map(Replacement::Inline)
        }
        ["warm", workload, runtime, memory, architecture] => {
            let cell = [*workload, runtime, memory, architecture];
            mean_duration(context.dataset, Start::Warm, cell).map(Replacement::Inline)
        }
        _ => Err(anyhow!(
            "write `{{{{#published cold-start}}}}`, or add rust, python, go or ratio; or \
             `{{{{#published first-call runtime memory architecture}}}}`, or \
             `{{{{#published warm workload runtime memory architecture}}}}`",
        )),
    }
}

/// The mean duration of a workload's calls, by its name, runtime, memory size and architecture.
fn mean_duration(dataset: &Dataset, start: Start, cell: [&str; 4]) -> Result<String> {
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
    let row = row.ok_or_else(|| {
        anyhow!(
            "no {start} start of {workload}, {runtime}, {memory} MB, {architecture} in \
             data/published/published-workloads.csv"
        )
    })?;
    Ok(number::published_ms(row.mean_duration_ms))
}

fn cold_starts(context: &Context) -> Result<String> {
    let mut rows = Vec::new();
    for python in zip(context.dataset, PYTHON) {
        let same = |rust: &&PublishedColdStart| {
            rust.memory_mb == python.memory_mb && rust.arch == python.arch
        };
        if let Some(rust) = zip(context.dataset, RUST).find(same) {
            rows.push([
                format!("{} MB", python.memory_mb),
                python.arch.to_string(),
                number::published_ms(rust.mean_ms),
                number::published_ms(python.mean_ms),
                number::ratio(python.mean_ms.as_f64() / rust.mean_ms.as_f64()),
                format!("{} + {}", rust.n, python.n),
            ]);
        }
    }
    if rows.is_empty() {
        bail!("no {PYTHON} beside {RUST} in data/{COLD_STARTS}");
    }
    let name = "Mean init duration of an empty function on AWS";
    let header = [
        "Memory",
        "Architecture",
        "Rust",
        "Python 3.13",
        "Python / Rust",
        "Cold starts",
    ];
    let attribution = attribution_of_cold_starts(context)?;
    let below = note(&format!("Measured on AWS by others: {attribution}"));
    Ok(captioned_table(name, header, &rows, &below))
}

/// Who published the cold starts, with a link to all of them.
pub(super) fn attribution_of_cold_starts(context: &Context) -> Result<String> {
    let source = find_source(context.dataset, COLD_STARTS)?;
    let rows = context.data_link(COLD_STARTS, "every runtime they measured");
    Ok(format!("{} · {rows}", attribution(source)))
}

/// Functions that were uploaded as a zip, as ours would be.
fn zip<'a>(dataset: &'a Dataset, runtime: &'a str) -> impl Iterator<Item = &'a PublishedColdStart> {
    let rows = dataset.published_cold_starts.iter();
    rows.filter(move |row| row.runtime == runtime && row.package == "zip")
}

/// The mean over all memory sizes and architectures, each weighted by its cold starts.
fn mean_init_ms(dataset: &Dataset, runtime: &str) -> Result<f64> {
    let (sum, n) = zip(dataset, runtime).fold((0.0, 0.0), |(sum, n), row| {
        let weight = f64::from(row.n);
        (sum + weight * row.mean_ms.as_f64(), n + weight)
    });
    if n > 0.0 {
        return Ok(sum / n);
    }
    Err(anyhow!("no zip of {runtime} in data/{COLD_STARTS}"))
}

/// `{{#source prices/lambda-duration-prices.csv}}`: who published it and when.
pub(super) fn source(arguments: &[&str], context: &Context) -> Result<String> {
    let [file] = exactly(arguments, "source prices/lambda-duration-prices.csv")?;
    let source = find_source(context.dataset, file)?;
    let rows = context.data_link(file, "CSV");
    Ok(format!("{} ({rows})", attribution(source)))
}

fn find_source<'a>(dataset: &'a Dataset, file: &str) -> Result<&'a Source> {
    dataset.source(file).ok_or_else(|| {
        let files: Vec<_> = dataset
            .sources
            .iter()
            .map(|source| source.file.as_str())
            .collect();
        anyhow!(
            "`{file}` is not in data/sources.csv: use one of {}",
            files.join(", ")
        )
    })
}

fn attribution(Source { source, as_of, .. }: &Source) -> String {
    escape(&format!("{source}, {as_of}"))
}
