//! `cargo site picture`: the pictures in the README, which a reader sees before the site.

use super::browser::Browser;
use crate::server::{self, Reload};
use anyhow::{Context, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use fantoccini::Locator;
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};
use workspace::root;

/// Below the root.
const FOLDER: &str = "book/readme";

/// The pictures and the site's theme in each.
const PICTURES: [(&str, &str); 2] = [("light.png", "light"), ("dark.png", "navy")];

/// The section that a picture shows, in CSS pixels of the page: from the calculator's presets to its decision,
/// with a margin that ends before the words below it.
const CLIP: &str = "
    const first = document.querySelector('.calculator-presets').getBoundingClientRect();
    const last = document.querySelector('.calculator-decision').getBoundingClientRect();
    const margin = 25;
    return {
        x: last.left + scrollX - margin,
        y: first.top + scrollY - margin,
        width: last.width + 2 * margin,
        height: last.bottom - first.top + margin + 6,
        scale: 1,
    };";

/// Takes the pictures of the built site `site` and writes them into the repository; their files.
///
/// # Errors
/// Chromium or its driver is missing, the calculator does not start, or a file can't be written.
pub async fn write(site: &Path) -> Result<Vec<PathBuf>> {
    let router = server::router(site, "/", Reload::default());
    server::while_served(router, async |address| {
        let mut files = Vec::new();
        for (file, theme) in PICTURES {
            let file = root().join(FOLDER).join(file);
            let picture = take(&format!("{address}/calculator.html"), theme).await?;
            fs::write(&file, picture)
                .with_context(|| format!("{} can't be written", file.display()))?;
            files.push(file);
        }
        Ok(files)
    })
    .await
}

/// The page in a theme, as a PNG.
async fn take(page: &str, theme: &str) -> Result<Vec<u8>> {
    let metrics = json!({ "width": 1280, "height": 800, "pixelRatio": 1, "mobile": false });
    let window = json!({ "mobileEmulation": { "deviceMetrics": metrics } });
    let browser = Browser::start(json!({ "goog:chromeOptions": window })).await?;
    let choose = format!(
        "localStorage.setItem('mdbook-theme', '{theme}');
         localStorage.setItem('mdbook-sidebar', 'hidden');"
    );
    let script = json!({ "source": choose });
    browser
        .dev_tools("Page.addScriptToEvaluateOnNewDocument", script)
        .await?;
    browser.client.goto(page).await?;
    let live = browser.client.wait();
    live.for_element(Locator::Css("#calculator.live"))
        .await
        .context("the calculator does not start")?;
    let clip: Value = browser.client.execute(CLIP, vec![]).await?;
    let options = json!({ "clip": clip, "captureBeyondViewport": true });
    let picture = browser.dev_tools("Page.captureScreenshot", options).await?;
    let picture = picture["data"].as_str().context("Chromium drew nothing")?;
    Ok(BASE64_STANDARD.decode(picture)?)
}
