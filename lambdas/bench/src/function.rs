//! A function, as the local Lambda starts it.

use data::{Variant, Workload};
use std::{ffi::OsString, path::PathBuf};

/// A function that can be started.
#[derive(Clone, Debug)]
pub struct Function {
    /// The name, such as `record-python`.
    pub name: String,
    /// The program and its arguments.
    pub command: Vec<OsString>,
    /// The folder with its code, from which it is started.
    pub directory: PathBuf,
    /// The files, and the folders of files, that it is read from when it starts.
    pub files: Vec<PathBuf>,
    /// The value of `_HANDLER`.
    pub handler: String,
    /// Environment variables besides those that every function gets, or in their place.
    pub environment: Vec<(String, String)>,
}

/// The folder of a function's code.
#[must_use]
pub fn folder(workload: Workload, variant: Variant) -> PathBuf {
    let folder = format!("lambdas/{workload}/{}", variant.folder());
    workspace::root().join(folder)
}
