//! Listing of files.

use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Every file of a folder and of those in it.
///
/// # Errors
/// A folder can't be read.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, walkdir::Error> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true) {
        let entry = entry?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}
