//! Times from a saved file to the page that shows the change, as with `cargo site`, and of a build of the
//! whole site.

use crate::{copy::Copy, report, support::Browser};
use site::{build::build_again, build_cache::BuildCache, dev_server::serve};
use std::{
    fs,
    path::Path,
    time::{Instant, SystemTime, UNIX_EPOCH},
};
use tokio::{net::TcpListener, sync::mpsc};

const CHANGES: usize = 20;
const BUILDS: usize = 5;

/// The time at which the open page was first painted, or last with another text, in ms since 1970, or 0.
const PAINTED: &str = "Math.max(window.repainted ?? 0,
    ...performance.getEntriesByName('first-contentful-paint')
        .map((paint) => performance.timeOrigin + paint.startTime))";

/// Lets a page say when it was painted with other text.
const SAY_REPAINTED: &str = "addEventListener('load', () => {
    const now = () => { window.repainted = performance.timeOrigin + performance.now(); };
    const changed = new MutationObserver(() => requestAnimationFrame(() => setTimeout(now)));
    changed.observe(document.querySelector('main'), { childList: true });
});";

/// The kinds of change, each with its file and a condition that holds on a page that shows change `N`.
const CHANGED: [(&str, &str, &str); 3] = [
    (
        "chapter",
        "book/src/results.md",
        "document.querySelector('main').textContent.includes('Change N.')",
    ),
    (
        "style",
        "book/theme/talk.css",
        "getComputedStyle(document.body).getPropertyValue('--change') === 'N'",
    ),
    ("data", "data/measurements/packages.csv", "true"),
];

/// A chapter, a style and a file of data, of which nothing is compiled.
pub async fn measure_changes() {
    let copy = Copy::served();
    let (root, out) = (copy.root().to_owned(), copy.out());
    let sources = copy.sources.clone();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (sender, mut builds) = mpsc::unbounded_channel();
    let mut cache = BuildCache::default();
    let server = tokio::spawn({
        let (root, out) = (root.clone(), out.clone());
        let rebuild = move |is_outdated: bool| {
            assert!(!is_outdated, "nothing that is compiled was changed");
            let built = build_again(&sources, &out, &mut cache);
            // Once all is measured, nobody waits for a build.
            let _ = sender.send(());
            built
        };
        async move { serve(listener, &root, &root.join("site"), rebuild).await }
    });
    builds.recv().await.unwrap();
    let browser = Browser::wide().await;
    browser.before_every_page(SAY_REPAINTED).await;
    let page = format!("{address}/results.html");
    browser.client.goto(&page).await.unwrap();

    for (kind, file, is_shown) in CHANGED {
        let mut times = Vec::new();
        for number in 0..CHANGES {
            let saved = save(&root.join(file), number);
            let is_shown = is_shown.replace('N', &number.to_string());
            let is_painted = format!("{PAINTED} > {saved} && {is_shown}");
            builds.recv().await.unwrap();
            browser.wait_until_reloaded(&is_painted).await;
            times.push(browser.evaluate(PAINTED).await.as_f64().unwrap() - saved);
            while builds.try_recv().is_ok() {}
        }
        report(&format!("{kind} saved to page painted again"), times);
    }
    server.abort();
}

/// Saves another content, if only a newer one, and returns when, in ms since 1970.
fn save(file: &Path, number: usize) -> f64 {
    let text = fs::read_to_string(file).unwrap();
    let addition = match file.extension().and_then(|extension| extension.to_str()) {
        Some("md") => format!("\nChange {number}.\n"),
        Some("css") => format!("body {{ --change: {number}; }}\n"),
        _ => String::new(),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    fs::write(file, text + &addition).unwrap();
    now.as_secs_f64() * 1000.0
}

/// `cargo site build`, after one that has compiled everything.
pub fn measure_whole_build() {
    let folder = tempfile::tempdir().unwrap();
    let build = || {
        let mut command = workspace::cargo(["site", "build", "--out"]);
        command.arg(folder.path().join("site"));
        let start = Instant::now();
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        start.elapsed().as_secs_f64() * 1000.0
    };
    build();
    let times = (0..BUILDS).map(|_| build()).collect();
    report("cargo site build, nothing to compile", times);
}
