//! The Python that runs a user's own function.

use super::interpreter::Interpreter;
use crate::languages::program::Program;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A program that prints a [`Description`] of its interpreter.
const DESCRIBE: &str = "
import json, sys
print(json.dumps({'program': sys.executable, 'library': sys.path}))
";

#[derive(Deserialize)]
struct Description {
    program: PathBuf,
    library: Vec<PathBuf>,
}

/// A program whose name begins with `python` is asked which it is: behind it there may be a launcher, such as
/// pyenv's, whose time is not the function's.
///
/// # Errors
/// It does not run.
pub(super) fn program(program: &Path, directory: &Path) -> Result<Program> {
    let name = program.file_name().unwrap_or_default().to_string_lossy();
    if !name.starts_with("python") {
        return Ok(Program::of(program));
    }
    let description = describe(program, directory).with_context(|| {
        let shown = program.display();
        format!("`{shown}` does not run as a Python: name another in the command")
    })?;
    let doubt = Interpreter::of(&description.program)
        .ok()
        .and_then(|interpreter| interpreter.doubt());
    let mut files = outermost(description.library);
    // A virtual environment's is a link.
    files.extend(fs::canonicalize(&description.program));
    Ok(Program {
        path: description.program,
        files,
        doubt,
    })
}

/// Without what is within another of them, as installed packages are within the standard library's folder.
fn outermost(mut folders: Vec<PathBuf>) -> Vec<PathBuf> {
    folders.sort();
    folders.dedup_by(|inner, outer| inner.starts_with(outer));
    folders
}

fn describe(program: &Path, directory: &Path) -> Result<Description> {
    let output = Command::new(program)
        .args(["-I", "-c", DESCRIBE])
        .current_dir(directory)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_within_another_is_left_out() {
        let folders = [
            "/lib/python3",
            "/lib/python3/site-packages",
            "/lib/python3.zip",
            "/app",
        ];
        let left = outermost(folders.map(PathBuf::from).to_vec());
        let expected = ["/app", "/lib/python3", "/lib/python3.zip"];
        assert_eq!(left, expected.map(PathBuf::from));
    }

    #[test]
    fn only_what_is_called_python_is_asked() {
        let folder = tempfile::tempdir().unwrap();
        let found = program(Path::new("/bin/sh"), folder.path()).unwrap();
        assert_eq!(found.path, Path::new("/bin/sh"));
        let missing = program(Path::new("/none/python3"), folder.path()).unwrap_err();
        assert!(missing.to_string().contains("`/none/python3` does not run"));
    }
}
