//! What the functions are made of besides the packages that have a column of their own.

use super::Lock;
use crate::project;
use anyhow::{Context, Result, ensure};
use data::Workload;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Packages that have a column of their own.
const KNOWN: &[&str] = &["lambda_runtime", "aws-sdk-dynamodb", "boto3"];

/// The crates and Python packages that the functions of these workloads name, as
/// `name=version`, sorted.
///
/// # Errors
/// A manifest can't be read, or a Python package is not installed.
pub(super) fn of(workloads: &[Workload], lock: &str, interpreter: &Path) -> Result<Vec<String>> {
    let lock: Lock = toml::from_str(lock).context("Cargo.lock can't be read")?;
    let mut crates = BTreeSet::new();
    let mut python = BTreeSet::new();
    for folder in folders(workloads)? {
        if let Some(manifest) = read(&folder.join("Cargo.toml"))? {
            let manifest = toml::from_str(&manifest);
            let manifest = manifest.with_context(|| folder.display().to_string())?;
            crates.extend(locked(&lock, &manifest));
        }
        if let Some(requirements) = read(&folder.join("requirements.txt"))? {
            python.extend(requirements.lines().filter_map(required).map(str::to_owned));
        }
    }
    crates.extend(installed(&python, interpreter)?);
    let other = crates
        .into_iter()
        .filter(|(name, _)| !KNOWN.contains(&name.as_str()));
    Ok(other
        .map(|(name, version)| format!("{name}={version}"))
        .collect())
}

/// The folders of the workloads' variants, and of what these share.
fn folders(workloads: &[Workload]) -> Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for workload in workloads {
        let folder = project::root().join(format!("lambdas/{workload}"));
        let entries = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
        for entry in entries {
            folders.push(entry?.path());
        }
    }
    Ok(folders)
}

fn read(file: &Path) -> Result<Option<String>> {
    if !file.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    Ok(Some(text))
}

/// A `Cargo.toml`, as far as we read it.
#[derive(Deserialize)]
struct Manifest {
    package: Named,
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// Name and version of a crate's direct dependencies, those of ours left out.
fn locked(lock: &Lock, manifest: &Manifest) -> Vec<(String, String)> {
    let this = lock.find(&manifest.package.name, None);
    let dependencies = this.into_iter().flat_map(|this| &this.dependencies);
    let versions = dependencies.filter_map(|dependency| {
        let mut words = dependency.split(' ');
        let package = lock.find(words.next()?, words.next())?;
        let is_named = manifest.dependencies.contains_key(&package.name);
        let is_wanted = package.source.is_some() && is_named;
        is_wanted.then(|| (package.name.clone(), package.version.clone()))
    });
    versions.collect()
}

/// The package that a line of a requirements file names.
fn required(line: &str) -> Option<&str> {
    let is_of_a_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let end = line.find(|c| !is_of_a_name(c)).unwrap_or(line.len());
    Some(&line[..end]).filter(|name| name.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Name and version of Python packages.
fn installed(names: &BTreeSet<String>, interpreter: &Path) -> Result<BTreeMap<String, String>> {
    const SCRIPT: &str = "
import json, sys
from importlib.metadata import version
print(json.dumps({name: version(name) for name in sys.argv[1:]}))";
    let output = Command::new(interpreter)
        .args(["-c", SCRIPT])
        .args(names)
        .output()?;
    ensure!(
        output.status.success(),
        "a package of the Python functions is not installed: name it in lambdas/requirements.txt \
         ({})",
        String::from_utf8_lossy(&output.stderr)
            .lines()
            .last()
            .unwrap_or_default()
    );
    Ok(serde_json::from_slice(&output.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
[[package]]
name = "thumbnail"
version = "0.1.0"
dependencies = ["base64 0.22.1", "core", "image", "proptest"]

[[package]]
name = "core"
version = "0.1.0"

[[package]]
name = "image"
version = "0.25.8"
source = "registry"

[[package]]
name = "base64"
version = "0.21.7"
source = "registry"

[[package]]
name = "base64"
version = "0.22.1"
source = "registry"

[[package]]
name = "proptest"
version = "1.0.0"
source = "registry"
"#;

    /// Neither a crate of ours nor one that only its tests use.
    #[test]
    fn crates_are_those_that_a_function_is_built_from() {
        let manifest = "[package]\nname = \"thumbnail\"\n[dependencies]\n\
                        base64 = \"0.22\"\ncore = { path = \"x\" }\nimage = \"0.25\"\n";
        let lock = toml::from_str(LOCK).unwrap();
        let found = locked(&lock, &toml::from_str(manifest).unwrap());
        let expected = [("base64", "0.22.1"), ("image", "0.25.8")];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn requirements_name_packages() {
        assert_eq!(required("pillow==12.0.0"), Some("pillow"));
        assert_eq!(
            required("rapidfuzz >= 3; python_version > '3'"),
            Some("rapidfuzz")
        );
        for line in ["# Nothing beyond the runtime.", "", "-r other.txt"] {
            assert_eq!(required(line), None);
        }
    }
}
