//! The kernel's cache of files: a function that has just run is read from memory, one on AWS is not.

use anyhow::{Context, Result};
use rustix::fs::{Advice, fadvise};
use std::{fs::File, path::PathBuf};
use walkdir::WalkDir;

/// Evicts files, and all files below folders, as far as no process has them open in memory. Files
/// that can't be read are left out: a function can't read them either.
///
/// # Errors
/// The file system does not take the advice.
pub fn evict(paths: &[PathBuf]) -> Result<()> {
    let files = paths.iter().flat_map(WalkDir::new).flatten();
    for entry in files.filter(|entry| entry.file_type().is_file()) {
        let Ok(file) = File::open(entry.path()) else {
            continue;
        };
        fadvise(&file, 0, None, Advice::DontNeed)
            .with_context(|| format!("{} can't be evicted", entry.path().display()))?;
    }
    Ok(())
}
