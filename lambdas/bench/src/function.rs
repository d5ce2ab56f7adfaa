//! What is measured: a function's program, as the local Lambda starts it.

use crate::{
    cargo::{self, Manifest},
    hybrid, orders, project,
};
use anyhow::{Context, Result};
use axum::body::Bytes;
use data::{Variant, Workload};
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A function that can be started.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name, such as `record-python`.
    pub name: String,
    /// The program and its arguments.
    pub command: Vec<OsString>,
    /// The folder with its code, from which it is started.
    pub directory: PathBuf,
    /// What `_HANDLER` says.
    pub handler: String,
    /// Environment variables besides those that every function gets.
    pub environment: Vec<(String, String)>,
}

impl Function {
    /// A Rust variant of a workload, built with a profile of the workspace:
    /// [`Manifest::profile`].
    ///
    /// # Errors
    /// It can't be built.
    pub fn rust(workload: Workload, variant: Variant, profile: &str) -> Result<Self> {
        let root = project::root();
        let manifest = Manifest::read(&root.join(format!("lambdas/{workload}/rust")))?;
        let profile = manifest.profile(profile);
        let program = cargo::build(&root, &project::target(), manifest.name(), profile)?;
        Ok(Self {
            name: format!("{workload}-{variant}"),
            directory: program.parent().map(Path::to_owned).unwrap_or_default(),
            command: vec![program.into()],
            handler: "bootstrap".to_owned(),
            environment: Vec::new(),
        })
    }

    /// A Python variant of a workload, under AWS's own runtime client.
    ///
    /// # Errors
    /// The interpreter does not run.
    pub fn python(workload: Workload, variant: Variant, interpreter: &Path) -> Result<Self> {
        let folder = format!("lambdas/{workload}/{}", variant.folder());
        let directory = project::root().join(folder);
        Self::python_app(&format!("{workload}-{variant}"), &directory, interpreter)
    }

    /// The hybrid variant of a workload: a Python function with its extension on `PYTHONPATH`.
    ///
    /// # Errors
    /// The interpreter does not run, or the extension can't be built.
    pub fn hybrid(workload: Workload, interpreter: &Path, profile: &str) -> Result<Self> {
        let mut function = Self::python(workload, Variant::Hybrid, interpreter)?;
        let extension = hybrid::build(workload, interpreter, profile)?;
        let extension = extension.to_string_lossy().into_owned();
        function
            .environment
            .push(("PYTHONPATH".to_owned(), extension));
        Ok(function)
    }

    /// A folder whose `app.py` has a `handler`.
    ///
    /// # Errors
    /// The interpreter does not run.
    pub fn python_app(name: &str, directory: &Path, interpreter: &Path) -> Result<Self> {
        let handler = "app.handler";
        let client = ["-m", "awslambdaric", handler].map(OsString::from);
        let version = "import sys; print('AWS_Lambda_python%d.%d' % sys.version_info[:2])";
        let environment = Command::new(interpreter).args(["-c", version]).output()?;
        let environment = String::from_utf8(environment.stdout)?.trim().to_owned();
        Ok(Self {
            name: name.to_owned(),
            command: [OsString::from(interpreter)]
                .into_iter()
                .chain(client)
                .collect(),
            directory: directory.to_owned(),
            handler: handler.to_owned(),
            environment: vec![("AWS_EXECUTION_ENV".to_owned(), environment)],
        })
    }
}

/// The functions of a workload's variant.
///
/// # Errors
/// It can't be built or started.
pub fn find(
    workload: Workload,
    variant: Variant,
    interpreter: &Path,
    profile: &str,
) -> Result<Function> {
    let mut function = match variant {
        Variant::Rust | Variant::RustLazy => Function::rust(workload, variant, profile),
        Variant::Hybrid => Function::hybrid(workload, interpreter, profile),
        _ => Function::python(workload, variant, interpreter),
    }?;
    if matches!(variant, Variant::RustLazy | Variant::PythonLazy) {
        let late = ("CONNECT".to_owned(), "first-call".to_owned());
        function.environment.push(late);
    }
    Ok(function)
}

/// The event of a workload, as compact JSON.
///
/// # Errors
/// `lambdas/<workload>/event.json` is missing or not JSON, or has no body to be filled.
pub fn event(workload: Workload) -> Result<Bytes> {
    let file = project::root().join(format!("lambdas/{workload}/event.json"));
    let text = fs::read(&file).with_context(|| file.display().to_string())?;
    let mut event: serde_json::Value =
        serde_json::from_slice(&text).with_context(|| file.display().to_string())?;
    if workload == Workload::Aggregate {
        orders::fill(&mut event).with_context(|| file.display().to_string())?;
    }
    Ok(serde_json::to_vec(&event)?.into())
}
