//! `{{#published …}}`: what others measured on AWS.

use crate::figures::{
    captioned_table::{captioned_table, note},
    context::Context,
    directive::{Directive, Replacement},
    number,
    published_cold_starts::{FILE, GO, PYTHON, RUST, attribution_of_all, zip},
};
use anyhow::{Context as _, Result, bail};
use data::{Architecture, Dataset, PublishedColdStart, Start};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "published",
    usage: &[
        "cold-start",
        "cold-start FIGURE",
        "first-call RUNTIME MEMORY ARCHITECTURE",
        "warm WORKLOAD RUNTIME MEMORY ARCHITECTURE",
    ],
    becomes: "others' cold starts on AWS as a table, or one figure of those, or the duration of a \
              first call that uses DynamoDB, or of a warm call",
    expand: published,
};

fn published(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let dataset = context.dataset;
    let text = match *arguments {
        ["cold-start"] => return Ok(Replacement::Block(cold_starts(context)?)),
        ["cold-start", figure] => cold_start_figure(dataset, figure)?,
        ["first-call", runtime, memory, architecture] => {
            let cell = ["light", runtime, memory, architecture];
            mean_duration(dataset, Start::Cold, cell)?
        }
        ["warm", workload, runtime, memory, architecture] => {
            let cell = [workload, runtime, memory, architecture];
            mean_duration(dataset, Start::Warm, cell)?
        }
        _ => return Err(DIRECTIVE.misused()),
    };
    Ok(Replacement::Inline(text))
}

fn cold_start_figure(dataset: &Dataset, figure: &str) -> Result<String> {
    let mean = |runtime| mean_init_ms(dataset, runtime);
    Ok(match figure {
        "rust" => number::ms(mean(RUST)?),
        "python" => number::ms(mean(PYTHON)?),
        "go" => number::ms(mean(GO)?),
        "ratio" => number::ratio(mean(PYTHON)? / mean(RUST)?),
        _ => bail!("`{figure}` is unknown: use rust, python, go or ratio"),
    })
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
    let row = row.with_context(|| {
        format!(
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
        bail!("no {PYTHON} beside {RUST} in data/{FILE}");
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
    let attribution = attribution_of_all(context)?;
    let below = note(&format!("Measured on AWS by others: {attribution}"));
    Ok(captioned_table(name, header, &rows, &below))
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
    bail!("no zip of {runtime} in data/{FILE}")
}
