//! The slides, with the keys of a keyboard and of a clicker.

use crate::support::{Browser, LIMIT, RIGHT, SITE};
use fantoccini::Locator;
use serde_json::{Value, json};
use site::{config, length::Length, tooling::pdf};
use std::{fs, time::Instant};

const PAGE_DOWN: &str = "\u{e00f}";

async fn open(slide: &str) -> Browser {
    let browser = Browser::deck().await;
    show(&browser, slide).await;
    browser
}

async fn show(browser: &Browser, slide: &str) {
    // The longest talk, which has all slides.
    browser
        .open(&format!("slides/index.html?length=75#/{slide}"))
        .await;
    // A change of the hash alone loads nothing.
    browser.wait_until(&is_shown(slide)).await;
}

fn is_shown(slide: &str) -> String {
    format!("document.querySelector('.reveal.ready section.present > section.present#{slide}')")
}

async fn slides(browser: &Browser) -> Vec<String> {
    let ids = "Array.from(document.querySelectorAll('.slides section section'), (s) => s.id)";
    let ids = browser.evaluate(ids).await;
    let ids = ids.as_array().unwrap().iter();
    ids.map(|id| id.as_str().unwrap().to_owned()).collect()
}

/// The smallest allowed size of each kind of text on a slide of 1280 × 720 pixels, as JavaScript: code,
/// labels, and all other text.
const LEAST_SIZES: &str = "[
    ['figure.code pre code', 22],
    ['svg text, .basis, .beside-line, figcaption, .demo-source', 20],
    ['.shown > p:not(.basis, .site-link), .shown li:not(.beside-line), .guess-question, td, th', 32],
]";

#[tokio::test]
async fn every_slide_fits_can_be_read_and_has_notes_and_minutes() {
    let browser = open("what-lambda-is").await;
    // The next address would end what is still being loaded.
    browser
        .wait_until("document.querySelector('#calculator.live')")
        .await;
    let slides = slides(&browser).await;
    assert!(slides.len() > 30, "{slides:?}");
    let mut faults: Vec<String> = Vec::new();
    for slide in slides {
        show(&browser, &slide).await;
        let found = browser
            .evaluate(&format!(
                "(() => {{ const slide = document.getElementById('{slide}');
                    slide.querySelectorAll('.guess details').forEach((it) => it.open = true);
                    const scale = slide.getBoundingClientRect().width / 1280;
                    const size = (it) => parseFloat(getComputedStyle(it).fontSize)
                        * (it.ownerSVGElement ? it.getScreenCTM().a / scale : 1);
                    const tooSmall = {LEAST_SIZES}.flatMap(([which, least]) =>
                        Array.from(slide.querySelectorAll(which))
                            .filter((it) => it.checkVisibility() && size(it) < least - 0.1)
                            .map((it) => `${{size(it)}} of ${{least}}: ${{it.textContent.slice(0, 40)}}`));
                    const drawings = Array.from(slide.querySelectorAll('.panels.wide'), (it) => {{
                        const {{ width, height }} = it.getBoundingClientRect();
                        return width * height / (1280 * 720 * scale * scale);
                    }});
                    return {{
                        tooSmall,
                        smallestDrawing: Math.min(1, ...drawings),
                        fits: slide.scrollWidth <= 1280 && slide.scrollHeight <= 720,
                        notes: slide.querySelector('aside.notes').textContent.trim().length,
                        seconds: Number(slide.dataset.timing),
                    }}; }})()"
            ))
            .await;
        let drawing = found["smallestDrawing"].as_f64();
        for (is_fine, fault) in [
            (found["fits"] == true, "is too large"),
            (found["tooSmall"] == json!([]), "has text that is too small"),
            (drawing >= Some(0.6), "has a drawing that is too small"),
        ] {
            if !is_fine {
                faults.push(format!("{slide} {fault}: {found}"));
            }
        }
        assert!(found["notes"].as_u64() > Some(20), "{slide} has no notes");
        assert!(found["seconds"].as_f64() >= Some(15.0), "{slide}: {found}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    assert_eq!(browser.foreign_requests().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_clicker_steps_through_both_languages_and_the_lines_that_are_explained() {
    let browser = open("ownership").await;
    let opacity = |file: &str| {
        format!(
            "getComputedStyle(Array.from(document.querySelectorAll('#ownership figure.code'))
                .find((figure) => figure.textContent.includes('{file}'))).visibility"
        )
    };
    assert_eq!(browser.evaluate(&opacity("app.py")).await, "visible");
    assert_eq!(browser.evaluate(&opacity("main.rs")).await, "hidden");
    browser.type_keys(PAGE_DOWN).await;
    let swapped = format!(
        "{} === 'hidden' && {} === 'visible'",
        opacity("app.py"),
        opacity("main.rs")
    );
    browser.wait_until(&swapped).await;
    browser.type_keys(PAGE_DOWN).await;
    let marked = "document.querySelector('#ownership .line.is-marked')?.textContent";
    browser
        .wait_until(&format!("{marked}?.includes('async fn handler')"))
        .await;
    browser.type_keys(PAGE_DOWN).await;
    browser
        .wait_until(&format!("{marked}?.includes('let Some(note)')"))
        .await;
}

