//! What the tests need to run functions: each builds and installs what is missing.

#![allow(dead_code, reason = "each test file uses a part")]

pub mod tested;

use bench::{
    function::{self, Function},
    project, python,
    sandbox::{Host, Timeouts},
};
use data::{Variant, Workload};
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    time::Duration,
};
use tempfile::TempDir;

/// The interpreter of the virtual environment.
pub fn interpreter() -> &'static Path {
    static INTERPRETER: OnceLock<PathBuf> = OnceLock::new();
    INTERPRETER.get_or_init(|| python::prepare().unwrap())
}

/// A function of the repository; Rust is built with the profile `dev`.
pub fn function(workload: Workload, variant: Variant) -> Function {
    function::find(workload, variant, interpreter(), "dev").unwrap()
}

/// A Python function with the given code, and the folder that it lives in.
pub fn python_app(code: &str) -> (Function, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("app.py"), code).unwrap();
    let function = Function::python_app("fixture", folder.path(), interpreter()).unwrap();
    (function, folder)
}

/// A Rust function below `examples/`.
pub fn example(name: &str) -> Function {
    let build = ["build", "--quiet", "--package", "bench", "--example", name];
    let status = Command::new(env!("CARGO"))
        .args(build)
        .current_dir(project::root())
        .env("CARGO_TARGET_DIR", project::target())
        .status()
        .unwrap();
    assert!(status.success());
    let program = project::target().join("debug/examples").join(name);
    Function {
        name: name.to_owned(),
        directory: program.parent().unwrap().to_owned(),
        command: vec![program.into()],
        handler: "bootstrap".to_owned(),
        environment: Vec::new(),
    }
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
