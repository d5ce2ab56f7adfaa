//! The race: as a replay, and live.

use crate::support::{Browser, SITE};
use data::{Invocation, Millis, Start, Variant, Workload};
use site::figures::read_dataset;
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

const BUTTON: &str = "[data-demo] button";
const VERDICT: &str = "document.querySelector('.demo-verdict').textContent";
const IS_OVER: &str = "document.querySelector('.demo-verdict').textContent.includes('in Python')";

/// INIT and a hundred calls of the committed run, in ms.
fn measured_ms(workload: Workload, variant: Variant) -> f64 {
    let dataset = read_dataset(workspace::root()).unwrap();
    let is_in_cell =
        |row: &&Invocation| (row.workload, row.variant, row.memory_mb) == (workload, variant, 512);
    let rows: Vec<_> = dataset.invocations.iter().filter(is_in_cell).collect();
    let is_first = |row: &&&Invocation| row.start == Start::Cold && row.repetition == 1;
    let cold = rows.iter().rfind(is_first).unwrap();
    let warm = rows.iter().filter(|row| row.start == Start::Warm);
    let calls = [cold].into_iter().chain(warm.take(99));
    let init = cold.init_ms.map_or(0.0, Millis::as_f64);
    init + calls.map(|row| row.duration_ms.as_f64()).sum::<f64>()
}

async fn lane(browser: &Browser, variant: &str, part: &str) -> String {
    let selector = format!("[data-variant={variant}] .demo-{part}");
    let text = format!("document.querySelector('{selector}').textContent");
    browser.evaluate(&text).await.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_committed_run_is_replayed_and_says_so() {
    for browser in [Browser::wide().await, Browser::phone().await] {
        browser.open("demo.html").await;
        assert_eq!(lane(&browser, "python", "calls").await, "0 of 100 calls");
        browser
            .evaluate("document.querySelector('[data-demo] select').value = 'dedupe'")
            .await;
        browser.click(BUTTON).await;
        // Rust is through, and Python on its way.
        browser
            .wait_until(
                "document.querySelector('[data-variant=rust] .demo-calls').textContent === \
                 '100 of 100 calls' && Number.parseInt(document.querySelector(\
                 '[data-variant=python] .demo-calls').textContent) < 100",
            )
            .await;
        browser.wait_until(IS_OVER).await;
        for (name, variant) in [("rust", Variant::Rust), ("python", Variant::Python)] {
            let shown = lane(&browser, name, "time").await;
            let shown: f64 = shown.split('\u{a0}').next().unwrap().parse().unwrap();
            let measured = measured_ms(Workload::Dedupe, variant);
            assert!((shown / measured - 1.0).abs() < 0.01, "{shown} {measured}");
            assert_eq!(lane(&browser, name, "calls").await, "100 of 100 calls");
        }
        let source = "document.querySelector('.demo-source').textContent";
        let source = browser.evaluate(source).await;
        let source = source.as_str().unwrap();
        let run = read_dataset(workspace::root()).unwrap().run;
        let expected = format!("A replay, measured {}", run.measured_where());
        assert!(source.starts_with(&expected), "{source}");
        assert_eq!(browser.complaints().await, Vec::<String>::new());
        assert_eq!(browser.foreign_requests().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_key_starts_the_race_on_its_slide() {
    let browser = Browser::deck().await;
    browser.open("slides/index.html#/the-race").await;
    browser
        .wait_until("document.querySelector('.reveal.ready section.present#the-race')")
        .await;
    browser.type_keys("r").await;
    browser.wait_until(IS_OVER).await;
}

/// Without JavaScript the page shows how the race went.
#[tokio::test]
async fn the_result_is_in_the_page() {
    let browser = Browser::without_scripts().await;
    browser.open("demo.html").await;
    for variant in ["rust", "python"] {
        assert_eq!(lane(&browser, variant, "calls").await, "100 of 100 calls");
        let usd = lane(&browser, variant, "usd").await;
        assert!(usd.starts_with("0.0000"), "{usd}");
    }
}

/// `cargo measure demo` on the built site, until this is dropped.
struct Demo {
    process: Child,
    page: String,
    /// Open as long as it runs: it may have more to say.
    _output: BufReader<ChildStdout>,
}

impl Demo {
    fn start() -> Self {
        // `cargo test --workspace` builds it beside the site's own.
        let measure = Path::new(env!("CARGO_BIN_EXE_site")).with_file_name("measure");
        let mut process = Command::new(&measure)
            .args(["demo", "--port", "0", "--workload", "hello", "--calls", "7"])
            .args(["--profile", "dev", "--site"])
            .arg(&SITE.folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", measure.display()));
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let page = line.strip_prefix("The race:").expect("it ended early");
        Self {
            page: page.trim().to_owned(),
            process,
            _output: output,
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn a_live_race_is_run_by_the_local_lambda() {
    let demo = Demo::start();
    let browser = Browser::wide().await;
    browser.client.goto(&demo.page).await.unwrap();
    let choose = "document.querySelector('[data-demo] select').value";
    browser.evaluate(&format!("{choose} = 'hello'")).await;
    browser.click(BUTTON).await;
    browser.wait_until(IS_OVER).await;
    let verdict = browser.evaluate(VERDICT).await;
    let verdict = verdict.as_str().unwrap();
    assert!(verdict.starts_with("7 calls of hello took"), "{verdict}");
    for variant in ["rust", "python"] {
        assert_eq!(lane(&browser, variant, "calls").await, "7 of 7 calls");
    }
    let source = "document.querySelector('.demo-source').textContent";
    let source = browser.evaluate(source).await;
    assert!(
        source.as_str().unwrap().starts_with("Live on this machine"),
        "{source}"
    );
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}

#[tokio::test]
async fn without_a_local_lambda_a_live_race_says_what_to_do() {
    let browser = Browser::wide().await;
    browser.open("demo.html?live").await;
    browser.click(BUTTON).await;
    browser.wait_until(VERDICT).await;
    let verdict = browser.evaluate(VERDICT).await;
    assert!(
        verdict.as_str().unwrap().contains("`cargo measure demo`"),
        "{verdict}"
    );
}
