//! Cold starts of empty functions that others measured on AWS.

use super::{
    context::Context,
    source::{self, attribution},
};
use anyhow::{Result, bail};
use data::{Architecture, Dataset, PublishedColdStart};

/// The file that has them, below `data/`.
pub(super) const FILE: &str = "published/published-cold-starts.csv";

// Runtimes, as the file names them.
pub(super) const PYTHON: &str = "python3.13";
pub(super) const RUST: &str = PublishedColdStart::RUST;
pub(super) const GO: &str = "go on provided.al2023";

/// The runtimes by the names that a table and a chapter give them.
pub(super) const RUNTIMES: [(&str, &str); 4] = [
    ("Rust", RUST),
    ("Go", GO),
    ("Python 3.13", PYTHON),
    ("Python 3.14", "python3.14"),
];

/// The publisher of them, with a link to all of them, as HTML.
pub(super) fn attribution_of_all(context: &Context) -> Result<String> {
    let source = source::find(context, FILE)?;
    let rows = context.data_link(FILE, "every runtime they measured");
    Ok(format!("{} · {rows}", attribution(source)))
}

/// Those of functions that were uploaded as a zip, as ours would be.
pub(super) fn zip<'a>(
    dataset: &'a Dataset,
    runtime: &'a str,
) -> impl Iterator<Item = &'a PublishedColdStart> {
    let rows = dataset.published_cold_starts.iter();
    rows.filter(move |row| row.runtime == runtime && row.package == "zip")
}

/// Those of a package and runtime at a memory size; `None` if they were not published.
pub(super) fn find<'a>(
    dataset: &'a Dataset,
    [package, runtime]: [&str; 2],
    memory_mb: u32,
    arch: Architecture,
) -> Option<&'a PublishedColdStart> {
    let mut rows = dataset.published_cold_starts.iter();
    rows.find(|row| {
        (row.package.as_str(), row.runtime.as_str()) == (package, runtime)
            && (row.memory_mb, row.arch) == (memory_mb, arch)
    })
}

/// The mean over all memory sizes and architectures, each weighted by its cold starts.
pub(super) fn mean_init_ms(dataset: &Dataset, runtime: &str) -> Result<f64> {
    let (sum, n) = zip(dataset, runtime).fold((0.0, 0.0), |(sum, n), row| {
        let weight = f64::from(row.n);
        (sum + weight * row.mean_ms.as_f64(), n + weight)
    });
    if n > 0.0 {
        return Ok(sum / n);
    }
    bail!("no zip of {runtime} in data/{FILE}")
}
