//! The workspace's test programs, of which cargo says where it has compiled them.

use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::{Message, camino::Utf8Path, diagnostic::DiagnosticLevel};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
};

/// A compiled test program.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Program {
    executable: PathBuf,
    /// Its package's folder, in which cargo runs tests.
    folder: PathBuf,
}

impl Program {
    /// The command that runs it.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.executable);
        command
            .current_dir(&self.folder)
            .env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }

    /// The names of its tests that contain one of `words`; all without a word.
    ///
    /// # Errors
    /// It can't be run.
    pub(super) fn tests(&self, words: &[String]) -> Result<Vec<String>> {
        let listed = self.command().arg("--list").args(words).output();
        let listed =
            listed.with_context(|| format!("{} can't be run", self.executable.display()))?;
        let listed = String::from_utf8_lossy(&listed.stdout);
        let names = listed
            .lines()
            .filter_map(|line| line.strip_suffix(": test"));
        Ok(names.map(str::to_owned).collect())
    }
}

/// The program that sets up Python and Node.js.
const MEASURE: &str = "measure";

/// Compiles the tests and gives the programs by their package's folder. `cargo` is
/// `cargo test --no-run` with its options; `with_measure` gets the program `measure` as soon as it is there.
///
/// # Errors
/// They don't compile, or there is a warning; either is printed.
pub(super) fn compile(
    cargo: &mut Command,
    with_measure: impl FnOnce(PathBuf),
) -> Result<BTreeMap<PathBuf, Vec<Program>>> {
    let mut child = cargo
        .args(["--message-format", "json"])
        .stdout(Stdio::piped())
        .spawn()
        .context("cargo can't be run")?;
    let messages = child.stdout.take().context("cargo has no output")?;
    let programs = by_folder(BufReader::new(messages), with_measure);
    ensure!(child.wait()?.success(), "see above");
    programs
}

/// Reads what cargo prints for each artifact. A warning is an error, also where cargo repeats that of an
/// earlier build: crates of others give none.
fn by_folder(
    messages: impl BufRead,
    with_measure: impl FnOnce(PathBuf),
) -> Result<BTreeMap<PathBuf, Vec<Program>>> {
    let mut with_measure = Some(with_measure);
    let mut programs: BTreeMap<PathBuf, Vec<Program>> = BTreeMap::new();
    let mut warnings = 0;
    for message in Message::parse_stream(messages) {
        let artifact = match message? {
            Message::CompilerArtifact(artifact) => artifact,
            Message::CompilerMessage(message) => {
                eprintln!("{}", message.message);
                warnings += u32::from(message.message.level == DiagnosticLevel::Warning);
                continue;
            }
            // No artifact may be passed over: its tests would not be run.
            Message::TextLine(line) => bail!("cargo printed what is no message: {line}"),
            _ => continue,
        };
        let Some(executable) = artifact.executable else {
            continue;
        };
        let is_measure = !artifact.profile.test && artifact.target.name == MEASURE;
        if is_measure && let Some(with_measure) = with_measure.take() {
            with_measure(executable.clone().into());
        }
        // Benchmarks are compiled along, and run by `cargo site bench` only.
        if !artifact.profile.test || artifact.target.is_bench() {
            continue;
        }
        let folder = artifact
            .manifest_path
            .parent()
            .unwrap_or(Utf8Path::new("."));
        let program = Program {
            executable: executable.into(),
            folder: folder.into(),
        };
        programs.entry(folder.into()).or_default().push(program);
    }
    ensure!(warnings == 0, "there are warnings: see above");
    Ok(programs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A line of cargo 1.95 about an artifact named `name`.
    fn artifact(
        folder: &str,
        (name, kind): (&str, &str),
        is_test: bool,
        executable: Option<&str>,
    ) -> String {
        let message = json!({
            "reason": "compiler-artifact",
            "package_id": format!("path+file://{folder}#0.1.0"),
            "manifest_path": format!("{folder}/Cargo.toml"),
            "target": {
                "kind": [kind], "crate_types": [kind], "name": name,
                "src_path": format!("{folder}/src/lib.rs"), "edition": "2024",
                "doc": true, "doctest": true, "test": true,
            },
            "profile": {
                "opt_level": "0", "debuginfo": 0, "debug_assertions": true,
                "overflow_checks": true, "test": is_test,
            },
            "features": [],
            "filenames": [],
            "executable": executable,
            "fresh": true,
        });
        format!("{message}\n")
    }

    #[test]
    fn programs_that_test_are_found() {
        let messages = [
            artifact("/w/data", ("data", "lib"), false, None),
            artifact("/w/data", ("data", "lib"), true, Some("/t/data-1")),
            artifact("/w/bench", ("measure", "bin"), false, Some("/t/measure")),
            artifact("/w/book/site", ("site", "bin"), false, Some("/t/site")),
            artifact("/w/book/site", ("site", "bench"), true, Some("/t/site-2")),
            "{\"reason\":\"build-finished\",\"success\":true}\n".to_owned(),
        ];
        let mut measure = None;
        let found = |program| measure = Some(program);
        let programs = by_folder(messages.concat().as_bytes(), found).unwrap();
        assert_eq!(measure, Some(PathBuf::from("/t/measure")));
        let folder = PathBuf::from("/w/data");
        let executable = PathBuf::from("/t/data-1");
        let program = Program {
            executable,
            folder: folder.clone(),
        };
        assert_eq!(programs, BTreeMap::from([(folder, vec![program])]));
    }

    #[test]
    fn a_line_that_is_no_message_is_refused() {
        assert!(by_folder(&b"{\"reason\":\"compiler-artifact\"}\n"[..], drop).is_err());
    }

    /// Cargo's message of a warning, as 1.95 prints it.
    #[test]
    fn a_warning_is_an_error() {
        let target = json!({
            "kind": ["lib"], "crate_types": ["lib"], "name": "x", "src_path": "/w/x/src/lib.rs",
            "edition": "2024", "doc": true, "doctest": true, "test": true,
        });
        let warning = json!({
            "message": "unused variable: `y`", "code": { "code": "unused_variables" },
            "level": "warning", "spans": [], "children": [],
            "rendered": "warning: unused variable: `y`\n",
        });
        let message = json!({
            "reason": "compiler-message", "package_id": "path+file:///w/x#0.1.0",
            "manifest_path": "/w/x/Cargo.toml", "target": target, "message": warning,
        });
        let error = by_folder(format!("{message}\n").as_bytes(), drop).unwrap_err();
        assert_eq!(error.to_string(), "there are warnings: see above");
    }
}
