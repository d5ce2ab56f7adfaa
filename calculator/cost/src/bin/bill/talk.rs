//! The run that the site shows, from `book.toml`, so that `cargo bill` has the same figures.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::{fs, path::Path};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Book {
    preprocessor: Preprocessor,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Preprocessor {
    figures: Figures,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Figures {
    run: Option<String>,
}

/// The id of the run that a `book.toml` names; `None` if it names none.
///
/// # Errors
/// The file can't be read.
pub fn run(book: &Path) -> Result<Option<String>> {
    let unreadable = || format!("{} can't be read", book.display());
    let text = fs::read_to_string(book).with_context(unreadable)?;
    run_of(&text).with_context(unreadable)
}

fn run_of(book: &str) -> Result<Option<String>> {
    let book: Book = toml::from_str(book)?;
    Ok(book.preprocessor.figures.run)
}

#[cfg(test)]
mod tests {
    use super::run_of;

    #[test]
    fn a_run_is_named_or_not() {
        let named = "[book]\ntitle = \"T\"\n[preprocessor.figures]\nrun = \"2026-12-01-aws\"\n";
        assert_eq!(run_of(named).unwrap().as_deref(), Some("2026-12-01-aws"));
        assert_eq!(run_of("[book]\ntitle = \"T\"\n").unwrap(), None);
        assert!(run_of("[preprocessor.figures]\nrun = 3\n").is_err());
    }
}
