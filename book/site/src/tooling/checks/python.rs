//! Checks by tools in Python.

use anyhow::Result;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};
use walkdir::WalkDir;
use workspace::{root, target};

/// Style and tests of the Python functions, and what else is checked by tools in Python; without an
/// environment there is no command.
pub(super) fn checks(interpreter: Option<&Path>) -> Result<Vec<(String, Option<Command>)>> {
    let python = |arguments: &[&str], folder: &Path| {
        let mut command = Command::new(interpreter?);
        command.arg("-m").args(arguments).current_dir(folder);
        command.env("PYTHONDONTWRITEBYTECODE", "1");
        Some(command)
    };
    let lambdas = root().join("lambdas");
    let mut checks = Vec::new();
    for arguments in [["ruff", "format", "--check"], ["ruff", "check", "--quiet"]] {
        let command = python(&arguments, &lambdas).map(|mut command| {
            command.env("RUFF_CACHE_DIR", target().join("ruff"));
            command
        });
        checks.push((arguments.join(" "), command));
    }
    let template = interpreter.map(|interpreter| {
        let mut command = Command::new(interpreter.with_file_name("cfn-lint"));
        command.arg(lambdas.join("template.yaml"));
        command
    });
    checks.push(("cfn-lint lambdas/template.yaml".to_owned(), template));
    let workflows = interpreter.map(|interpreter| {
        let mut command = Command::new(interpreter.with_file_name("zizmor"));
        command.args(["--offline", "--quiet", "--persona", "auditor"]);
        command.arg(root().join(".github/workflows"));
        command
    });
    let spelling = interpreter.map(|interpreter| {
        let mut command = Command::new(interpreter.with_file_name("typos"));
        command.current_dir(root());
        command
    });
    checks.push(("typos".to_owned(), spelling));
    checks.push(("zizmor .github/workflows".to_owned(), workflows));
    for folder in tested_folders(&lambdas)? {
        let name = folder
            .strip_prefix(root())
            .unwrap_or(&folder)
            .display()
            .to_string();
        // No cache folder beside the functions.
        let arguments = ["pytest", "-q", "-p", "no:cacheprovider"];
        checks.push((format!("pytest {name}"), python(&arguments, &folder)));
    }
    Ok(checks)
}

/// The folders `lambdas/<workload>/<variant>` that hold tests in Python.
fn tested_folders(lambdas: &Path) -> Result<BTreeSet<PathBuf>, walkdir::Error> {
    let is_test = |file: &Path| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("test_") && file.extension().is_some_and(|end| end == "py")
    };
    let mut folders = BTreeSet::new();
    for entry in WalkDir::new(lambdas).min_depth(3).max_depth(3) {
        let file = entry?.into_path();
        if is_test(&file) {
            folders.extend(file.parent().map(Path::to_owned));
        }
    }
    Ok(folders)
}
