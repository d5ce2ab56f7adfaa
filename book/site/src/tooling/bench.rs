//! `cargo site bench`: how fast the calculator answers, a change is shown, and the site is built.

use super::setup;
use anyhow::{Result, ensure};
use workspace::linting_cargo;

/// Runs the benchmarks. The widget is measured as it is published; what measures it need not be fast.
///
/// # Errors
/// Chromium can't be installed, or a benchmark fails.
pub fn run() -> Result<()> {
    setup::wasm_target()?;
    setup::browser()?;
    let status = linting_cargo(["bench", "--bench", "site", "--profile", "dev"]).status()?;
    ensure!(status.success(), "the benchmark stopped");
    Ok(())
}
