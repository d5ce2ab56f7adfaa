//! Copies of the repository to build from.

use anyhow::{Context, Result};
use std::{ffi::OsStr, fs, path::Path};

/// What no build reads: results of earlier ones, other tools' folders.
const LEFT_OUT: [&str; 4] = ["target", "node_modules", ".git", "__pycache__"];

/// Copies the repository's files, except those below `but`.
///
/// # Errors
/// One can't be read or written.
pub fn copy(from: &Path, to: &Path, but: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        if path == but || LEFT_OUT.map(OsStr::new).contains(&name) {
            continue;
        }
        let copy = to.join(name);
        if path.is_dir() {
            self::copy(&path, &copy, but)?;
        } else {
            fs::copy(&path, &copy).with_context(|| path.display().to_string())?;
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
