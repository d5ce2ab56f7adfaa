//! The program that runs a user's own function.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A program, and what is to be known before it is measured.
#[derive(Clone, Debug)]
pub struct Program {
    /// The path of what is started.
    pub path: PathBuf,
    /// The files, and the folders of files, that it is read from.
    pub files: Vec<PathBuf>,
    /// A reason why its figures would differ from those of Lambda's runtime, as a sentence.
    pub doubt: Option<String>,
}

impl Program {
    /// A program that is a single file, with nothing known against it.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let file = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        Self {
            path: path.to_owned(),
            files: vec![file],
            doubt: None,
        }
    }
}
