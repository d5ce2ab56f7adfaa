//! `{{#published …}}`: what others measured on AWS.

use crate::figures::{
    captioned_table::{captioned_table, marked_note},
    context::Context,
    directive::Directive,
    format,
    published_cold_starts::{FILE, GO, PYTHON, RUST, attribution_of_all, find, mean_init_ms, zip},
    published_images::images,
    published_workloads::{self, mean},
    replacement::Replacement,
    source,
};
use anyhow::{Context as _, Result, bail};
use data::{Architecture, Dataset, Origin, PublishedColdStart, PublishedWorkload, Start};
use std::collections::BTreeSet;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "published",
    usage: &[
        "cold-start",
        "cold-start FIGURE",
        "cold-start PACKAGE RUNTIME MEMORY ARCHITECTURE",
        "images MEMORY",
        "starts WORKLOAD ARCHITECTURE",
        "FIGURE WORKLOAD RUNTIME MEMORY ARCHITECTURE",
        "ratio FIGURE WORKLOAD MEMORY ARCHITECTURE",
    ],
    becomes: "others' cold starts on AWS of empty functions as a table, one figure of those, or the mean \
              INIT of one; the same as a zip and as a container image, as a table; a workload's cold \
              starts as a table, one of its figures, or Python's divided by Rust's",
    expand: published,
};

fn published(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let dataset = context.dataset;
    let text = match *arguments {
        ["cold-start"] => return Ok(Replacement::Block(cold_starts(context)?)),
        ["cold-start", figure] => cold_start_figure(dataset, figure)?,
        ["cold-start", package, runtime, memory, architecture] => {
            mean_init(dataset, [package, runtime, memory, architecture])?
        }
        ["images", memory] => return Ok(Replacement::Block(images(context, memory.parse()?)?)),
        ["starts", workload, architecture] => {
            let table = starts(context, workload, architecture.parse()?)?;
            return Ok(Replacement::Block(table));
        }
        ["ratio", figure, workload, memory, architecture] => {
            let of = |runtime| mean(dataset, figure, [workload, runtime, memory, architecture]);
            format::ratio(of(PYTHON)? / of("rust")?)
        }
        [figure, workload, runtime, memory, architecture] => format::ms(mean(
            dataset,
            figure,
            [workload, runtime, memory, architecture],
        )?),
        _ => return Err(DIRECTIVE.misused()),
    };
    Ok(Replacement::Figure(Origin::Published, text))
}

/// A workload's cold starts in Rust and in Python, by memory size.
fn starts(context: &Context, workload: &str, architecture: Architecture) -> Result<String> {
    let dataset = context.dataset;
    let is_of_it = |row: &&PublishedWorkload| {
        (row.workload.as_str(), row.arch, row.start) == (workload, architecture, Start::Cold)
    };
    let sizes = dataset.published_workloads.iter().filter(is_of_it);
    let sizes: BTreeSet<u32> = sizes.map(|row| row.memory_mb).collect();
    let mut rows = Vec::new();
    for memory_mb in sizes {
        let of = |figure, runtime| {
            let memory = memory_mb.to_string();
            let cell = [workload, runtime, &memory, architecture.name()];
            mean(dataset, figure, cell)
        };
        let (rust, python) = (of("total", "rust")?, of("total", PYTHON)?);
        rows.push([
            format!("{memory_mb}\u{a0}MB"),
            format::ms(of("init", "rust")?),
            format::ms(of("first-call", "rust")?),
            format::ms(rust),
            format::ms(of("init", PYTHON)?),
            format::ms(of("first-call", PYTHON)?),
            format::ms(python),
            format::ratio(python / rust),
        ]);
    }
    let name = format!("Cold starts of {workload} on AWS, {architecture}, Python 3.13, means");
    let header = [
        "Memory",
        "Rust: init",
        "call",
        "both",
        "Python: init",
        "call",
        "both",
        "Ratio",
    ];
    let source = source::find(context, published_workloads::FILE)?;
    let attribution = source::attribution(source);
    let below = marked_note(
        Origin::Published,
        &format!("Measured on AWS by others: {attribution}"),
    );
    Ok(captioned_table(&name, header, &rows, &below))
}

fn cold_start_figure(dataset: &Dataset, figure: &str) -> Result<String> {
    let mean = |runtime| mean_init_ms(dataset, runtime);
    Ok(match figure {
        "rust" => format::ms(mean(RUST)?),
        "python" => format::ms(mean(PYTHON)?),
        "go" => format::ms(mean(GO)?),
        "ratio" => format::ratio(mean(PYTHON)? / mean(RUST)?),
        _ => bail!("`{figure}` is unknown: use rust, python, go or ratio"),
    })
}

/// The mean init duration of one empty function.
fn mean_init(dataset: &Dataset, cell: [&str; 4]) -> Result<String> {
    let [package, runtime, memory, architecture] = cell;
    let name = match runtime {
        "rust" => RUST,
        "go" => GO,
        other => other,
    };
    let arch: Architecture = architecture.parse()?;
    let row = find(dataset, [package, name], memory.parse()?, arch);
    let row = row.with_context(|| {
        format!("no {package} of {runtime} at {memory} MB on {architecture} in data/{FILE}")
    })?;
    Ok(format::published_ms(row.mean_ms))
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
                format::published_ms(rust.mean_ms),
                format::published_ms(python.mean_ms),
                format::ratio(python.mean_ms.as_f64() / rust.mean_ms.as_f64()),
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
    let below = marked_note(
        Origin::Published,
        &format!("Measured on AWS by others: {attribution}"),
    );
    Ok(captioned_table(name, header, &rows, &below))
}
