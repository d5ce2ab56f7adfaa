//! The second visit needs no network, and never mixes two versions.

use super::device::{BUTTON, VERDICT};
use crate::{
    copy::copy,
    support::{Browser, LIMIT, SITE},
};
use fantoccini::Locator;
use site::server::{self, Reload};
use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// JavaScript that sets `isKept` once the whole site is kept.
const WATCH: &str = "(() => {
    navigator.serviceWorker.ready.then(() => { window.isKept = true; });
})()";

/// A server of its own, whose site can be replaced.
struct Server {
    folder: TempDir,
    address: String,
    running: JoinHandle<()>,
}

impl Server {
    async fn start(site: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let current = folder.path().join("current");
        symlink(site, &current).unwrap();
        let running = tokio::spawn(async move {
            let reload = Reload::default();
            server::serve(listener, &current, "/", reload)
                .await
                .unwrap();
        });
        Self {
            folder,
            address,
            running,
        }
    }

    fn replace(&self, site: &Path) {
        let current = self.folder.path().join("current");
        fs::remove_file(&current).unwrap();
        symlink(site, current).unwrap();
    }

    async fn show(&self, browser: &Browser, page: &str) {
        let address = format!("{}/{page}", self.address);
        browser.client.goto(&address).await.unwrap();
    }
}

/// A first visit, until the site is kept.
async fn visit(browser: &Browser, server: &Server) {
    server.show(browser, "index.html").await;
    browser.evaluate(WATCH).await;
    browser.wait_until("window.isKept").await;
}

/// From now on, nobody can be asked for what is not kept, as the rows.
async fn stop(browser: &Browser, server: &Server) {
    server.running.abort();
    browser
        .evaluate("fetch('data/measurements/runs.csv').catch(() => { window.isOffline = true; })")
        .await;
    browser.wait_until("window.isOffline").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_the_calculator_and_the_slides_work() {
    let server = Server::start(&SITE.folder).await;
    let browser = Browser::wide().await;
    visit(&browser, &server).await;
    stop(&browser, &server).await;

    browser.client.refresh().await.unwrap();
    let title = "document.querySelector('main h1').textContent";
    assert_eq!(
        browser.evaluate(title).await,
        "Python vs. Rust on AWS Lambda"
    );

    server.show(&browser, "calculator.html").await;
    browser
        .wait_until("document.querySelector('#calculator.live')")
        .await;
    browser.click("#calculator-requests").await;
    browser.evaluate("document.activeElement.select()").await;
    browser.type_keys("7M").await;
    browser
        .wait_until(
            "document.querySelector('.calculator-result').textContent.startsWith('7,000,000')",
        )
        .await;

    server.show(&browser, "slides/").await;
    let ready = Locator::Css(".reveal.ready section.present h1");
    browser
        .client
        .wait()
        .at_most(LIMIT)
        .for_element(ready)
        .await
        .unwrap();
    browser.type_keys("\u{e00f}").await;
    browser
        .wait_until("location.hash === '#/what-this-talk-is-about'")
        .await;
}

/// A copy of the site in which a page and its worker are of another version.
fn next_version(folder: &Path) -> PathBuf {
    let next = folder.join("next");
    copy(&SITE.folder, &next);
    let page = next.join("why.html");
    let html = fs::read_to_string(&page).unwrap();
    fs::write(&page, html.replace("Why compare them", "The next version")).unwrap();
    next
}

const HEADING: &str = "document.querySelector('main h1').textContent";

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_takes_over_as_a_whole_or_not_at_all() {
    let server = Server::start(&SITE.folder).await;
    let browser = Browser::wide().await;
    visit(&browser, &server).await;

    // While it is being published, the worker is new and a page is still the old one.
    let folder = tempfile::tempdir().unwrap();
    let next = next_version(folder.path());
    let (old_page, new_page) = (SITE.folder.join("why.html"), next.join("why.html"));
    site::service_worker::write(workspace::root(), &next).unwrap();
    let finished = fs::read(&new_page).unwrap();
    fs::copy(old_page, &new_page).unwrap();
    server.replace(&next);
    update(&browser).await;
    browser.wait_until("window.outcome === 'redundant'").await;
    server.show(&browser, "why.html").await;
    assert_eq!(browser.evaluate(HEADING).await, "Why compare them");

    // Published as a whole, it waits until the old pages are closed.
    fs::write(&new_page, finished).unwrap();
    update(&browser).await;
    browser.wait_until("window.outcome === 'installed'").await;
    server.show(&browser, "why.html").await;
    assert_eq!(browser.evaluate(HEADING).await, "Why compare them");
    browser.client.goto("about:blank").await.unwrap();
    server.show(&browser, "why.html").await;
    browser
        .wait_until(&format!("{HEADING} === 'The next version'"))
        .await;
}

/// Has the browser look for a new version; `window.outcome` is what came of it.
async fn update(browser: &Browser) {
    browser
        .evaluate(
            "(() => {
                window.outcome = undefined;
                navigator.serviceWorker.ready.then((registration) => {
                    registration.addEventListener('updatefound', () => {
                        const worker = registration.installing;
                        worker.addEventListener('statechange', () => {
                            window.outcome = worker.state;
                        });
                    });
                    registration.update();
                });
            })()",
        )
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn python_that_was_fetched_once_stays_without_a_network_and_in_the_next_version() {
    let server = Server::start(&SITE.folder).await;
    let browser = Browser::wide().await;
    visit(&browser, &server).await;
    server.show(&browser, "device.html").await;
    // Nobody has asked for it yet.
    browser
        .wait_until(&format!("{BUTTON}.startsWith('Fetch Python')"))
        .await;
    let is_there = "(() => {
        const python = document.getElementById('device').dataset.python;
        caches.match(python + 'pyodide.asm.wasm.deflate').then((kept) => {
            window.isThere = String(kept !== undefined);
        });
    })()";
    browser.evaluate(is_there).await;
    browser.wait_until("window.isThere === 'false'").await;
    browser.click("#device button").await;
    browser
        .wait_until("!document.querySelector('.device-kept').hidden")
        .await;

    let folder = tempfile::tempdir().unwrap();
    let next = next_version(folder.path());
    site::service_worker::write(workspace::root(), &next).unwrap();
    server.replace(&next);
    update(&browser).await;
    browser.wait_until("window.outcome === 'installed'").await;
    browser.client.goto("about:blank").await.unwrap();
    server.show(&browser, "why.html").await;
    browser
        .wait_until(&format!("{HEADING} === 'The next version'"))
        .await;

    stop(&browser, &server).await;
    server.show(&browser, "device.html").await;
    browser
        .wait_until(&format!("{BUTTON}.startsWith('Start Python')"))
        .await;
    browser.click("#device button").await;
    browser.wait_until(&format!("{BUTTON} === 'Race'")).await;
    browser.click("#device button").await;
    browser
        .wait_until(&format!("{VERDICT}?.includes('The answers are equal')"))
        .await;
}
