//! The calculator, with real keys.

use crate::support::{Browser, RIGHT, SITE};
use cost::{Bill, Usage};
use data::{Architecture, Decimal, Estimates, Variant, Workload};
use serde_json::{Value, json};
use site::figures::read_dataset;
use std::fs;

const BACKSPACE: &str = "\u{e003}";

/// The total of both bills, in Python and in Rust, by `cost` from the committed data.
fn totals(memory_mb: u32, requests: u64, free_tier: bool) -> [String; 2] {
    let dataset = read_dataset(workspace::root()).unwrap();
    let rows = Estimates::of(&dataset).unwrap().invocations;
    let region = dataset.prices.region("ap-southeast-2").unwrap();
    let one_percent: Decimal = "0.01".parse().unwrap();
    [Variant::Python, Variant::Rust].map(|variant| {
        let timing = data::measured_timing(&rows, Workload::Record, variant, memory_mb).unwrap();
        let usage = Usage {
            init_ms: timing.init_ms,
            cold_share: one_percent,
            free_tier,
            ..Usage::on_demand(
                Architecture::X86_64,
                memory_mb,
                requests,
                timing.mean_duration_ms(one_percent),
            )
        };
        Bill::of(region, &usage).total().to_string()
    })
}

/// The totals that the calculator shows, without signs of currency and grouping.
pub(super) async fn shown_totals(browser: &Browser) -> Value {
    browser
        .evaluate(
            "(() => {
                const table = document.querySelector('#calculator .calculator-table:has(tfoot)');
                const heads = Array.from(table.querySelectorAll('thead th'), (th) => th.textContent);
                const totals = table.querySelectorAll('tfoot th, tfoot td');
                return ['Python', 'Rust'].map((name) =>
                    totals[heads.indexOf(name)].textContent.replace(/[$,]/g, ''));
            })()",
        )
        .await
}

/// The widget marks the page as its own by listening: the prerendered one has no such input.
pub(super) async fn open_calculator() -> Browser {
    let browser = Browser::wide().await;
    browser.open("calculator.html").await;
    browser.wait_until(IS_LIVE).await;
    browser
}

pub(super) const IS_LIVE: &str = "document.querySelector('#calculator.live')";
/// The heading over the inputs that few need.
const CHANGED: &str = "document.querySelector('.calculator-more summary').textContent";
const SELECT_ALL: &str = "document.activeElement.select()";
/// The calculator's result for a month.
const RESULT: &str = "document.querySelector('.calculator-result').textContent";
pub(super) const OWN_REPORT: &str = "REPORT RequestId: x Duration: 3 ms Billed Duration: 3 ms Memory Size: 512 MB \
                          Max Memory Used: 30 MB";

#[tokio::test]
async fn invocations_typed_key_by_key_change_the_bill_to_what_cost_says() {
    let browser = open_calculator().await;
    assert_eq!(
        shown_totals(&browser).await,
        json!(totals(512, 100_000_000, true))
    );
    focus(&browser, "calculator-requests").await;
    browser.evaluate(SELECT_ALL).await;
    let mut typed = String::new();
    for key in "2,500,000".chars() {
        browser.type_keys(&key.to_string()).await;
        typed.push(key);
        assert_eq!(
            browser.evaluate("document.activeElement.value").await,
            typed
        );
    }
    assert_eq!(
        shown_totals(&browser).await,
        json!(totals(512, 2_500_000, true))
    );
    let sentence = browser.evaluate("document.querySelector('.calculator-result').textContent");
    assert!(
        sentence
            .await
            .as_str()
            .unwrap()
            .starts_with("2,500,000 invocations of record")
    );
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    assert_eq!(browser.foreign_requests().await, Vec::<String>::new());
}

#[tokio::test]
async fn choices_and_switches_work_by_keyboard() {
    let browser = open_calculator().await;
    focus(&browser, "calculator-memory").await;
    browser.type_keys("128").await;
    assert_eq!(
        shown_totals(&browser).await,
        json!(totals(128, 100_000_000, true))
    );
    focus(&browser, "calculator-free-tier").await;
    browser.type_keys(" ").await;
    assert_eq!(
        shown_totals(&browser).await,
        json!(totals(128, 100_000_000, false))
    );
}

#[tokio::test]
async fn a_new_regions_price_is_shown_once_ones_own_is_taken_out() {
    let browser = open_calculator().await;
    let listed = "document.getElementById('calculator-http-api-price').placeholder";
    assert_eq!(browser.evaluate(listed).await, "not known here");
    type_into(&browser, "calculator-http-api-price", "7").await;
    focus(&browser, "calculator-region").await;
    browser.type_keys("us-east-1").await;
    type_into(&browser, "calculator-http-api-price", BACKSPACE).await;
    let typed = "document.getElementById('calculator-http-api-price').value";
    assert_eq!(browser.evaluate(typed).await, "");
    assert_eq!(browser.evaluate(listed).await, "1");
}

