//! `cargo site directives`: the table of directives in CONTRIBUTING.md.

use crate::figures;
use anyhow::{Context, Result};
use std::{fs, path::PathBuf};
use workspace::root;

const START: &str = "<!-- directives -->\n";
const END: &str = "<!-- end of directives -->";

/// Writes the table of all directives in place of the one that is there, and returns the file.
///
/// # Errors
/// The file has no place for the table, or can't be written.
pub fn write() -> Result<PathBuf> {
    let (file, text) = read()?;
    fs::write(&file, with_table(&text)?)?;
    Ok(file)
}

fn read() -> Result<(PathBuf, String)> {
    let file = root().join("CONTRIBUTING.md");
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    Ok((file, text))
}

/// The text with the table between the two comments.
fn with_table(text: &str) -> Result<String> {
    let parts = text.split_once(START).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some((before, after))
    });
    let (before, after) = parts.with_context(|| {
        format!("CONTRIBUTING.md has no place for the table: write {START}{END} there")
    })?;
    Ok([before, START, &figures::documentation(), END, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contributing_has_every_directive() {
        let (_, text) = read().unwrap();
        assert!(
            text == with_table(&text).unwrap(),
            "CONTRIBUTING.md has another table of directives: run `cargo site directives`"
        );
    }
}
