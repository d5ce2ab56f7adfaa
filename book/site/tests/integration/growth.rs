//! The server of `cargo site` lasts: many requests, and many changes while pages are open.

use crate::support::LIMIT;
use futures_util::StreamExt;
use http::{StatusCode, Uri};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use site::dev_server::serve;
use std::{fs, path::Path, process::Command};
use tokio::{net::TcpListener, sync::mpsc, task::JoinSet, time::timeout};
use tokio_tungstenite::{connect_async, tungstenite::Message};

const REQUESTS: usize = 10_000;
const AT_ONCE: usize = 8;
const CHANGES: usize = 1_000;

/// The most that memory may grow in a round, in KB: a tenth of a KB per request, while a leaked connection
/// or page takes several.
const MOST_GROWTH_KB: usize = 1_024;

/// A leak grows in every round; what the allocator sets aside for later does not.
const ROUNDS: usize = 5;

/// Memory in KB and open files of this process, which is the server, too.
fn held() -> (usize, usize) {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let memory = memory.unwrap().trim().trim_end_matches(" kB");
    let files = fs::read_dir("/proc/self/fd").unwrap().count();
    (memory.parse().unwrap(), files)
}

async fn request(address: &str, count: usize) {
    let address: Uri = format!("http://{address}/index.html").parse().unwrap();
    let mut visitors = JoinSet::new();
    for _ in 0..AT_ONCE {
        let address = address.clone();
        visitors.spawn(async move {
            let connector = HttpConnector::new();
            let client: Client<_, String> = Client::builder(TokioExecutor::new()).build(connector);
            for _ in 0..count / AT_ONCE {
                let response = client.get(address.clone()).await.unwrap();
                assert_eq!(response.status(), StatusCode::OK);
            }
        });
    }
    visitors.join_all().await;
}

/// Changes a style while a page is open, until the page was told to reload.
async fn change(address: &str, style: &Path, count: usize) {
    for number in 0..count {
        let (mut page, _) = connect_async(format!("ws://{address}/live-reload"))
            .await
            .unwrap();
        fs::write(style, number.to_string()).unwrap();
        let told = timeout(LIMIT, page.next()).await.expect("it is told");
        let told = told.unwrap().unwrap();
        assert_eq!(told, Message::from("reload"));
    }
}

/// In a process of its own, whose memory no other test uses.
#[test]
fn the_server_does_not_grow() {
    let tests = std::env::current_exe().unwrap();
    let alone = ["--exact", "growth::this_process_does_not_grow", "--ignored"];
    let output = Command::new(tests).args(alone).output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run in a process of its own by the test above"]
async fn this_process_does_not_grow() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    let style = root.join("book/theme/talk.css");
    fs::create_dir_all(style.parent().unwrap()).unwrap();
    fs::create_dir(root.join("site")).unwrap();
    fs::write(root.join("site/index.html"), "a page ".repeat(1_000)).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (sender, mut built) = mpsc::unbounded_channel();
    let server = tokio::spawn(async move {
        let rebuild = move |_| sender.send(()).map_err(Into::into);
        serve(listener, &root, &root.join("site"), rebuild).await
    });
    built.recv().await.unwrap();

    request(&address, REQUESTS / 10).await;
    change(&address, &style, CHANGES / 10).await;
    let (mut memory_before, files_before) = held();
    let mut growth = Vec::new();
    while growth.len() < ROUNDS && growth.last().is_none_or(|kb| *kb >= MOST_GROWTH_KB) {
        request(&address, REQUESTS).await;
        change(&address, &style, CHANGES).await;
        let (memory, files) = held();
        assert!(
            files <= files_before + AT_ONCE,
            "{files_before} open files have become {files}"
        );
        growth.push(memory.saturating_sub(memory_before));
        memory_before = memory;
    }
    assert!(
        growth.last() < Some(&MOST_GROWTH_KB),
        "in each round of {REQUESTS} requests and {CHANGES} changes it has kept more: {growth:?} KB"
    );
    assert!(built.len() >= CHANGES, "{}", built.len());
    server.abort();
}
