//! Every page: its charts, its controls, and what it must not do.

use crate::support::{Browser, SITE};
use data::Workload;
use site::figures::read_dataset;
use std::{fs, path::PathBuf};

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
                const { width, height } = figure.querySelector('.panels.wide').getBoundingClientRect();
                return {
                    name: ids.map((id) => document.getElementById(id).textContent).join(' '),
                    isDrawn: width > 300 && height > 150,
                    rows: figure.querySelectorAll('tbody tr').length,
                    provenance: figure.querySelector('.basis').textContent,
                };
            })",
        )
        .await;
    let charts = charts.as_array().unwrap();
    let dataset = read_dataset(workspace::root()).unwrap();
    let measured = format!("measured {}", dataset.run.measured_where());
    for chart in charts {
        assert_eq!(chart["isDrawn"], true, "{chart}");
        assert!(
            chart["provenance"].as_str().unwrap().starts_with(&measured),
            "{chart}"
        );
    }
    // Each variant that was measured and connects in INIT, at five memory sizes.
    let variants = Workload::compared().flat_map(|workload| dataset.variants(workload));
    let shown = variants.filter(|variant| !variant.connects_late()).count() as u64 * 5;
    for name in ["Cold start", "Warm calls"] {
        let charts = charts
            .iter()
            .filter(|chart| chart["name"].as_str().unwrap().starts_with(name));
        let rows: u64 = charts.map(|chart| chart["rows"].as_u64().unwrap()).sum();
        assert_eq!(rows, shown, "{name}: every function, in one chart each");
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
    let wide = "figure.table [role=region][tabindex='0']";
    let scrolled = browser
        .evaluate(&format!(
            "(() => {{ const tables = Array.from(document.querySelectorAll(\"{wide}\"));
                const table = tables.find((table) => table.scrollWidth > table.clientWidth + 50);
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

#[tokio::test]
async fn the_print_page_opens_the_dialog_and_holds_every_chapter() {
    let browser = Browser::wide().await;
    browser.open("index.html").await;
    let chapters = "document.querySelectorAll('#mdbook-sidebar .chapter-link-wrapper > a').length";
    let chapters = browser.evaluate(chapters).await.as_u64().unwrap();
    assert!(chapters > 10, "{chapters}");
    let note = "window.print = () => { window.isPrinting = true; }";
    browser.before_every_page(note).await;
    browser.click("a[href='print.html']").await;
    browser.wait_until_reloaded("window.isPrinting").await;
    let titles = browser
        .evaluate("document.querySelectorAll('main h1').length")
        .await;
    assert_eq!(titles, chapters);
}

/// The results page's first paragraph has its figures without JavaScript, too.
#[test]
fn the_figures_are_in_the_pages_themselves() {
    let index = fs::read_to_string(SITE.folder.join("index.html")).unwrap();
    assert!(!index.contains("{{#"), "a directive is left");
    assert!(index.contains("\u{a0}ms"), "no measured figure");
}
