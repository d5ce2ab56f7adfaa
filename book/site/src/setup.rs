//! Installs what is missing and can be installed; else says which command does it.

use crate::workspace::cargo;
use anyhow::{Context, Result, bail, ensure};
use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

const TARGET: &str = "wasm32-unknown-unknown";

/// The compiler's target for the browser.
///
/// # Errors
/// It is missing and rustup can't install it.
pub fn wasm_target() -> Result<()> {
    if has_wasm_target() {
        return Ok(());
    }
    let _ = Command::new("rustup")
        .args(["target", "add", TARGET])
        .status();
    ensure!(
        has_wasm_target(),
        "the Rust target {TARGET} is missing: run `rustup target add {TARGET}`"
    );
    Ok(())
}

fn has_wasm_target() -> bool {
    Command::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .is_some_and(|folder| Path::new(folder.trim()).is_dir())
}

/// Chromium and its driver, for the browser tests.
///
/// # Errors
/// One is missing and can't be installed.
pub fn browser() -> Result<()> {
    if has_browser() {
        return Ok(());
    }
    if is_root() && find(&["apt-get"]).is_some() {
        for arguments in [
            &["update"][..],
            &["install", "--yes", "chromium", "chromium-driver"],
        ] {
            let _ = Command::new("apt-get")
                .args(["-q", "-o", "DPkg::Lock::Timeout=300"])
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive")
                .status();
        }
    }
    if has_browser() {
        return Ok(());
    }
    bail!(
        "Chromium or ChromeDriver is missing: run `sudo apt-get install chromium chromium-driver`, \
         or install both so that they are in the PATH"
    )
}

/// The browser for the tests, if it is installed.
#[must_use]
pub fn chromium() -> Option<PathBuf> {
    find(&["chromium", "chromium-browser", "google-chrome"])
}

/// Its driver, if it is installed.
#[must_use]
pub fn chromedriver() -> Option<PathBuf> {
    find(&["chromedriver"])
}

fn has_browser() -> bool {
    chromium().is_some() && chromedriver().is_some()
}

/// The first of these programs in the PATH.
fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The Python environment of the functions; its interpreter.
///
/// # Errors
/// It can't be made; `cargo measure setup` has printed why.
pub fn python() -> Result<PathBuf> {
    let output = cargo([
        "run",
        "--quiet",
        "--package",
        "bench",
        "--bin",
        "measure",
        "--",
        "setup",
    ])
    .stderr(Stdio::inherit())
    .output()
    .context("cargo can't be run")?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let interpreter = printed.lines().last().unwrap_or_default().trim();
    ensure!(
        output.status.success() && Path::new(interpreter).is_file(),
        "the functions' Python environment is missing: run `cargo measure setup`"
    );
    Ok(interpreter.into())
}