#[tokio::test]
async fn what_cannot_be_read_is_named_and_the_bill_stays() {
    let browser = open_calculator().await;
    let before = shown_totals(&browser).await;
    focus(&browser, "calculator-requests").await;
    browser.type_keys("x").await;
    assert_eq!(
        browser.evaluate("document.activeElement.value").await,
        "x100,000,000"
    );
    assert_eq!(
        browser.evaluate("document.activeElement.ariaInvalid").await,
        "true"
    );
    let error = browser.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby'))
            .textContent",
    );
    assert!(error.await.as_str().unwrap().starts_with("not a number"));
    assert_eq!(shown_totals(&browser).await, before);
}

/// The page before the widget starts: the wasm arrives when the test lets it, by [`start`].
pub(super) async fn open_without_widget() -> Browser {
    let browser = Browser::wide().await;
    browser
        .before_every_page(
            "const start = WebAssembly.instantiateStreaming;
            const gate = new Promise((open) => { window.openGate = open; });
            WebAssembly.instantiateStreaming = async (...wasm) => {
                await gate;
                return start(...wasm);
            };",
        )
        .await;
    browser.open("calculator.html").await;
    browser
}

pub(super) async fn start(browser: &Browser) {
    browser.evaluate("openGate()").await;
    browser.wait_until(IS_LIVE).await;
}

#[tokio::test]
async fn what_was_typed_before_the_widget_started_is_kept() {
    let browser = open_without_widget().await;
    type_into(&browser, "calculator-requests", "7000000").await;
    start(&browser).await;
    let focused = "[document.activeElement.id, document.activeElement.value]";
    let expected = json!(["calculator-requests", "7000000"]);
    assert_eq!(browser.evaluate(focused).await, expected);
    assert_eq!(
        shown_totals(&browser).await,
        json!(totals(512, 7_000_000, true))
    );
}

#[tokio::test]
async fn a_slider_that_was_moved_before_the_widget_started_stays() {
    let browser = open_without_widget().await;
    focus(&browser, "calculator-slider").await;
    browser.type_keys(RIGHT).await;
    start(&browser).await;
    let shown =
        "['slider', 'requests'].map((id) => document.getElementById(`calculator-${id}`).value)";
    assert_eq!(browser.evaluate(shown).await, json!(["51", "120,000,000"]));
    assert_eq!(
        shown_totals(&browser).await,
        json!(totals(512, 120_000_000, true))
    );
}

#[tokio::test]
async fn a_preset_that_was_chosen_before_the_widget_started_is_opened() {
    let browser = open_without_widget().await;
    browser.click("[data-preset*='aggregate']").await;
    start(&browser).await;
    browser
        .wait_until(&format!("{RESULT}.includes(' of aggregate a month ')"))
        .await;
}

/// Behind "More" stand those that few need.
#[tokio::test]
async fn the_memory_is_one_choice_until_the_languages_differ() {
    let browser = open_calculator().await;
    let shown = "['memory', 'rust-memory', 'python-memory']
        .map((id) => document.getElementById(`calculator-${id}`).selectedOptions[0].textContent)";
    focus(&browser, "calculator-memory").await;
    browser.type_keys("1,0").await;
    let all = json!(["1,024 MB", "1,024 MB", "1,024 MB"]);
    assert_eq!(browser.evaluate(shown).await, all);
    assert_eq!(browser.evaluate(CHANGED).await, "More ");
    focus(&browser, "calculator-python-memory").await;
    browser.type_keys("128").await;
    let differ = json!(["by language", "1,024 MB", "128 MB"]);
    assert_eq!(browser.evaluate(shown).await, differ);
    assert_eq!(browser.evaluate(CHANGED).await, "More (2 changed)");
    type_into(&browser, "calculator-wait", "40").await;
    assert_eq!(browser.evaluate(CHANGED).await, "More (3 changed)");
    focus(&browser, "calculator-memory").await;
    browser.type_keys("5").await;
    let again = json!(["512 MB", "512 MB", "512 MB"]);
    assert_eq!(browser.evaluate(shown).await, again);
    assert_eq!(browser.evaluate(CHANGED).await, "More (1 changed)");
}

#[tokio::test]
async fn a_preset_sets_the_scenario_and_the_address() {
    let browser = open_calculator().await;
    let pressed = "document.querySelector('[aria-pressed=true]')?.textContent";
    assert_eq!(browser.evaluate(pressed).await, "The talk");
    type_into(&browser, "calculator-wait", "40").await;
    assert_eq!(browser.evaluate(pressed).await, Value::Null);
    // Away from the menu bar, which stays on the screen.
    browser
        .evaluate("document.querySelector('.calculator-form').scrollIntoView({ block: 'center' })")
        .await;
    browser.click("[data-preset*='aggregate']").await;
    browser
        .wait_until("location.hash === '#2&f=aggregate&n=5M&c=0.1&t=off'")
        .await;
    assert_eq!(browser.evaluate(pressed).await, "Queue");
    assert!(
        result_in_words(&browser)
            .await
            .starts_with("5,000,000 invocations of aggregate")
    );
    let inputs = "['function', 'requests', 'cold-share', 'wait']
        .map((id) => document.getElementById(`calculator-${id}`).value)";
    let expected = json!(["aggregate", "5M", "0.1", "0"]);
    assert_eq!(browser.evaluate(inputs).await, expected);
    browser.click("[data-preset='']").await;
    browser.wait_until("location.hash === ''").await;
    assert_eq!(
        shown_totals(&browser).await,
        json!(totals(512, 100_000_000, true))
    );
}

