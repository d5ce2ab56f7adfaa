//! Helpers that run functions and commands, and build or install what is missing.

pub mod tested;

use bench::{
    function::Function,
    languages::{self, python},
    sandbox::{Host, Timeouts},
    workloads,
};
use data::{Language, Variant, Workload};
use serde::de::DeserializeOwned;
use std::{
    collections::BTreeMap,
    path::Path,
    process::Output,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The time after which a test fails that waits for something.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// A function of the repository; Rust is built with the profile `dev`. Each is built once: to find out
/// that all is up to date takes cargo a second.
pub fn function(workload: Workload, variant: Variant) -> Function {
    static BUILT: Mutex<BTreeMap<String, Function>> = Mutex::new(BTreeMap::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    let function = built.entry(format!("{workload}-{variant}"));
    let find = || workloads::function(workload, variant, "dev").unwrap();
    function.or_insert_with(find).clone()
}

/// A Python function with the given code, and the folder that it lives in.
pub fn python_app(code: &str) -> (Function, TempDir) {
    languages::prepared(Language::Python).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("app.py"), code).unwrap();
    let function = python::app("fixture", folder.path()).unwrap();
    (function, folder)
}

/// A host without a CPU limit that is patient with busy machines.
pub fn host(environment: Vec<(String, String)>) -> Host {
    let mut host = Host::new(None, environment).unwrap();
    host.timeouts = Timeouts {
        init: Duration::from_mins(2),
        invocation: Duration::from_mins(2),
    };
    host
}

/// The rows of a CSV file.
pub fn rows<T: DeserializeOwned>(file: &Path) -> Vec<T> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

/// A command's messages.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Fails a test that has waited too long.
pub struct Deadline(Instant);

impl Deadline {
    pub fn start() -> Self {
        Self(Instant::now() + PATIENCE)
    }

    pub fn check(&self, what: &str) {
        assert!(Instant::now() < self.0, "{what}: not within {PATIENCE:?}");
    }
}
