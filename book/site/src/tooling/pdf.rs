//! `cargo site pdf`: the deck as Chromium prints it.

use super::browser::Browser;
use crate::server::{self, Reload};
use anyhow::{Context, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use fantoccini::Locator;
use serde_json::json;
use std::{path::Path, time::Duration};

/// reveal.js adds all pages at once, when they are laid out; the calculator on its slide must not be
/// printed while it starts.
const READY: Locator = Locator::Css(":root:not(:has(#calculator:not(.live))) .slides > .pdf-page");

/// Reached only when that never comes.
const LIMIT: Duration = Duration::from_mins(2);

/// Prints the slides of the built site `site`, one to a page, into the file `out`.
///
/// # Errors
/// Chromium or its driver is missing, the slides stop at an error, or `out` can't be written.
pub async fn write(site: &Path, out: &Path) -> Result<()> {
    let router = server::router(site, "/", Reload::default());
    let pdf = server::while_served(router, async |address| {
        print(&format!("{address}/slides/?view=print&theme=light")).await
    });
    std::fs::write(out, pdf.await?).with_context(|| format!("{} can't be written", out.display()))
}

async fn print(slides: &str) -> Result<Vec<u8>> {
    let browser = Browser::start(json!({})).await?;
    browser.client.goto(slides).await?;
    let ready = browser.client.wait().at_most(LIMIT).for_element(READY);
    ready.await.context("the slides did not finish loading")?;
    let options = json!({ "preferCSSPageSize": true, "printBackground": true });
    let printed = browser.dev_tools("Page.printToPDF", options).await?;
    let pdf = printed["data"]
        .as_str()
        .context("Chromium printed nothing")?;
    Ok(BASE64_STANDARD.decode(pdf)?)
}
