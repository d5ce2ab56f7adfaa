//! Source of the measured functions, as it is compiled and tested.

mod highlight;
mod item;

use super::context::Context;
use anyhow::{Context as _, Result, ensure};
use std::{fs, ops::Range, path::Path};

/// A part of a file below `lambdas/`.
pub(super) struct Excerpt<'a> {
    /// Its path from `lambdas/` on.
    pub file: &'a str,
    /// The whole file.
    pub source: String,
    /// Its lines, from 0 on.
    pub lines: Range<usize>,
}

impl Excerpt<'_> {
    /// Its lines as HTML, coloured.
    pub(super) fn highlighted(&self) -> Result<Vec<String>> {
        let extension = self.file.rsplit('.').next().unwrap_or_default();
        let mut lines = highlight::lines(&self.source, extension)?;
        Ok(lines.drain(self.lines.clone()).collect())
    }
}

/// Reads an excerpt: `file`, `file:item`, or `file:first..last`, from the first item on until before the
/// last.
///
/// # Errors
/// There is no such file or item, or it holds no line.
pub(super) fn excerpt<'a>(part: &'a str, context: &Context) -> Result<Excerpt<'a>> {
    let (file, items) = match part.split_once(':') {
        Some((file, items)) => (file, Some(items)),
        None => (part, None),
    };
    let path = Path::new("lambdas").join(file);
    let source = fs::read_to_string(context.root.join(&path))
        .with_context(|| format!("{} can't be read", path.display()))?;
    let find = |name| {
        item::lines(&source, name)
            .with_context(|| format!("{} has no item `{name}`", path.display()))
    };
    let lines = match items.map(|items| items.split_once("..").ok_or(items)) {
        None => 0..source.lines().count(),
        Some(Err(name)) => find(name)?,
        Some(Ok((first, last))) => {
            let lines: Vec<&str> = source.lines().collect();
            let (start, mut end) = (find(first)?.start, find(last)?.start);
            while end > start && lines[end - 1].trim().is_empty() {
                end -= 1;
            }
            start..end
        }
    };
    ensure!(!lines.is_empty(), "`{part}` is empty");
    Ok(Excerpt {
        file,
        source,
        lines,
    })
}
