//! The publishers of the files below `data/`.

use super::context::Context;
use crate::html::escape;
use anyhow::{Context as _, Result};
use data::Source;

/// The source of a file below `data/`.
///
/// # Errors
/// The file is not in `data/sources.csv`.
pub(super) fn find<'a>(context: &Context<'a>, file: &str) -> Result<&'a Source> {
    context.dataset.source(file).with_context(|| {
        let sources = context.dataset.sources.iter();
        let files: Vec<_> = sources.map(|source| source.file.as_str()).collect();
        let files = files.join(", ");
        format!("`{file}` is not in data/sources.csv: use one of {files}")
    })
}

/// The publisher and the date, as HTML.
pub(super) fn attribution(Source { source, as_of, .. }: &Source) -> String {
    escape(&format!("{source}, {as_of}"))
}
