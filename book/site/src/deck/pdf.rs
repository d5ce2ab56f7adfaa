//! `cargo site pdf`: the deck as Chromium prints it.

use crate::{
    server::{self, Reload},
    setup,
};
use anyhow::{Context, Result, ensure};
use std::{
    net::Ipv4Addr,
    path::Path,
    process::{Command, Stdio},
};
use tokio::net::TcpListener;

/// How much of the page's own time passes until it is printed: enough for all slides to be laid out.
const PAGE_MS: u32 = 20_000;

/// Prints the slides of the built site `site`, one to a page, into the file `out`.
///
/// # Errors
/// Chromium is missing, or `out` can't be written.
pub async fn write(site: &Path, out: &Path) -> Result<()> {
    let chromium = setup::chromium().context("Chromium is missing: run `cargo site test` once")?;
    let out = std::path::absolute(out)?;
    let profile = tempfile::tempdir()?;
    let printed = profile.path().join("slides.pdf");
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let site = site.to_owned();
    let server =
        tokio::spawn(async move { server::serve(listener, &site, "/", Reload::default()).await });

    let mut command = Command::new(chromium);
    command
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
        ])
        .args(["--disable-background-networking", "--no-pdf-header-footer"])
        .arg(format!("--virtual-time-budget={PAGE_MS}"))
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--print-to-pdf={}", printed.display()))
        .arg(format!("http://{address}/slides/?print-pdf&theme=light"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let status = tokio::task::spawn_blocking(move || command.status()).await?;
    server.abort();
    let status = status.context("Chromium can't be run")?;
    ensure!(
        status.success() && printed.is_file(),
        "Chromium printed nothing: {status}"
    );
    std::fs::copy(&printed, &out).with_context(|| format!("{} can't be written", out.display()))?;
    Ok(())
}
