//! `cargo site audit`: Lighthouse's scores and axe's findings of the built site, as a report.

use super::setup;
use crate::{
    config, npm,
    server::{self, Reload},
};
use anyhow::{Context, Result, ensure};
use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tower_http::compression::CompressionLayer;
use workspace::{root, target};

/// Below `book/`: the script and which packages it needs; below `target/`: these and the report.
const FOLDER: &str = "audit";

/// Audits the folder `site`, as it is once it is published, by so many visits of each page and device.
/// Prints the report and returns the file that it is in, too.
///
/// # Errors
/// Node.js, its packages or Chromium are missing, or a page can't be opened.
pub async fn audit(site: &Path, visits: usize) -> Result<PathBuf> {
    let modules = npm::install(FOLDER)?;
    let chromium = setup::chromium().context("Chromium is missing")?;
    let base_path = config::base_path(root())?;
    let router = server::router(site, &base_path, Reload::default());
    // As GitHub Pages does.
    let router = router.layer(CompressionLayer::new());

    let report = target().join(FOLDER).join("report.md");
    let mut node = Command::new("node");
    node.arg(root().join("book").join(FOLDER).join("audit.mjs"))
        .arg(modules)
        .arg(chromium);
    let file = report.clone();
    server::while_served(router, async |origin| {
        node.arg(format!("{origin}{}/", base_path.trim_end_matches('/')))
            .arg(visits.to_string());
        tokio::task::spawn_blocking(move || save_output(&mut node, &file)).await?
    })
    .await?;
    Ok(report)
}

/// Prints each line once it is there, and writes it to a file.
fn save_output(command: &mut Command, file: &Path) -> Result<()> {
    let unwritable = || format!("{} can't be written", file.display());
    let mut report = File::create(file).with_context(unwritable)?;
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("node can't be run: install Node.js 20 or later")?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            println!("{line}");
            writeln!(report, "{line}").with_context(unwritable)?;
        }
    }
    if !child.wait()?.success() {
        let _ = fs::remove_file(file);
    }
    ensure!(file.is_file(), "the audit stopped");
    Ok(())
}
