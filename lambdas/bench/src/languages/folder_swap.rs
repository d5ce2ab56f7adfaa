//! Folders that are kept until what they are made of changes.

use std::{fs, io, path::Path};

/// Moves a folder into another's place, which goes to `old`; a running function keeps the files
/// that it has loaded.
pub(super) fn replace(folder: &Path, new: &Path, old: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::rename(folder, old)?;
    }
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::rename(new, folder)
}
