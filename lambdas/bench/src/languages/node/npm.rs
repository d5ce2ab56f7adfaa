//! npm, which installs packages exactly as a lock file has them.

use super::lock::{self, Lock};
use crate::{
    deployment_package::archive::{Entry, Files, read_folder, write_folder},
    languages::{
        folder_swap::replace,
        system::{self, Program},
    },
};
use anyhow::{Context, Result, ensure};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// npm itself; Debian's package brings a Node.js to run it.
const NPM: Program = Program::new("npm", "npm");

/// The lines of npm's message that are shown when it fails: it may repeat a warning for each file
/// that it unpacks.
const LINES: usize = 20;

/// The files that tell npm what to install.
const MANIFESTS: [&str; 2] = ["package.json", lock::FILE];

/// The folder of all that npm installs.
pub(super) fn target() -> PathBuf {
    workspace::target().join("node")
}

/// The manifests of a folder.
///
/// # Errors
/// One is missing.
pub(super) fn manifests(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    for name in MANIFESTS {
        let file = folder.join(name);
        let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
        let executable = false;
        files.insert(name.to_owned(), Entry { bytes, executable });
    }
    Ok(files)
}

/// Puts files, with manifests among them, into a folder below [`target`], and installs the packages
/// beside them. Nothing is done if they are there already.
///
/// `configure` gets the command, and the folder in which it runs.
///
/// # Errors
/// npm is missing, or can't install a package, or `configure` fails.
pub(super) fn install(
    folder: &Path,
    files: &Files,
    announcement: &str,
    configure: impl FnOnce(&mut Command, &Path) -> Result<()>,
) -> Result<PathBuf> {
    let target = target();
    fs::create_dir_all(&target)?;
    let lock = File::create(target.join("lock"))?;
    lock.lock().context("the lock of npm can't be taken")?;

    let folder = target.join(folder);
    let is_own = |path: &str| !path.starts_with("node_modules/");
    if folder.is_dir() && read_folder(&folder, is_own)? == *files {
        return Ok(folder);
    }
    let scratch = tempfile::tempdir_in(&target)?;
    let new = scratch.path().join("new");
    write_folder(files, &new)?;
    if !Lock::read(&new)?.is_empty() {
        let mut npm = ci(&new);
        configure(&mut npm, &new)?;
        eprintln!("{announcement}");
        run(npm, &folder)?;
    }
    replace(&folder, &new, &scratch.path().join("replaced"))?;
    Ok(folder)
}

/// `npm ci` in a folder, without what is for development only.
pub(super) fn ci(folder: &Path) -> Command {
    let mut npm = Command::new("npm");
    npm.args(["ci", "--omit=dev", "--no-audit", "--no-fund"])
        .args(["--no-update-notifier", "--loglevel=error"])
        .current_dir(folder);
    npm
}

/// Runs npm for the packages of a folder.
///
/// # Errors
/// It is missing, or fails: the end of its message is shown.
pub(super) fn run(mut npm: Command, folder: &Path) -> Result<()> {
    system::require(&[NPM])?;
    let output = npm.stdin(Stdio::null()).output();
    let output = output.context("npm does not run")?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<&str> = stderr.lines().collect();
        eprintln!("{}", lines[lines.len().saturating_sub(LINES)..].join("\n"));
    }
    let folder = workspace::shown(folder);
    ensure!(
        output.status.success(),
        "npm can't install the packages of {folder}: see above"
    );
    Ok(())
}
