//! The built site in a browser, as a reader meets it.

#[path = "support/browser.rs"]
mod support;

use cost::{Bill, Usage};
use data::{Architecture, Dataset, Decimal, Timing, Variant, Workload};
use serde_json::{Value, json};
use site::workspace;
use std::{fs, path::PathBuf};
use support::{Browser, SITE};

/// The pages of the site; `toc.html` is the sidebar without JavaScript, a part of each.
fn pages() -> Vec<String> {
    let files = fs::read_dir(&SITE.folder).unwrap();
    let paths = files.map(|file| PathBuf::from(file.unwrap().file_name()));
    let is_page = |path: &PathBuf| {
        path.extension()
            .is_some_and(|extension| extension == "html")
    };
    let names = paths.filter(is_page).map(|path| path.display().to_string());
    names.filter(|name| name != "toc.html").collect()
}

#[tokio::test]
async fn the_results_have_charts_with_a_name_and_a_table() {
    let browser = Browser::wide().await;
    browser.open("results.html").await;
    let charts = browser
        .evaluate(
            "Array.from(document.querySelectorAll('figure.chart'), (figure) => {
                const svg = figure.querySelector('svg[role=img]');
                const ids = svg.getAttribute('aria-labelledby').split(' ');
                const { width, height } = svg.getBoundingClientRect();
                return {
                    name: ids.map((id) => document.getElementById(id).textContent).join(' '),
                    isDrawn: width > 300 && height > 150,
                    rows: figure.querySelectorAll('tbody tr').length,
                    provenance: figure.querySelector('.measured').textContent,
                };
            })",
        )
        .await;
    let charts = charts.as_array().unwrap();
    // Each variant that connects in INIT, at five memory sizes.
    let expected = [("Cold start", 13), ("Warm calls", 4), ("Warm calls", 9)];
    assert_eq!(charts.len(), expected.len());
    for (chart, (name, variants)) in charts.iter().zip(expected) {
        assert!(chart["name"].as_str().unwrap().starts_with(name), "{chart}");
        assert_eq!(chart["isDrawn"], true, "{chart}");
        assert_eq!(chart["rows"], 5 * variants, "{chart}");
        assert!(
            chart["provenance"].as_str().unwrap().contains("not on AWS"),
            "{chart}"
        );
    }
}

#[tokio::test]
async fn no_page_complains_or_asks_for_anything_elsewhere() {
    let browser = Browser::wide().await;
    for page in pages() {
        browser.open(&page).await;
        browser
            .wait_until("document.readyState === 'complete'")
            .await;
        assert_eq!(browser.complaints().await, Vec::<String>::new(), "{page}");
        assert_eq!(
            browser.foreign_requests().await,
            Vec::<String>::new(),
            "{page}"
        );
    }
}

#[tokio::test]
async fn on_a_phone_the_tables_scroll_and_the_page_does_not() {
    let browser = Browser::phone().await;
    for page in pages() {
        browser.open(&page).await;
        browser
            .evaluate("document.querySelectorAll('details').forEach((d) => d.open = true)")
            .await;
        let page_scrolls = "document.documentElement.scrollWidth > innerWidth";
        assert_eq!(browser.evaluate("innerWidth").await, 390);
        assert_eq!(browser.evaluate(page_scrolls).await, false, "{page}");
    }
    browser.open("aws.html").await;
    let wide = "figure.published [role=region][tabindex='0']";
    let scrolled = browser
        .evaluate(&format!(
            "(() => {{ const table = document.querySelector(\"{wide}\");
                table.scrollLeft = 50; return table.scrollLeft; }})()"
        ))
        .await;
    assert_eq!(scrolled, 50);
}