#[tokio::test]
async fn own_figures_that_were_pasted_before_the_widget_started_are_read() {
    let browser = open_without_widget().await;
    paste_into(&browser, "calculator-own-rust", OWN_REPORT).await;
    start(&browser).await;
    let read = format!("{RESULT}.startsWith('100,000,000 invocations of yours')");
    browser.wait_until(&read).await;
    let chosen = "document.getElementById('calculator-data').selectedOptions[0].textContent";
    assert_eq!(browser.evaluate(chosen).await, "Yours");
    let kept = "document.getElementById('calculator-own-rust').value";
    assert_eq!(browser.evaluate(kept).await, OWN_REPORT);
}

/// Puts the focus into an input, and opens what hides it.
pub(super) async fn focus(browser: &Browser, id: &str) {
    let focus = format!(
        "(() => {{
            const input = document.getElementById('{id}');
            const details = input.closest('details');
            if (details) details.open = true;
            input.focus();
        }})()"
    );
    browser.evaluate(&focus).await;
}

/// Types over what stands in an input.
pub(super) async fn type_into(browser: &Browser, id: &str, keys: &str) {
    focus(browser, id).await;
    browser.evaluate(SELECT_ALL).await;
    browser.type_keys(keys).await;
}

/// Puts a text over what stands in an input, all at once, as from the clipboard.
pub(super) async fn paste_into(browser: &Browser, id: &str, text: &str) {
    focus(browser, id).await;
    browser.evaluate(SELECT_ALL).await;
    let text = Value::from(text);
    let insert = format!("document.execCommand('insertText', false, {text})");
    assert_eq!(browser.evaluate(&insert).await, true);
}

pub(super) async fn result_in_words(browser: &Browser) -> String {
    let text = browser.evaluate("document.querySelector('.calculator-result').textContent");
    text.await.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn own_figures_are_billed_and_stay_in_the_browser() {
    let browser = open_calculator().await;
    let before = result_in_words(&browser).await;
    let error = "document.getElementById('calculator-own-rust-error').textContent";
    type_into(&browser, "calculator-own-rust", "nothing").await;
    let refused = format!("{error}.startsWith('line 1: nothing here can be read')");
    browser.wait_until(&refused).await;
    assert_eq!(result_in_words(&browser).await, before);
    for (id, ms, billed_ms) in [
        ("calculator-own-rust", "1.5", 2),
        ("calculator-own-python", "30", 30),
    ] {
        let report = format!(
            "REPORT RequestId: x Duration: {ms} ms Billed Duration: {billed_ms} ms \
             Memory Size: 512 MB Max Memory Used: 30 MB"
        );
        paste_into(&browser, id, &report).await;
    }
    let compared = format!("{RESULT}.endsWith('Rust takes 95.0\u{a0}% less time.')");
    browser.wait_until(&compared).await;
    assert_eq!(browser.evaluate(error).await, "");
    let words = result_in_words(&browser).await;
    assert!(
        words.starts_with("100,000,000 invocations of yours"),
        "{words}"
    );
    let cut = "REPORT RequestId: y Duration: 1.5 ms Billed Duration: 2 ms Memory Size: 51";
    paste_into(
        &browser,
        "calculator-own-rust",
        &format!("{OWN_REPORT}\n{cut}"),
    )
    .await;
    let named = format!("{error}.startsWith('line 2 is left out: `Memory Size: 51`')");
    browser.wait_until(&named).await;
    assert!(result_in_words(&browser).await.contains("of yours"));
    let provenance = browser
        .evaluate("document.querySelector('#calculator .calculator-provenance').textContent");
    assert!(
        provenance
            .await
            .as_str()
            .unwrap()
            .starts_with("Your own figures")
    );
    let link = browser.evaluate("document.querySelector('[data-hash]').dataset.hash");
    assert_eq!(link.await, "");
    assert_eq!(browser.foreign_requests().await, Vec::<String>::new());
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}

/// The page itself has the default scenario, for readers without JavaScript.
#[test]
fn the_default_scenario_is_prerendered() {
    let html = fs::read_to_string(SITE.folder.join("calculator.html")).unwrap();
    for total in totals(512, 100_000_000, true) {
        assert!(html.contains(&format!("${total}")), "{total}");
    }
}
