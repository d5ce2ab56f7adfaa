//! `cargo site test`: every check, to the end, with a summary of what failed.

mod programs;
mod python;
mod unchanged;

use super::{setup, tested_site};
use crate::{npm, sources::Packages};
use anyhow::{Context, Result, bail};
use programs::Program;
use std::{
    collections::BTreeMap,
    io::{Read, Seek},
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
    thread,
    time::Instant,
};
use workspace::{cargo, linting_cargo, target};

/// Runs what is to be set up and then every check. The last line that is printed is
/// `checks: N passed, M failed`. Unless `all` are to be run, tests that take minutes are left out if
/// they have passed on the very files that they depend on. With `words`, only tests are run whose package
/// or name contains one of these.
///
/// # Errors
/// A folder of Python functions can't be read. A check that fails is no error here.
pub fn run(all: bool, words: &[String]) -> Result<Outcome> {
    let all_checks = Checks::default();
    let checks = &all_checks;
    checks.run("set up the wasm target", setup::wasm_target);
    thread::scope(|scope| {
        // What is downloaded while the compiler works.
        let downloads = scope.spawn(|| {
            checks.run("set up Chromium and ChromeDriver", setup::browser);
            checks.run("set up reveal.js and Pyodide", || {
                Packages::install().map(drop)
            });
            checks.run("set up html-validate", || npm::install("checks").map(drop));
        });
        checks.run("cargo fmt --check", || {
            succeed(&mut cargo(["fmt", "--check"]))
        });
        eprintln!(
            "Compiling the programs and their tests, and linting them: about ten minutes on two \
             cores the first time, kept in target/debug"
        );
        let mut programs = BTreeMap::new();
        let mut python = None;
        // Benchmarks are compiled as well, and run by `cargo site bench` only.
        checks.run("cargo test --all-targets --no-run, under clippy", || {
            let tests = ["test", "--workspace", "--all-targets", "--no-run"];
            programs = programs::compile(&mut linting_cargo(tests), |measure| {
                // What Python and Node.js need is installed while the rest is compiled.
                python = Some(scope.spawn(move || set_up_languages(checks, &measure)));
            })?;
            Ok(())
        });
        let _ = downloads.join();
        let python = || python.and_then(|python| python.join().unwrap_or_default());
        if words.is_empty() {
            return run_all(checks, programs, python, all);
        }
        python();
        run_named(checks, programs, words);
        Ok(())
    })?;
    Ok(all_checks.finish())
}

/// Runs everything that is compiled. `python` waits for the functions' interpreter.
fn run_all(
    checks: &Checks,
    programs: BTreeMap<PathBuf, Vec<Program>>,
    python: impl FnOnce() -> Option<PathBuf>,
    all: bool,
) -> Result<()> {
    let (site, others): (Vec<_>, Vec<_>) = programs
        .into_iter()
        .partition(|(folder, _)| folder.ends_with(SITE));
    // Both wait for browsers or for processes of their own: side by side, one fills the other's gaps.
    thread::scope(|scope| {
        scope.spawn(|| {
            let build = || tested_site::build().map(drop);
            if checks.run("build the site into target/tested-site", build) {
                run_tests(checks, site, all);
            }
        });
        checks.run("cargo test --doc, and rustdoc without a warning", || {
            let mut examples = linting_cargo(["test", "--workspace", "--doc", "--no-fail-fast"]);
            examples.env("RUSTDOC", workspace::root().join("book/checks/rustdoc.sh"));
            succeed(examples.env("DOCS", target().join("doc")))
        });
        for (name, command) in python::checks(python().as_deref())? {
            checks.run(&name, || match command {
                Some(mut command) => succeed(&mut command),
                None => bail!("there is no Python environment to run it in"),
            });
        }
        run_tests(checks, others, all);
        Ok(())
    })
}

/// The package whose tests take the longest: they open the pages.
const SITE: &str = "book/site";

/// Runs the test programs of some packages, by folder.
fn run_tests(checks: &Checks, packages: Vec<(PathBuf, Vec<Program>)>, all: bool) {
    for (folder, programs) in packages {
        let package = workspace::shown(&folder);
        let name = format!("tests of {package}");
        let is_local_lambda = package == unchanged::PACKAGE;
        let is_limited = is_local_lambda && setup::limits_cpu_and_memory();
        if is_local_lambda && !is_limited {
            println!(
                "left out: tests that limit CPU or memory, since no control group can be made here"
            );
        }
        let state = is_local_lambda
            .then(|| unchanged::State::read(is_limited).ok())
            .flatten();
        if !all && state.as_ref().is_some_and(unchanged::State::has_passed) {
            println!(
                "{name} … passed before on the same files (`cargo site test --all` runs them again)"
            );
            continue;
        }
        checks.run(&name, || {
            for program in &programs {
                let mut command = program.command();
                command.env(tested_site::VARIABLE, tested_site::folder());
                if is_limited {
                    command.arg("--include-ignored");
                }
                succeed(&mut command)?;
            }
            state.map_or(Ok(()), |state| state.keep())
        });
    }
}

/// Runs the tests whose package's folder or whose own name contains one of `words`. That there is none is
/// a failure.
fn run_named(checks: &Checks, packages: BTreeMap<PathBuf, Vec<Program>>, words: &[String]) {
    let mut is_any = false;
    for (folder, programs) in packages {
        let package = workspace::shown(&folder);
        let is_whole = words.iter().any(|word| package.contains(word));
        let words = if is_whole { &[] } else { words };
        for program in programs {
            let found = program.tests(words);
            if found.as_ref().is_ok_and(Vec::is_empty) {
                continue;
            }
            is_any = true;
            let count = found.as_ref().map_or(0, Vec::len);
            checks.run(&format!("tests of {package}: {count}"), || {
                let mut command = program.command();
                if setup::limits_cpu_and_memory() {
                    command.arg("--include-ignored");
                }
                succeed(command.args(found?))
            });
        }
    }
    if !is_any {
        let asked = words.join(" ");
        checks.run(&format!("tests of {asked}"), || {
            bail!("no test's package or name contains such a word")
        });
    }
}

/// The interpreter of the functions' environment, if the program `measure` can make it.
fn set_up_languages(checks: &Checks, measure: &Path) -> Option<PathBuf> {
    let mut python = None;
    checks.run("set up Python and Node.js", || {
        python = Some(setup::python(measure)?);
        Ok(())
    });
    python
}

/// The number of checks that passed, and the names of those that failed.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The number of checks that passed.
    pub passed: usize,
    /// The names of those that failed.
    pub failed: Vec<String>,
}

/// The outcome of the checks so far, of which some run side by side.
#[derive(Default)]
struct Checks(Mutex<Outcome>);

impl Checks {
    /// Runs a check and prints its line, with the error if it fails. Returns whether it has passed.
    fn run(&self, name: &str, check: impl FnOnce() -> Result<()>) -> bool {
        let start = Instant::now();
        let result = check();
        let seconds = start.elapsed().as_secs_f64();
        let mut outcome = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let has_passed = result.is_ok();
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
        has_passed
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
