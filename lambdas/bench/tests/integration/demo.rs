//! The race as the page is told of it.

use bench::demo::{self, Options, Served};
use cost::Bill;
use data::{Architecture, Decimal, Workload};
use serde_json::Value;
use std::{fs, path::PathBuf};
use tempfile::TempDir;

const CALLS: u32 = 5;

fn options(site: PathBuf) -> Options {
    Options {
        port: 0,
        workloads: vec![Workload::Hello],
        memory_mb: 512,
        calls: CALLS,
        region: "us-east-1".to_owned(),
        site,
        profile: "dev".to_owned(),
    }
}

fn site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("index.html"), "The talk").unwrap();
    folder
}

/// The status and the body of an answer, once it has ended.
async fn get(served: &Served, path: &str) -> (u16, String) {
    let url = format!("http://{}{path}", served.address);
    let exchange = move || {
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        let agent: ureq::Agent = config.build().into();
        let mut answer = agent.get(url).call().unwrap();
        let body = answer.body_mut().read_to_string().unwrap();
        (answer.status().as_u16(), body)
    };
    tokio::task::spawn_blocking(exchange).await.unwrap()
}

/// The events' names and their data.
fn moments(events: &str) -> Vec<(&str, Value)> {
    let moment = |event| {
        let event = str::strip_prefix(event, "event: ")?;
        let (name, data) = event.split_once("\ndata: ")?;
        Some((name, serde_json::from_str(data).ok()?))
    };
    let events = events.trim().split("\n\n");
    events
        .map(|event| moment(event).unwrap_or_else(|| panic!("{event:?}")))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn both_languages_make_their_calls_and_the_bill_grows() {
    let site = site();
    let served = Served::start(&options(site.path().to_owned()))
        .await
        .unwrap();
    assert_eq!(get(&served, "/").await, (200, "The talk".to_owned()));

    // Twice: a race leaves nothing behind.
    for _ in 0..2 {
        let (status, events) = get(&served, "/live/race?workload=hello").await;
        assert_eq!(status, 200);
        let moments = moments(&events);
        let (first, last) = (&moments[0], &moments[moments.len() - 1]);
        assert_eq!(first.0, "start");
        assert_eq!(first.1["memory_mb"], 512);
        assert_eq!(first.1["calls"], CALLS);
        assert_eq!(first.1["region"], "us-east-1");
        assert_eq!(last.0, "finish");
        for variant in ["rust", "python"] {
            check_calls(&moments, variant);
        }
    }
    served.stop().await;
}

fn check_calls(moments: &[(&str, Value)], variant: &str) {
    let calls = moments
        .iter()
        .filter(|(name, call)| *name == "call" && call["variant"] == variant);
    let calls: Vec<_> = calls.map(|(_, call)| call).collect();
    assert_eq!(calls.len(), CALLS as usize, "{variant}");
    let prices = data::read_prices(&workspace::root().join("data/prices")).unwrap();
    let prices = prices.region("us-east-1").unwrap();
    let mut usd = Decimal::ZERO;
    for (index, call) in calls.iter().enumerate() {
        let init = call["init_ms"].as_f64();
        assert_eq!(init.is_some(), index == 0, "{call}");
        let duration = call["duration_ms"].as_f64().unwrap();
        assert!(duration > 0.0, "{call}");
        let billed = call["billed_ms"].as_u64().unwrap();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let expected = (init.unwrap_or(0.0) + duration).ceil() as u64;
        assert_eq!(billed, expected, "{call}");
        usd = usd + Bill::of_call(prices, architecture(), 512, billed);
        assert_eq!(call["usd"], usd.to_string());
    }
}

fn architecture() -> Architecture {
    std::env::consts::ARCH
        .replace("aarch64", "arm64")
        .parse()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_race_is_refused() {
    let site = site();
    let served = Served::start(&options(site.path().to_owned()))
        .await
        .unwrap();
    let answer = get(&served, "/live/race?workload=record").await;
    assert_eq!(
        answer,
        (404, "`record` does not race here: use hello\n".to_owned())
    );
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsal_has_each_function_answer_and_says_so() {
    let site = site();
    let said = demo::call_once(&options(site.path().to_owned()))
        .await
        .unwrap();
    let expected = "hello answered in Rust and in Python at http://127.0.0.1:";
    assert!(said.starts_with(expected), "{said}");
}

#[tokio::test]
async fn without_a_site_or_a_region_it_says_what_to_do() {
    let empty = tempfile::tempdir().unwrap();
    let error = Served::start(&options(empty.path().to_owned())).await;
    let error = error.err().unwrap().to_string();
    assert!(
        error.ends_with("run `cargo site build`, or name its folder with --site"),
        "{error}"
    );

    let site = site();
    let mut unknown = options(site.path().to_owned());
    unknown.region = "mars-1".to_owned();
    let error = Served::start(&unknown).await.err().unwrap().to_string();
    assert!(error.starts_with("`mars-1` is unknown"), "{error}");
}
