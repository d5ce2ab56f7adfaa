//! The workspace's test programs, of which cargo says where it has compiled them.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
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

/// A line of `cargo test --no-run --message-format json`, as far as it is read.
#[derive(Deserialize)]
struct Message {
    executable: Option<PathBuf>,
    #[serde(default)]
    manifest_path: PathBuf,
    #[serde(default)]
    profile: Profile,
    #[serde(default)]
    target: Target,
}

#[derive(Default, Deserialize)]
struct Profile {
    test: bool,
}

#[derive(Default, Deserialize)]
struct Target {
    kind: Vec<String>,
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
    by_folder(&String::from_utf8(output.stdout)?)
}

fn by_folder(messages: &str) -> Result<BTreeMap<PathBuf, Vec<Program>>> {
    let mut programs: BTreeMap<PathBuf, Vec<Program>> = BTreeMap::new();
    for line in messages.lines() {
        let message: Message = serde_json::from_str(line)?;
        // Benchmarks are compiled along, and run by `cargo site bench` only.
        let is_test = message.profile.test && message.target.kind != ["bench"];
        let (Some(executable), true) = (message.executable, is_test) else {
            continue;
        };
        let folder = message.manifest_path.parent().unwrap_or(Path::new("."));
        programs
            .entry(folder.to_owned())
            .or_default()
            .push(Program {
                executable,
                folder: folder.to_owned(),
            });
    }
    Ok(programs)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What cargo 1.95 prints of a library, its test, a benchmark and the end, shortened.
    const MESSAGES: &str = r#"{"reason":"compiler-artifact","manifest_path":"/w/data/Cargo.toml","target":{"kind":["lib"],"name":"data"},"profile":{"test":false},"executable":null}
{"reason":"compiler-artifact","manifest_path":"/w/data/Cargo.toml","target":{"kind":["lib"],"name":"data"},"profile":{"test":true},"executable":"/t/data-1"}
{"reason":"compiler-artifact","manifest_path":"/w/book/site/Cargo.toml","target":{"kind":["bin"],"name":"site"},"profile":{"test":false},"executable":"/t/site"}
{"reason":"compiler-artifact","manifest_path":"/w/book/site/Cargo.toml","target":{"kind":["bench"],"name":"site"},"profile":{"test":true},"executable":"/t/site-2"}
{"reason":"build-finished","success":true}
"#;

    #[test]
    fn programs_that_test_are_found() {
        let programs = by_folder(MESSAGES).unwrap();
        let folder = PathBuf::from("/w/data");
        let executable = PathBuf::from("/t/data-1");
        let program = Program {
            executable,
            folder: folder.clone(),
        };
        assert_eq!(programs, BTreeMap::from([(folder, vec![program])]));
    }
}
