//! The workspace's test programs, of which cargo says where it has compiled them.

use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::{Message, camino::Utf8Path};
use std::{
    collections::BTreeMap,
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
}

/// Compiles the tests and gives the programs by their package's folder. `cargo` is
/// `cargo test --no-run` with its options.
///
/// # Errors
/// They don't compile; cargo has printed why.
pub(super) fn compile(cargo: &mut Command) -> Result<BTreeMap<PathBuf, Vec<Program>>> {
    let output = cargo
        .args(["--message-format", "json-render-diagnostics"])
        .stderr(Stdio::inherit())
        .output()
        .context("cargo can't be run")?;
    ensure!(output.status.success(), "see above");
    by_folder(&output.stdout)
}

/// Reads what cargo prints for each artifact.
fn by_folder(messages: &[u8]) -> Result<BTreeMap<PathBuf, Vec<Program>>> {
    let mut programs: BTreeMap<PathBuf, Vec<Program>> = BTreeMap::new();
    for message in Message::parse_stream(messages) {
        let artifact = match message? {
            Message::CompilerArtifact(artifact) => artifact,
            // No artifact may be passed over: its tests would not be run.
            Message::TextLine(line) => bail!("cargo printed what is no message: {line}"),
            _ => continue,
        };
        // Benchmarks are compiled along, and run by `cargo site bench` only.
        let is_test = artifact.profile.test && !artifact.target.is_bench();
        let (Some(executable), true) = (artifact.executable, is_test) else {
            continue;
        };
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
    Ok(programs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What cargo 1.95 prints of an artifact.
    fn artifact(folder: &str, kind: &str, is_test: bool, executable: Option<&str>) -> String {
        let message = json!({
            "reason": "compiler-artifact",
            "package_id": format!("path+file://{folder}#0.1.0"),
            "manifest_path": format!("{folder}/Cargo.toml"),
            "target": {
                "kind": [kind], "crate_types": [kind], "name": "x",
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
            artifact("/w/data", "lib", false, None),
            artifact("/w/data", "lib", true, Some("/t/data-1")),
            artifact("/w/book/site", "bin", false, Some("/t/site")),
            artifact("/w/book/site", "bench", true, Some("/t/site-2")),
            "{\"reason\":\"build-finished\",\"success\":true}\n".to_owned(),
        ];
        let programs = by_folder(messages.concat().as_bytes()).unwrap();
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
        assert!(by_folder(b"{\"reason\":\"compiler-artifact\"}\n").is_err());
    }
}
