//! `cargo site test`: every check, to the end, with a summary of what failed.

use crate::{
    deck, npm, setup,
    workspace::{self, cargo, root, target_dir},
};
use anyhow::{Context, Result, bail, ensure};
use std::{
    fs,
    io::{Read, Seek},
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
    thread,
    time::Instant,
};

/// Runs what is to be set up and then every check. The last line that is printed is
/// `checks: N passed, M failed`.
///
/// # Errors
/// The compiler's folder can't be found. A check that fails is no error here.
pub fn run() -> Result<Outcome> {
    let checks = Checks::default();
    let linting = Linting::find()?;
    checks.run("set up the wasm target", setup::wasm_target);
    let python = thread::scope(|scope| {
        // What is downloaded while the compiler works.
        scope.spawn(|| {
            checks.run("set up Chromium and ChromeDriver", setup::browser);
            checks.run("set up reveal.js", || deck::install().map(drop));
            checks.run("set up html-validate", || npm::install("checks").map(drop));
        });
        checks.run("cargo fmt --check", || {
            succeed(&mut cargo(["fmt", "--check"]))
        });
        eprintln!(
            "Compiling the programs and their tests, and linting them: about ten minutes on two \
             cores the first time, kept in target/debug"
        );
        checks.run("cargo build --bin measure, under clippy", || {
            show(&mut linting.cargo(["build", "--bin", "measure"]))
        });
        // What Python and Node.js need is installed meanwhile, too.
        let python = scope.spawn(|| set_up_languages(&checks));
        // Benchmarks are compiled as well, and run by `cargo site bench` only.
        checks.run("cargo test --all-targets --no-run, under clippy", || {
            show(&mut linting.cargo(["test", "--workspace", "--all-targets", "--no-run"]))
        });
        checks.run("cargo clippy of the widget", || {
            succeed(&mut widget_clippy())
        });
        python.join().unwrap_or_default()
    });
    for (name, command) in python_checks(python.as_deref())? {
        checks.run(&name, || match command {
            Some(mut command) => succeed(&mut command),
            None => bail!("there is no Python environment to run it in"),
        });
    }
    checks.run("cargo test --workspace", || {
        let mut tests = linting.cargo(["test", "--workspace", "--no-fail-fast"]);
        // Many wait for a browser or for a process of their own: one more than there are cores.
        let threads = thread::available_parallelism()?.get() + 1;
        succeed(tests.env("RUST_TEST_THREADS", threads.to_string()))
    });
    Ok(checks.finish())
}

/// The interpreter of the functions' environment, if it can be made.
fn set_up_languages(checks: &Checks) -> Option<PathBuf> {
    let mut python = None;
    checks.run("set up Python and Node.js", || {
        python = Some(setup::python(&target_dir().join("debug/measure"))?);
        Ok(())
    });
    python
}

/// How many checks passed, and the names of those that failed.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many passed.
    pub passed: usize,
    /// Which failed.
    pub failed: Vec<String>,
}

/// What came of the checks so far, of which some run side by side.
#[derive(Default)]
struct Checks(Mutex<Outcome>);

impl Checks {
    /// Runs a check and prints its line; what it says of a failure follows.
    fn run(&self, name: &str, check: impl FnOnce() -> Result<()>) {
        let start = Instant::now();
        let result = check();
        let seconds = start.elapsed().as_secs_f64();
        let mut outcome = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match result {
            Ok(()) => {
                println!("{name} … ok ({seconds:.1} s)");
                outcome.passed += 1;
            }
            Err(error) => {
                println!("{name} … FAILED ({seconds:.1} s)\n{error:#}\n");
                outcome.failed.push(name.to_owned());
            }
        }
    }

    fn finish(self) -> Outcome {
        let outcome = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        for name in &outcome.failed {
            println!("failed: {name}");
        }
        println!(
            "checks: {} passed, {} failed",
            outcome.passed,
            outcome.failed.len()
        );
        outcome
    }
}

/// Clippy as the compiler of the workspace's own crates: it lints them and compiles them, while
/// `cargo clippy` would look through every dependency once more and keep nothing of it for the tests.
struct Linting {
    driver: PathBuf,
}

impl Linting {
    fn find() -> Result<Self> {
        let driver = setup::sysroot()?.join("bin/clippy-driver");
        ensure!(
            driver.is_file(),
            "clippy is missing: run `rustup component add clippy`"
        );
        Ok(Self { driver })
    }

    fn cargo<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let mut command = cargo(arguments);
        command
            .env(workspace::WRAPPER, &self.driver)
            // As `cargo clippy -- -D warnings` hands it on.
            .env(
                "CLIPPY_ARGS",
                "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__",
            );
        command
    }
}

fn widget_clippy() -> Command {
    let mut command = cargo(["clippy", "--quiet", "--package", "calculator"]);
    command.args(["--features", "csr", "--target", "wasm32-unknown-unknown"]);
    command.args(["--", "-D", "warnings"]);
    command
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

/// Runs a command whose progress is shown.
fn show(command: &mut Command) -> Result<()> {
    let status = command.status().context("cargo can't be run")?;
    ensure!(status.success(), "see above");
    Ok(())
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
