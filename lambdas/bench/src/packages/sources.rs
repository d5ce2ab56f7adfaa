//! Copies of the repository to build from.

use anyhow::{Context, Result};
use std::{fs, path::Path};
use walkdir::{DirEntry, WalkDir};

/// Folders that no build reads: results of earlier ones, and those of other tools.
const LEFT_OUT: [&str; 4] = ["target", "node_modules", ".git", "__pycache__"];

/// Copies the repository's files, except those below `but`.
///
/// # Errors
/// One can't be read or written.
pub fn copy(from: &Path, to: &Path, but: &Path) -> Result<()> {
    let is_wanted = |entry: &DirEntry| {
        let is_left_out = LEFT_OUT.iter().any(|name| entry.file_name() == *name);
        entry.depth() == 0 || (entry.path() != but && !is_left_out)
    };
    for entry in WalkDir::new(from).into_iter().filter_entry(is_wanted) {
        let entry = entry?;
        let copy = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&copy).with_context(|| copy.display().to_string())?;
        } else {
            let name = || entry.path().display().to_string();
            fs::copy(entry.path(), &copy).with_context(name)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_earlier_builds_are_not_copied() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("from");
        for file in ["Cargo.toml", "a/src/main.rs", "a/target/main", "out/a.zip"] {
            let path = from.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        let to = from.join("out/copy");
        copy(&from, &to, &from.join("out")).unwrap();
        let text = fs::read_to_string(to.join("a/src/main.rs")).unwrap();
        assert_eq!(text, "a/src/main.rs");
        assert!(!to.join("a/target").exists() && !to.join("out").exists());
    }
}