#[tokio::test]
async fn keys_work_the_help_the_overview_and_the_theme() {
    let browser = open("why-python").await;
    browser.type_keys(RIGHT).await;
    browser.wait_until(&is_shown("what-rust-is")).await;
    browser.type_keys("o").await;
    browser
        .wait_until("document.querySelector('.reveal.overview')")
        .await;
    browser.type_keys("o").await;
    browser
        .wait_until("!document.querySelector('.reveal.overview')")
        .await;
    let colours = "['backgroundColor', 'color'].map((property) =>
        getComputedStyle(document.querySelector('.reveal'))[property])";
    let light = browser.evaluate(colours).await;
    browser.type_keys("t").await;
    let dark = browser.evaluate(colours).await;
    assert_ne!(dark[0], light[0]);
    assert_ne!(dark[1], light[1]);
    browser.type_keys("?").await;
    let keys = "document.querySelector('dialog[open]')";
    browser.wait_until(keys).await;
    let keys = browser.evaluate(&format!("{keys}.innerText")).await;
    for key in ["light or dark", "start the race", "a clicker's key"] {
        assert!(keys.as_str().unwrap().contains(key), "{keys}");
    }
    browser.type_keys(PAGE_DOWN).await;
    browser
        .wait_until(&format!(
            "!document.querySelector('dialog[open]') && !{}",
            is_shown("what-rust-is")
        ))
        .await;
}

#[tokio::test]
async fn the_address_chooses_the_length_of_the_talk() {
    let browser = Browser::deck().await;
    let mut talks = Vec::new();
    // No talk is that short: the last one is the talk of the length that book.toml chooses.
    let lengths = Length::ALL.map(|length| length.to_string());
    for length in lengths.iter().map(String::as_str).chain(["1"]) {
        browser
            .open(&format!("slides/index.html?length={length}"))
            .await;
        browser
            .wait_until(&format!(
                "location.search === '?length={length}' && document.querySelector('.reveal.ready')"
            ))
            .await;
        let seconds = browser
            .evaluate(
                "Array.from(document.querySelectorAll('.slides section section'),
                    (slide) => Number(slide.dataset.timing)).reduce((sum, each) => sum + each, 0)",
            )
            .await;
        talks.push((slides(&browser).await, seconds.as_f64().unwrap()));
    }
    for ((slides, seconds), length) in talks.iter().zip(Length::ALL) {
        let whole = length.minutes() * 60.0;
        assert!(
            (whole / 2.0..=whole).contains(seconds),
            "{length}: {seconds}"
        );
        assert!(slides.len() > 5, "{slides:?}");
    }
    let chosen = config::chosen_length(workspace::root()).unwrap();
    let chosen = Length::ALL.iter().position(|length| *length == chosen);
    let last = talks.pop();
    assert_eq!(last.as_ref(), talks.get(chosen.unwrap()));
    talks.dedup();
    assert_eq!(talks.len(), Length::ALL.len());
}

#[tokio::test]
async fn the_speaker_view_has_notes_the_next_slide_and_the_pace() {
    let browser = open("why-python").await;
    browser.type_keys("s").await;
    let deadline = Instant::now() + LIMIT;
    let speaker = loop {
        assert!(Instant::now() < deadline, "no speaker view opens");
        let windows = browser.client.windows().await.unwrap();
        if let [_, speaker] = windows.as_slice() {
            break speaker.clone();
        }
    };
    browser.client.switch_to_window(speaker).await.unwrap();
    // Not by `wait_until`: a window that is not in front draws no frames.
    let find = async |locator| {
        let found = browser.client.wait().at_most(LIMIT).for_element(locator);
        found
            .await
            .unwrap_or_else(|error| panic!("no {locator:?}: {error}"))
    };
    find(Locator::XPath(
        "//p[contains(., 'I assume that you know Python')]",
    ))
    .await;
    find(Locator::Css(".timer .seconds-value")).await;
    find(Locator::Css(".pacing .minutes-value")).await;
    let next = find(Locator::Css("#upcoming-slide iframe")).await;
    next.enter_frame().await.unwrap();
    find(Locator::Css(".reveal.ready section.present#what-rust-is")).await;
}

