//! What is measured: a function's program, as the local Lambda starts it.

use crate::{dynamodb::LIGHT_TABLE, languages, orders, sha_extensions};
use anyhow::{Context, Result};
use axum::body::Bytes;
use data::{Variant, Workload};
use std::{ffi::OsString, fs, path::PathBuf};

/// A function that can be started.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name, such as `record-python`.
    pub name: String,
    /// The program and its arguments.
    pub command: Vec<OsString>,
    /// The folder with its code, from which it is started.
    pub directory: PathBuf,
    /// The files, and the folders of files, that it is read from when it starts.
    pub files: Vec<PathBuf>,
    /// What `_HANDLER` says.
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

/// The function of a workload's variant. `profile` is Cargo's, for what is compiled.
///
/// # Errors
/// It can't be built, or something that its language needs can't be installed.
pub fn find(workload: Workload, variant: Variant, profile: &str) -> Result<Function> {
    let toolchain = languages::prepared(variant.language())?;
    let name = format!("{workload}-{variant}");
    let mut function = toolchain.function(&name, &folder(workload, variant), profile)?;
    if variant.connects_late() {
        let late = ("CONNECT".to_owned(), "first-call".to_owned());
        function.environment.push(late);
    }
    if workload == Workload::Light {
        let table = ("TABLE_NAME".to_owned(), LIGHT_TABLE.to_owned());
        function.environment.push(table);
    }
    if workload == Workload::Hash {
        let none = sha_extensions::none(variant.language());
        function.environment.extend(none);
    }
    Ok(function)
}

/// The event of a workload, as compact JSON.
///
/// # Errors
/// `lambdas/<workload>/event.json` is missing or not JSON, or has no body to be filled.
pub fn event(workload: Workload) -> Result<Bytes> {
    let file = workspace::root().join(format!("lambdas/{workload}/event.json"));
    let text = fs::read(&file).with_context(|| file.display().to_string())?;
    let mut event: serde_json::Value =
        serde_json::from_slice(&text).with_context(|| file.display().to_string())?;
    if workload == Workload::Aggregate {
        orders::fill(&mut event).with_context(|| file.display().to_string())?;
    }
    Ok(serde_json::to_vec(&event)?.into())
}
