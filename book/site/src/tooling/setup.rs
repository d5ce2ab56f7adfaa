//! Installs what is missing and can be installed; else says which command does it.

use anyhow::{Context, Result, bail, ensure};
use rustix::{
    fs::{Access, access},
    process::geteuid,
};
use std::{
    env, io,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
};
use which::which;
use workspace::root;

const TARGET: &str = "wasm32-unknown-unknown";
const STD_SOURCES: &str = "rust-src";

/// The compiler's target for the browser, and the standard library's sources, which the widget is
/// compiled with.
///
/// # Errors
/// One is missing and rustup can't install it.
pub fn wasm_target() -> Result<()> {
    let libraries = rust_libraries()?;
    let target = libraries.join(TARGET);
    if !target.is_dir() {
        eprintln!("Installing the Rust target {TARGET} with rustup: a few seconds, once");
        let _ = rustup(["target", "add", TARGET]);
        ensure!(
            target.is_dir(),
            "the Rust target {TARGET} is missing: run `rustup target add {TARGET}`"
        );
    }
    let std_sources = libraries.join("src/rust/library/std");
    if !std_sources.is_dir() {
        eprintln!("Installing the standard library's sources with rustup: a few seconds, once");
        let _ = rustup(["component", "add", STD_SOURCES]);
        ensure!(
            std_sources.is_dir(),
            "the standard library's sources are missing: run `rustup component add {STD_SOURCES}`"
        );
    }
    Ok(())
}

fn rustup<const N: usize>(arguments: [&str; N]) -> std::io::Result<ExitStatus> {
    let mut command = Command::new("rustup");
    command.args(arguments).current_dir(root()).status()
}

/// The pinned compiler's folder of targets and sources.
fn rust_libraries() -> Result<PathBuf> {
    Ok(sysroot()?.join("lib/rustlib"))
}

/// The pinned compiler's folder.
fn sysroot() -> Result<PathBuf> {
    let mut rustc = Command::new("rustc");
    let output = rustc
        .args(["--print", "sysroot"])
        .current_dir(root())
        .output()
        .context("rustc can't be run: install it with rustup, see https://rustup.rs")?;
    let sysroot = String::from_utf8(output.stdout)?;
    Ok(PathBuf::from(sysroot.trim()))
}

/// Returns whether control groups can be made here, or have to be: the environment variable
/// `REQUIRE_CGROUPS` demands the tests that need them.
#[must_use]
pub fn limits_cpu_and_memory() -> bool {
    // The first is the root of version 2, the second one of version 1's.
    let roots = [
        "/sys/fs/cgroup/cgroup.procs",
        "/sys/fs/cgroup/cpu/cgroup.procs",
    ];
    let can_write = |file: &str| access(file, Access::WRITE_OK).is_ok();
    env::var_os("REQUIRE_CGROUPS").is_some() || roots.into_iter().any(can_write)
}

/// The arguments of apt-get that install the browser, without what Chromium recommends: printers, a file server
/// and more of a desktop.
const INSTALL_BROWSER: [&str; 7] = [
    "install",
    "--yes",
    "--no-install-recommends",
    "chromium",
    "chromium-driver",
    "chromium-headless-shell",
    "fonts-liberation",
];

/// Chromium and its driver, for the browser tests.
///
/// # Errors
/// One is missing and can't be installed.
pub fn browser() -> Result<()> {
    if has_browser() {
        return Ok(());
    }
    if geteuid().is_root() && which("apt-get").is_ok() {
        eprintln!("Installing Chromium and its driver with apt-get: about a minute, once");
        for arguments in [&["update"][..], &INSTALL_BROWSER] {
            let _ = Command::new("apt-get")
                .args(["-q", "-o", "DPkg::Lock::Timeout=300"])
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive")
                .stdout(Stdio::from(io::stderr()))
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

/// The browser as readers have it, if it is installed.
#[must_use]
pub fn chromium() -> Option<PathBuf> {
    find(&["chromium", "chromium-browser", "google-chrome"])
}

/// The browser without its own windows and menus, which starts and opens pages in less time, or else the
/// whole one.
#[must_use]
pub fn headless_shell() -> Option<PathBuf> {
    find(&["chromium-headless-shell", "chrome-headless-shell"]).or_else(chromium)
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
    names.iter().find_map(|name| which(name).ok())
}

/// The Python environment of the functions; its interpreter. `measure` is the program that makes it.
///
/// # Errors
/// It can't be made; `measure setup` has printed why.
pub fn python(measure: &Path) -> Result<PathBuf> {
    let output = Command::new(measure)
        .arg("setup")
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{} can't be run", measure.display()))?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let interpreter = printed.lines().last().unwrap_or_default().trim();
    ensure!(
        output.status.success() && Path::new(interpreter).is_file(),
        "the functions' Python environment is missing: run `cargo measure setup`"
    );
    Ok(interpreter.into())
}