#[tokio::test]
async fn the_calculator_works_on_its_slide_and_keeps_its_keys() {
    let browser = open("your-traffic").await;
    browser
        .wait_until("document.querySelector('#calculator.live')")
        .await;
    browser.click("#calculator-requests").await;
    let result = "document.querySelector('.calculator-result').textContent";
    let before = browser.evaluate(result).await;
    browser.evaluate("document.activeElement.select()").await;
    browser.type_keys("7M").await;
    browser.type_keys(RIGHT).await;
    browser
        .wait_until(&format!(
            "{result} !== {before} && {result}.startsWith('7,000,000')"
        ))
        .await;
    assert_eq!(browser.evaluate("location.hash").await, "#/your-traffic");
    browser.type_keys(PAGE_DOWN).await;
    browser.wait_until(&is_shown("what-you-gain")).await;
}

#[tokio::test]
async fn on_a_phone_the_slides_stand_below_each_other() {
    let browser = Browser::phone().await;
    browser
        .open("slides/index.html?length=75#/why-python")
        .await;
    let measured = browser
        .evaluate(
            "(() => {
                const slides = Array.from(document.querySelectorAll('.slides section section'));
                const text = document.querySelector('#why-python li');
                return {
                    all: slides.every((slide) => slide.getBoundingClientRect().height > 60),
                    size: parseFloat(getComputedStyle(text).fontSize),
                    sideways: document.documentElement.scrollWidth > innerWidth,
                    isReached: Math.abs(document.getElementById('why-python')
                        .getBoundingClientRect().top) < 20,
                };
            })()",
        )
        .await;
    assert_eq!(measured["all"], true);
    assert!(measured["size"].as_f64() >= Some(15.0), "{measured}");
    assert_eq!(measured["sideways"], false);
    assert_eq!(measured["isReached"], true);
}

#[tokio::test]
async fn a_phone_fetches_no_reveal_js_and_the_calculator_once_it_is_near() {
    let browser = Browser::phone().await;
    browser.open("slides/index.html?length=75").await;
    let fetches = |file: &str| {
        format!(
            "performance.getEntriesByType('resource').some(({{ name }}) => name.endsWith('/{file}'))"
        )
    };
    browser.wait_until(&fetches("deck.js")).await;
    browser
        .evaluate("document.getElementById('memory').scrollIntoView()")
        .await;
    for file in ["reveal.mjs", "notes.mjs", "calculator.wasm.deflate"] {
        assert_eq!(browser.evaluate(&fetches(file)).await, false, "{file}");
    }
    browser
        .evaluate("document.getElementById('your-traffic').scrollIntoView()")
        .await;
    browser
        .wait_until("document.querySelector('#calculator.live')")
        .await;
    assert_eq!(browser.evaluate(&fetches("reveal.mjs")).await, false);
}

#[tokio::test]
async fn without_javascript_every_slide_of_the_talk_can_be_read() {
    let browser = Browser::without_scripts().await;
    browser.open("slides/index.html").await;
    let heights = browser
        .evaluate(
            "Array.from(document.querySelectorAll('.slides [data-timing]'),
                (slide) => slide.checkVisibility() ? slide.offsetHeight : 0)",
        )
        .await;
    let heights = heights.as_array().unwrap();
    assert!(heights.len() > 5);
    let is_read = |height: &Value| height.as_f64() > Some(60.0);
    assert!(heights.iter().all(is_read), "{heights:?}");
}

#[tokio::test]
async fn the_pdf_has_a_page_for_each_slide() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("slides.pdf");
    pdf::write(&SITE.folder, &file).await.unwrap();
    let pdf = fs::read(&file).unwrap();
    let pdf = String::from_utf8_lossy(&pdf);
    let page = "/Type /Page\n";
    let html = fs::read_to_string(SITE.folder.join("slides/index.html")).unwrap();
    assert_eq!(
        pdf.matches(page).count(),
        html.matches("<section id=").count() - html.matches("data-visibility").count()
    );
}
