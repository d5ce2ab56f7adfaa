//! The extensions of the hybrid functions: maturin builds them into `target/hybrid`.

use crate::project;
use anyhow::{Context, Result, ensure};
use data::Workload;
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Builds a workload's extension with a profile of the workspace and gives the folder that is to
/// be on Python's path. What has not changed is neither compiled nor replaced.
///
/// # Errors
/// maturin is missing from the virtual environment, or the extension can't be built.
pub fn build(workload: Workload, interpreter: &Path, profile: &str) -> Result<PathBuf> {
    let hybrid = project::target().join("hybrid");
    fs::create_dir_all(&hybrid)?;
    let lock = File::create(hybrid.join("lock"))?;
    lock.lock()
        .context("the lock of the extensions can't be taken")?;

    let scratch = tempfile::tempdir_in(&hybrid)?;
    let wheel = wheel(workload, interpreter, profile, scratch.path())?;
    let unpacked = scratch.path().join("unpacked");
    unpack(&wheel, &unpacked, interpreter)?;

    let folder = hybrid.join(profile).join(workload.name());
    if modules(&unpacked)? != modules(&folder).unwrap_or_default() {
        replace(&folder, &unpacked, &scratch.path().join("replaced"))?;
    }
    Ok(folder)
}

/// Builds the wheel. It has a target directory of its own: maturin's settings for `PyO3` would
/// make cargo compile it anew, here and in every build that follows.
fn wheel(workload: Workload, interpreter: &Path, profile: &str, out: &Path) -> Result<PathBuf> {
    let source = project::root().join(format!("lambdas/{workload}/hybrid"));
    let status = Command::new(interpreter)
        .args(["-m", "maturin", "build", "--quiet"])
        .args(["--profile", profile, "--compatibility", "linux", "--out"])
        .arg(out)
        .arg("--interpreter")
        .arg(interpreter)
        .current_dir(&source)
        .env("CARGO_TARGET_DIR", project::target().join("hybrid/build"))
        .stdout(Stdio::from(io::stderr()))
        .status()?;
    ensure!(
        status.success(),
        "the extension of {workload}-hybrid can't be built: see above"
    );
    let files = fs::read_dir(out)?.collect::<io::Result<Vec<_>>>()?;
    let mut files = files.into_iter().map(|file| file.path());
    files
        .find(|file| file.extension().is_some_and(|extension| extension == "whl"))
        .with_context(|| format!("maturin made no wheel of lambdas/{workload}/hybrid"))
}

/// A wheel is a zip archive of what Python is to find.
fn unpack(wheel: &Path, folder: &Path, interpreter: &Path) -> Result<()> {
    let status = Command::new(interpreter)
        .args(["-m", "zipfile", "--extract"])
        .args([wheel, folder])
        .status()?;
    ensure!(status.success(), "{} can't be unpacked", wheel.display());
    Ok(())
}

/// Every file below a folder that is no metadata, with its content, sorted by path.
fn modules(folder: &Path) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut modules = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner)? {
            let path = entry?.path();
            let metadata = path.extension().is_some_and(|name| name == "dist-info");
            let cache = path.ends_with("__pycache__");
            if path.is_dir() && !metadata && !cache {
                folders.push(path);
            } else if path.is_file() {
                let content = fs::read(&path)?;
                let relative = path.strip_prefix(folder).unwrap_or(&path).to_owned();
                modules.push((relative, content));
            }
        }
    }
    modules.sort();
    Ok(modules)
}

/// Moves a folder into another's place; a running function keeps the files that it has loaded.
fn replace(folder: &Path, new: &Path, old: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::rename(folder, old)?;
    }
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::rename(new, folder)
}
