//! Reading a user's own files.

use anyhow::{Context, Result, anyhow};
use data::own::{Own, read_all};
use std::{fs, path::PathBuf};

/// Reads files and recognises each by its content.
///
/// # Errors
/// A file can't be opened, or none has anything in it that can be read.
pub fn read_files(files: &[PathBuf]) -> Result<Own> {
    let texts = files.iter().map(|file| {
        let bytes =
            fs::read(file).with_context(|| format!("{} can't be opened", file.display()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    });
    let texts = texts.collect::<Result<Vec<String>>>()?;
    let own = read_all(texts.iter().map(String::as_str));
    own.map_err(|error| anyhow!("{}: {error}", files[error.0.text].display()))
}
