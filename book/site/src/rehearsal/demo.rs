//! A trial of the live demo on this machine.

use super::Check;
use anyhow::{Context, Result, bail};
use std::{
    io::{self, BufRead, BufReader},
    process::{Command, Stdio},
};
use workspace::{cargo, target};

/// Tries the live demo by the program that serves it, which is compiled first if need be.
#[must_use]
pub fn try_demo() -> Check {
    if target().join("release/measure").is_file() {
        eprintln!("Trying the live demo: a few seconds");
    } else {
        eprintln!("Compiling the live demo to try it: about ten minutes, once");
    }
    let mut demo = cargo(["measure", "demo", "--check"]);
    Check::of("The live demo runs", outcome(&mut demo))
}

/// The last words of a program, on success or of its error. All else that it prints on stderr is
/// passed on: compiling takes its time.
fn outcome(program: &mut Command) -> Result<String> {
    let mut child = program
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cargo can't be run")?;
    let mut error = None;
    if let Some(stderr) = child.stderr.take() {
        for line in BufReader::new(stderr).lines() {
            let line = line?;
            match line.strip_prefix("error: ") {
                Some(reason) => error = Some(reason.to_owned()),
                None => eprintln!("{line}"),
            }
        }
    }
    let mut said = String::new();
    if let Some(mut stdout) = child.stdout.take() {
        io::Read::read_to_string(&mut stdout, &mut said)?;
    }
    if child.wait()?.success() {
        return Ok(said.trim().to_owned());
    }
    bail!(error.unwrap_or_else(|| "it stopped: run `cargo measure demo` to see why".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(script: &str) -> Check {
        let outcome = outcome(Command::new("sh").args(["-c", script]));
        Check::of("The demo", outcome)
    }

    #[test]
    fn the_answer_is_what_the_demo_says() {
        for (script, expected) in [
            (
                "echo Compiling >&2; echo it races",
                "yes  The demo: it races",
            ),
            (
                "echo 'error: no Python: install one' >&2; exit 1",
                " no  The demo: no Python: install one",
            ),
            (
                "exit 1",
                " no  The demo: it stopped: run `cargo measure demo` to see why",
            ),
        ] {
            assert_eq!(said(script).to_string(), expected);
        }
    }
}
