//! `cargo site test`: every check, to the end, with a summary of what failed.

use crate::{
    deck, npm, setup,
    workspace::{cargo, root, target_dir},
};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

/// Runs what is to be set up and then every check. The last line that is printed is
/// `checks: N passed, M failed`.
///
/// # Errors
/// The terminal can't be written to. A check that fails is no error here.
pub fn run() -> Result<Outcome> {
    let mut checks = Checks::default();
    checks.run("set up the wasm target", setup::wasm_target)?;
    checks.run("set up Chromium and ChromeDriver", setup::browser)?;
    checks.run("set up reveal.js", || deck::install().map(drop))?;
    checks.run("set up html-validate", || npm::install("checks").map(drop))?;
    let mut python = None;
    checks.run("set up Python", || {
        python = Some(setup::python()?);
        Ok(())
    })?;

    for (name, mut command) in rust_checks() {
        checks.run(name, || succeed(&mut command))?;
    }
    for (name, command) in python_checks(python.as_deref())? {
        checks.run(&name, || match command {
            Some(mut command) => succeed(&mut command),
            None => bail!("there is no Python environment to run it in"),
        })?;
    }
    let mut tests = cargo(["test", "--workspace", "--no-fail-fast"]);
    checks.run("cargo test --workspace", || succeed(&mut tests))?;
    Ok(checks.finish())
}

/// How many checks passed, and the names of those that failed.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many passed.
    pub passed: usize,
    /// Which failed.
    pub failed: Vec<String>,
}

#[derive(Default)]
struct Checks(Outcome);

impl Checks {
    /// Runs a check and prints its line; what it says of a failure follows.
    fn run(&mut self, name: &str, check: impl FnOnce() -> Result<()>) -> Result<()> {
        print!("{name} … ");
        io::stdout().flush()?;
        let start = Instant::now();
        let result = check();
        let seconds = start.elapsed().as_secs_f64();
        match result {
            Ok(()) => {
                println!("ok ({seconds:.1} s)");
                self.0.passed += 1;
            }
            Err(error) => {
                println!("FAILED ({seconds:.1} s)\n{error:#}\n");
                self.0.failed.push(name.to_owned());
            }
        }
        Ok(())
    }

    fn finish(self) -> Outcome {
        for name in &self.0.failed {
            println!("failed: {name}");
        }
        println!(
            "checks: {} passed, {} failed",
            self.0.passed,
            self.0.failed.len()
        );
        self.0
    }
}

fn rust_checks() -> [(&'static str, Command); 3] {
    let clippy = ["clippy", "--quiet"];
    let mut workspace = cargo(clippy);
    workspace.args(["--workspace", "--all-targets", "--", "-D", "warnings"]);
    let mut widget = cargo(clippy);
    widget.args(["--package", "calculator", "--features", "csr"]);
    widget.args(["--target", "wasm32-unknown-unknown", "--", "-D", "warnings"]);
    [
        ("cargo fmt --check", cargo(["fmt", "--check"])),
        ("cargo clippy", workspace),
        ("cargo clippy of the widget", widget),
    ]
}

/// Style and tests of the Python functions, and what else is checked by tools in Python; without an
/// environment there is no command.
fn python_checks(interpreter: Option<&Path>) -> Result<Vec<(String, Option<Command>)>> {
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
            command.env("RUFF_CACHE_DIR", target_dir().join("ruff"));
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
fn tested_folders(lambdas: &Path) -> Result<Vec<PathBuf>> {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders = Vec::new();
    for workload in fs::read_dir(lambdas)? {
        for variant in entries(&workload?.path()) {
            let is_test = |name: &str| {
                name.starts_with("test_")
                    && Path::new(name).extension().is_some_and(|end| end == "py")
            };
            if entries(&variant.path()).any(|file| is_test(&file.file_name().to_string_lossy())) {
                folders.push(variant.path());
            }
        }
    }
    folders.sort();
    Ok(folders)
}

/// Runs a command; if it fails, the error is what it printed.
fn succeed(command: &mut Command) -> Result<()> {
    let mut output = tempfile::tempfile()?;
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .stdout(output.try_clone()?)
        .stderr(output.try_clone()?)
        .status()
        .with_context(|| format!("{program} can't be run"))?;
    if status.success() {
        return Ok(());
    }
    let mut printed = Vec::new();
    output.rewind()?;
    output.read_to_end(&mut printed)?;
    bail!("{}{status}", String::from_utf8_lossy(&printed))
}
