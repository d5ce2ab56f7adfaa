//! The page that the speaker sees while changing the talk.

use crate::{
    copy::{Copy, edit},
    support::{Browser, LIMIT},
};
use futures_util::StreamExt;
use site::{build::build_again, build_cache::BuildCache, dev_server::serve};
use std::sync::mpsc;
use tokio::{net::TcpListener, time::timeout};
use tokio_tungstenite::{connect_async, tungstenite::Message};

const FAILURE: &str = "document.querySelector('.failed-build')?.textContent";

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_shown_and_a_mistake_is_said_on_the_last_good_page() {
    let copy = Copy::served();
    let out = copy.build();
    let root = copy.root().to_owned();
    let sources = copy.sources.clone();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (gate, opened) = mpsc::channel();
    let rebuild = {
        let out = out.clone();
        let mut cache = BuildCache::default();
        let mut first = Some(opened);
        move |_| {
            if let Some(opened) = first.take() {
                opened.recv().unwrap();
            }
            build_again(&sources, &out, &mut cache)
        }
    };
    let server = tokio::spawn({
        let root = root.clone();
        async move { serve(listener, &root, &out, rebuild).await }
    });
    // The first build has any page loaded again that an earlier server left open.
    let (mut left_open, _) = connect_async(format!("ws://{address}/live-reload"))
        .await
        .unwrap();
    gate.send(()).unwrap();
    let told = timeout(LIMIT, left_open.next()).await.expect("it is told");
    let told = told.unwrap().unwrap();
    assert_eq!(told, Message::from("reload"));

    let browser = Browser::wide().await;
    let show = async |page: &str| {
        browser
            .client
            .goto(&format!("http://{address}/{page}"))
            .await
            .unwrap();
    };

    show("results.html").await;
    browser.evaluate("window.isFirst = true").await;
    let is_first = async || browser.evaluate("window.isFirst === true").await == true;
    let chapter = root.join("book/src/results.md");
    edit(&chapter, "# Results", "# Results\n\nA sentence of *today*.");
    let is_shown = "document.querySelector('main')?.textContent.includes('A sentence of today.')";
    browser.wait_until_reloaded(is_shown).await;
    assert!(is_first().await, "a paragraph needs no reload");

    edit(&chapter, "A sentence of *today*.", "{{#chart unknown}}");
    let said = format!("{FAILURE}?.includes('book/src/results.md:6: `{{{{#chart unknown}}}}`')");
    browser.wait_until_reloaded(&said).await;
    assert_eq!(browser.evaluate(is_shown).await, true);
    edit(&chapter, "{{#chart unknown}}", "Another sentence.");
    let is_replaced =
        "document.querySelector('h1').nextElementSibling.textContent === 'Another sentence.'";
    browser
        .wait_until_reloaded(&format!("!{FAILURE} && {is_replaced}"))
        .await;
    assert!(is_first().await, "a paragraph needs no reload");

    // What scripts may have to do with is loaded again, as are styles, which no page names.
    edit(&chapter, "Another sentence.", "```sh\nls\n```");
    let is_code = "document.querySelector('main pre')?.textContent.includes('ls')";
    browser.wait_until_reloaded(is_code).await;
    assert!(!is_first().await, "a block of code has a button");
    let style = root.join("book/theme/talk.css");
    edit(&style, "/* The page:", "body { --today: 1 }\n/* The page:");
    let is_styled = "getComputedStyle(document.body).getPropertyValue('--today') === '1'";
    browser.wait_until_reloaded(is_styled).await;
    edit(&chapter, "```sh\nls\n```", "{{#chart unknown}}");
    browser.wait_until_reloaded(&said).await;

    // Also where a page is opened only now.
    show("slides/index.html").await;
    browser.wait_until_reloaded(&said).await;
    edit(&chapter, "{{#chart unknown}}", "All is well.");
    browser.wait_until_reloaded(&format!("!{FAILURE}")).await;
    show("results.html").await;
    browser
        .wait_until_reloaded("document.querySelector('main').textContent.includes('All is well.')")
        .await;
    server.abort();
}
