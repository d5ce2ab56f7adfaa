//! Which tests have passed on the very files that are here now.

use crate::content_hash::hex;
use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use workspace::{root, target};

/// What the tests of the local Lambda read and are compiled from, from the root on. They take minutes,
/// and most changes are made elsewhere.
const LOCAL_LAMBDA: [&str; 7] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "calculator/cost",
    "data",
    "lambdas",
    "rust-toolchain.toml",
];

/// The package whose tests these are.
pub(super) const PACKAGE: &str = "lambdas/bench";

/// The state of the files that tests depend on, and where it is written once they have passed.
pub(super) struct State {
    hash: String,
    record: PathBuf,
}

impl State {
    /// Reads the repository's state.
    ///
    /// # Errors
    /// There is no git, or a file can't be read.
    pub(super) fn read() -> Result<Self> {
        let record = target().join("passed").join(PACKAGE.replace('/', "-"));
        Self::of(root(), record)
    }

    /// Hashes the files that git tracks or would track.
    fn of(root: &Path, record: PathBuf) -> Result<Self> {
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others"])
            .args(["--exclude-standard", "--"])
            .args(LOCAL_LAMBDA)
            .current_dir(root)
            .output()
            .context("git can't be run")?;
        ensure!(listed.status.success(), "git can't list the files");
        let mut hash = Sha256::new();
        for name in String::from_utf8(listed.stdout)?.split_terminator('\0') {
            let file = root.join(name);
            hash.update(name);
            // One that was deleted is listed until that is committed.
            if file.exists() {
                let content = fs::read(&file).with_context(|| name.to_owned())?;
                hash.update(Sha256::digest(content));
            }
        }
        let hash = hex(&hash.finalize());
        Ok(Self { hash, record })
    }

    /// Whether the tests have passed in this state.
    pub(super) fn has_passed(&self) -> bool {
        fs::read_to_string(&self.record).is_ok_and(|passed| passed == self.hash)
    }

    /// Remembers that they have.
    ///
    /// # Errors
    /// The record can't be written.
    pub(super) fn keep(&self) -> Result<()> {
        if let Some(folder) = self.record.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(&self.record, &self.hash)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use workspace::cargo;

    #[test]
    fn a_change_of_what_the_tests_depend_on_has_them_run_again() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let init = Command::new("git")
            .args(["init", "--quiet"])
            .current_dir(root)
            .status();
        assert!(init.unwrap().success());
        let write = |file: &str, content: &str| {
            let file = root.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, content).unwrap();
        };
        let has_passed = || {
            State::of(root, root.join("passed/it"))
                .unwrap()
                .has_passed()
        };
        write("lambdas/hello/app.py", "1");
        assert!(!has_passed());
        State::of(root, root.join("passed/it"))
            .unwrap()
            .keep()
            .unwrap();
        assert!(has_passed());

        write("book/src/index.md", "elsewhere");
        assert!(has_passed());
        write("lambdas/hello/app.py", "2");
        assert!(!has_passed());
        write("lambdas/hello/app.py", "1");
        assert!(has_passed());
        write("data/new.csv", "");
        assert!(!has_passed());
    }

    #[test]
    fn what_the_local_lambda_is_compiled_from_is_part_of_its_state() {
        let output = cargo([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .output();
        let metadata: Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
        let packages = metadata["packages"].as_array().unwrap();
        let is_here = |package: &&Value, folder: &str| {
            let manifest = package["manifest_path"].as_str().unwrap();
            Path::new(manifest) == root().join(folder).join("Cargo.toml")
        };
        let mut folders = vec![PACKAGE.to_owned()];
        for index in 0.. {
            let Some(folder) = folders.get(index).cloned() else {
                break;
            };
            let is_listed = LOCAL_LAMBDA
                .iter()
                .any(|room| Path::new(&folder).starts_with(room));
            assert!(is_listed, "{folder} is not in the list");
            let package = packages
                .iter()
                .find(|package| is_here(package, &folder))
                .unwrap();
            for dependency in package["dependencies"].as_array().unwrap() {
                if let Some(path) = dependency["path"].as_str() {
                    let path = Path::new(path).strip_prefix(root()).unwrap();
                    folders.push(path.display().to_string());
                }
            }
        }
        assert!(folders.len() > 2, "{folders:?}");
    }
}
