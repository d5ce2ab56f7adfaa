//! Packages of npm, exactly as a lock file has them.

use anyhow::{Context, Result, ensure};
use std::{fs, path::PathBuf, process::Command};
use workspace::{root, target};

const MANIFESTS: [&str; 2] = ["package.json", "package-lock.json"];

/// The file that npm writes when all is there.
const INSTALLED: &str = "node_modules/.package-lock.json";

/// Installs what the manifests in a folder of `book/` say, unless it is there, and returns the
/// folder `node_modules`.
///
/// # Errors
/// npm is missing or can't install it.
pub fn install(folder: &str) -> Result<PathBuf> {
    let from = root().join("book").join(folder);
    let to = target().join(folder);
    fs::create_dir_all(&to)?;
    let mut is_fresh = to.join(INSTALLED).is_file();
    for manifest in MANIFESTS {
        let wanted = fs::read(from.join(manifest))
            .with_context(|| format!("book/{folder}/{manifest} can't be read"))?;
        let present = to.join(manifest);
        if !fs::read(&present).is_ok_and(|present| present == wanted) {
            is_fresh = false;
            fs::write(present, wanted)?;
        }
    }
    let modules = to.join("node_modules");
    if is_fresh {
        return Ok(modules);
    }
    eprintln!(
        "Installing the packages of book/{folder}/package.json into target/{folder} with npm: a few \
         seconds, once for each change of its lock file"
    );
    let quiet = [
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ];
    let mut npm = Command::new("npm");
    let output = npm.arg("ci").args(quiet).current_dir(&to).output();
    let output = output.context("npm can't be run: install Node.js 20 or later")?;
    if !output.status.success() {
        // The next run is to try again.
        let _ = fs::remove_file(to.join(MANIFESTS[0]));
    }
    ensure!(
        output.status.success(),
        "book/{folder}/package.json can't be installed:\n{}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(modules)
}