/// The contrast of two colours by the Web Content Accessibility Guidelines, and what is
/// compared: the charts' text colours against the page.
const CONTRASTS: &str = "(() => {
    const luminance = (color) => {
        const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((value) => {
            const part = value / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const page = luminance(getComputedStyle(document.documentElement).backgroundColor);
    const texts = document.querySelectorAll('figure.chart svg text, #calculator svg text');
    return Array.from(texts, (text) => {
        const [dark, light] = [page, luminance(getComputedStyle(text).fill)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    });
})()";

#[tokio::test]
async fn charts_follow_the_theme_and_stay_legible() {
    let browser = Browser::wide().await;
    let mut colors = Vec::new();
    for theme in ["light", "rust", "coal", "navy", "ayu"] {
        for page in ["calculator.html", "results.html"] {
            browser.open(page).await;
            browser.click("#mdbook-theme-toggle").await;
            browser.click(&format!("#mdbook-theme-{theme}")).await;
            let contrasts = browser.evaluate(CONTRASTS).await;
            let contrasts = contrasts.as_array().unwrap();
            assert!(contrasts.len() > 20);
            let is_legible = |contrast: &serde_json::Value| contrast.as_f64().unwrap() >= 4.5;
            let all_are = contrasts.iter().all(is_legible);
            assert!(all_are, "{page}, {theme}: {contrasts:?}");
        }
        let bar = "getComputedStyle(document.querySelector('figure.chart rect')).fill";
        colors.push(browser.evaluate(bar).await);
    }
    let [light, _, _, navy, _] = colors.as_slice() else {
        unreachable!("one for each theme");
    };
    assert_ne!(light, navy);
}

#[tokio::test]
async fn the_sidebar_and_the_search_work_by_keyboard() {
    const ENTER: &str = "\u{e007}";
    let browser = Browser::wide().await;
    browser.open("results.html").await;
    browser
        .evaluate("document.getElementById('mdbook-sidebar-toggle').focus()")
        .await;
    for expanded in ["false", "true"] {
        browser.type_keys(ENTER).await;
        let expression = format!(
            "document.activeElement.ariaExpanded === '{expanded}' \
             && document.documentElement.classList.contains('sidebar-visible') === {expanded}"
        );
        browser.wait_until(&expression).await;
    }
    browser.evaluate("document.activeElement.blur()").await;
    browser.type_keys("/").await;
    browser
        .wait_until("document.activeElement.id === 'mdbook-searchbar'")
        .await;
    browser.type_keys("sandbox").await;
    browser
        .wait_until("document.querySelector('#mdbook-searchresults a[href*=\"results.html\"]')")
        .await;
}

/// What the results page says in its first paragraph has to be there without JavaScript too.
#[test]
fn the_figures_are_in_the_pages_themselves() {
    let index = fs::read_to_string(SITE.folder.join("index.html")).unwrap();
    assert!(!index.contains("{{#"), "a directive is left");
    assert!(index.contains("\u{a0}ms"), "no measured figure");
}

/// The total of both bills, in Python and in Rust, by `cost` from the committed data.
fn totals(memory_mb: u32, requests: u64, free_tier: bool) -> [String; 2] {
    let dataset = Dataset::read(&workspace::root().join("data")).unwrap();
    let region = dataset.prices.region("ap-southeast-2").unwrap();
    let one_percent: Decimal = "0.01".parse().unwrap();
    [Variant::Python, Variant::Rust].map(|variant| {
        let rows = &dataset.invocations;
        let timing = Timing::of(rows, Workload::Record, variant, memory_mb).unwrap();
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
async fn shown_totals(browser: &Browser) -> Value {
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
async fn open_calculator() -> Browser {
    let browser = Browser::wide().await;
    browser.open("calculator.html").await;
    browser.wait_until(IS_LIVE).await;
    browser
}

const IS_LIVE: &str = "document.querySelector('#calculator.live')";
const SELECT_ALL: &str = "document.activeElement.select()";

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
    for id in ["calculator-python-memory", "calculator-rust-memory"] {
        focus(&browser, id).await;
        browser.type_keys("128").await;
    }
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
async fn what_cannot_be_read_is_named_and_the_bill_stays() {
    let browser = open_calculator().await;
    let before = shown_totals(&browser).await;
    focus(&browser, "calculator-requests").await;
    browser.type_keys("x").await;
    assert_eq!(
        browser.evaluate("document.activeElement.value").await,
        "100,000,000x"
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

/// The wasm arrives when the test lets it, long after the reader began to type.
#[tokio::test]
async fn what_was_typed_before_the_widget_started_is_kept() {
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
    focus(&browser, "calculator-requests").await;
    browser.evaluate(SELECT_ALL).await;
    browser.type_keys("7000000").await;
    browser.evaluate("openGate()").await;
    browser.wait_until(IS_LIVE).await;
    let focused = "[document.activeElement.id, document.activeElement.value]";
    let expected = json!(["calculator-requests", "7000000"]);
    assert_eq!(browser.evaluate(focused).await, expected);
    assert_eq!(
        shown_totals(&browser).await,
        json!(totals(512, 7_000_000, true))
    );
}

/// Puts the focus into an input, and opens what hides it.
async fn focus(browser: &Browser, id: &str) {
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
async fn type_into(browser: &Browser, id: &str, keys: &str) {
    focus(browser, id).await;
    browser.evaluate(SELECT_ALL).await;
    browser.type_keys(keys).await;
}

async fn result_in_words(browser: &Browser) -> String {
    let text = browser.evaluate("document.querySelector('.calculator-result').textContent");
    text.await.as_str().unwrap().to_owned()
}

/// A copied link in another window, and one that is opened in the same.
#[tokio::test]
async fn a_link_reopens_its_scenario() {
    let browser = open_calculator().await;
    type_into(&browser, "calculator-requests", "2.5k/s").await;
    type_into(&browser, "calculator-wait", "40").await;
    let (before, words) = (
        shown_totals(&browser).await,
        result_in_words(&browser).await,
    );
    let hash = "#1&n=2.5k%2Fs&w=40";
    browser
        .wait_until(&format!("location.hash === '{hash}'"))
        .await;
    let other = Browser::phone().await;
    other.open(&format!("calculator.html{hash}")).await;
    other.wait_until(IS_LIVE).await;
    assert_eq!(shown_totals(&other).await, before);
    assert_eq!(result_in_words(&other).await, words);
    browser.evaluate("location.hash = '#1&n=7&r=mars-1'").await;
    browser
        .wait_until("document.querySelector('#calculator [role=alert]')")
        .await;
    let alert = browser.evaluate("document.querySelector('#calculator [role=alert]').textContent");
    assert!(alert.await.as_str().unwrap().contains("`r=mars-1`"));
    assert!(result_in_words(&browser).await.starts_with("7 invocations"));
    let typed = "document.getElementById('calculator-wait').value";
    assert_eq!(browser.evaluate(typed).await, "0");
}

#[tokio::test]
async fn own_figures_are_billed_and_stay_in_the_browser() {
    let browser = open_calculator().await;
    let before = result_in_words(&browser).await;
    let error = "document.getElementById('calculator-own-rust-error').textContent";
    type_into(&browser, "calculator-own-rust", "nothing").await;
    let reason = browser.evaluate(error).await;
    assert!(
        reason
            .as_str()
            .unwrap()
            .starts_with("line 1: neither REPORT")
    );
    assert_eq!(result_in_words(&browser).await, before);
    for (id, ms, billed_ms) in [
        ("calculator-own-rust", "1.5", 2),
        ("calculator-own-python", "30", 30),
    ] {
        let report = format!(
            "REPORT RequestId: x Duration: {ms} ms Billed Duration: {billed_ms} ms \
             Memory Size: 512 MB Max Memory Used: 30 MB"
        );
        type_into(&browser, id, &report).await;
    }
    assert_eq!(browser.evaluate(error).await, "");
    let words = result_in_words(&browser).await;
    assert!(
        words.starts_with("100,000,000 invocations of yours"),
        "{words}"
    );
    assert!(
        words.ends_with("Rust takes 95.0\u{a0}% less time."),
        "{words}"
    );
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

/// As a phone's camera sees it: `rqrr` reads what is drawn.
#[tokio::test]
async fn the_qr_code_holds_the_link() {
    let browser = open_calculator().await;
    type_into(&browser, "calculator-requests", "3M").await;
    browser.click("#calculator button[aria-expanded]").await;
    let modules = browser
        .evaluate(
            "(() => {
                const svg = document.querySelector('.calculator-qr svg');
                const size = svg.viewBox.baseVal.width;
                const path = svg.querySelector('path');
                const point = svg.createSVGPoint();
                return Array.from({ length: size }, (_, y) =>
                    Array.from({ length: size }, (_, x) => {
                        point.x = x + 0.5;
                        point.y = y + 0.5;
                        return path.isPointInFill(point);
                    }));
            })()",
        )
        .await;
    let modules: Vec<Vec<bool>> = serde_json::from_value(modules).unwrap();
    let size = modules.len();
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(4 * size, 4 * size, |x, y| {
        if modules[y / 4][x / 4] { 0 } else { 255 }
    });
    let (_, link) = image.detect_grids()[0].decode().unwrap();
    assert!(link.ends_with("calculator.html#1&n=3M"), "{link}");
    browser
        .wait_until(&format!("location.href === '{link}'"))
        .await;
}

/// The page itself has the default scenario, for readers without JavaScript.
#[test]
fn the_default_scenario_is_prerendered() {
    let html = fs::read_to_string(SITE.folder.join("calculator.html")).unwrap();
    for total in totals(512, 100_000_000, true) {
        assert!(html.contains(&format!("${total}")), "{total}");
    }
}
