//! A record of the tests that have passed on the very files that are here now.

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use workspace::{root, target};

/// Files and folders below the root that the tests of the local Lambda read and are compiled from. These
/// tests take minutes, and most changes are made elsewhere.
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
    /// Reads the repository's state, for a run with or without the tests that limit CPU or memory.
    ///
    /// # Errors
    /// There is no git, or a file can't be read.
    pub(super) fn read(is_limited: bool) -> Result<Self> {
        let suffix = if is_limited { "" } else { "-without-limits" };
        let name = PACKAGE.replace('/', "-") + suffix;
        Self::of(root(), target().join("passed").join(name))
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
        let hash = hex::encode(hash.finalize());
        Ok(Self { hash, record })
    }

    /// True if the tests have passed in this state.
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
    use cargo_metadata::MetadataCommand;

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
        let metadata = MetadataCommand::new()
            .manifest_path(root().join("Cargo.toml"))
            .no_deps()
            .exec()
            .unwrap();
        let mut folders = vec![root().join(PACKAGE)];
        for index in 0.. {
            let Some(folder) = folders.get(index).cloned() else {
                break;
            };
            let is_listed = LOCAL_LAMBDA
                .iter()
                .any(|room| folder.starts_with(root().join(room)));
            assert!(is_listed, "{} is not in the list", folder.display());
            let manifest = folder.join("Cargo.toml");
            let mut packages = metadata.packages.iter();
            let package = packages.find(|package| package.manifest_path == manifest);
            let dependencies = &package.unwrap().dependencies;
            let paths = dependencies.iter().filter_map(|each| each.path.as_ref());
            folders.extend(paths.map(|path| path.clone().into_std_path_buf()));
        }
        assert!(folders.len() > 2, "{folders:?}");
    }
}
