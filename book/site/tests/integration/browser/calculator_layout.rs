//! The places of the calculator's parts on a phone and on a slide.

use super::calculator::IS_LIVE;
use crate::support::Browser;
use serde_json::{Value, json};

/// JavaScript that lists those of these elements that are not on the screen as a whole.
fn beyond_the_screen(selectors: &[&str]) -> String {
    let selectors = json!(selectors);
    format!(
        "{selectors}.filter((selector) => {{
            const {{ top, bottom, height }} =
                document.querySelector(`#calculator ${{selector}}`).getBoundingClientRect();
            return height === 0 || top < 0 || bottom > innerHeight;
        }})"
    )
}

#[tokio::test]
async fn on_a_phone_the_answer_is_on_the_first_screen_with_the_inputs() {
    let browser = Browser::phone().await;
    browser.open("calculator.html#your-traffic").await;
    browser.wait_until(IS_LIVE).await;
    browser
        .evaluate("document.getElementById('your-traffic').scrollIntoView()")
        .await;
    let beyond = beyond_the_screen(&[
        ".calculator-presets",
        "#calculator-function",
        "#calculator-requests",
        "#calculator-memory",
        ".calculator-result",
        ".mark",
        ".calculator-bars",
        ".calculator-decision",
    ]);
    assert_eq!(browser.evaluate(&beyond).await, json!([]));
}

/// JavaScript that lists what is wider than its place: a select's choice beside its arrow, a label, a
/// field's first content.
const CUT: &str = "(() => {
    document.querySelector('.calculator-more').open = true;
    const context = document.createElement('canvas').getContext('2d');
    const arrow = 16;
    const isCut = (select, option) => {
        const { font, paddingLeft, paddingRight } = getComputedStyle(select);
        context.font = font;
        const room = select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - arrow;
        return context.measureText(option.textContent).width > room;
    };
    const selects = [...document.querySelectorAll('#calculator select')]
        .filter((select) => select.checkVisibility());
    const choices = selects.flatMap((select) =>
        [...select.options].filter((option) => isCut(select, option)));
    const others = [...document.querySelectorAll('#calculator label, #calculator input[type=text]')]
        .filter((it) => it.scrollWidth > it.clientWidth || it.offsetHeight > 44);
    return {
        selects: selects.length,
        cut: [...choices, ...others].map((it) => it.textContent || it.id),
    };
})()";

#[tokio::test]
async fn on_a_small_phone_no_choice_and_no_label_is_cut() {
    let browser = Browser::phone_of(360).await;
    browser.open("calculator.html").await;
    browser.wait_until(IS_LIVE).await;
    let found = browser.evaluate(CUT).await;
    assert!(found["selects"].as_u64() >= Some(8), "{found}");
    assert_eq!(found["cut"], json!([]));
    let sideways = "document.documentElement.scrollWidth > innerWidth";
    assert_eq!(browser.evaluate(sideways).await, false);
}

/// JavaScript that counts the memory sizes that the chart of speed names: `128–512` are three of five.
const LABELS: &str = "(() => {
    const texts = [...document.querySelectorAll('#calculator-details svg text')];
    const small = texts.filter((text) => {
        const { a: scale } = text.getScreenCTM();
        return parseFloat(getComputedStyle(text).fontSize) * scale < 12;
    });
    const sizes = ['128', '256', '512', '1,024', '1,769'];
    const names = [...document.querySelectorAll('#calculator-details svg text[class]')];
    const ends = names.map(({ textContent }) => textContent.split('\u{2013}').map((it) => sizes.indexOf(it)));
    const boxes = names.map((text) => text.getBBox());
    const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width
        && a.y + 3 < b.y + b.height - 3 && b.y + 3 < a.y + a.height - 3;
    return {
        small: small.map((text) => text.textContent),
        named: ends.reduce((sum, [first, last = first]) => sum + last - first + 1, 0),
        meeting: boxes.filter((a, at) => boxes.slice(0, at).some((b) => meet(a, b))).length,
    };
})()";

#[tokio::test]
async fn charts_use_the_width_they_have_and_name_every_point() {
    for (browser, function, variants) in [
        (Browser::phone().await, "record", 2),
        (Browser::phone().await, "dedupe", 4),
        (Browser::wide().await, "dedupe", 4),
    ] {
        browser
            .open(&format!("calculator.html#2&f={function}"))
            .await;
        browser.wait_until(IS_LIVE).await;
        let found = browser.evaluate(LABELS).await;
        let expected = json!({ "small": [], "named": variants * 5, "meeting": 0 });
        assert_eq!(found, expected, "{function}");
        let fits = "[...document.querySelectorAll('#calculator-details figure > svg')]
            .every((svg) => svg.viewBox.baseVal.width === svg.parentElement.clientWidth)";
        assert_eq!(browser.evaluate(fits).await, true);
    }
}

const TAB: &str = "\u{e004}";

/// Whoever stands at the lectern has a keyboard, whoever sits in the last row sees one slide.
#[tokio::test]
async fn on_its_slide_the_answer_of_every_function_fits_and_keys_reach_the_inputs() {
    let browser = Browser::deck().await;
    browser.open("slides/index.html#/your-traffic").await;
    browser
        .wait_until("document.querySelector('.reveal.ready section.present#your-traffic .live')")
        .await;
    let focused = "document.activeElement.id.replace('calculator-', '')";
    browser
        .evaluate("document.getElementById('calculator-function').focus()")
        .await;
    for id in ["requests", "per", "slider", "memory"] {
        browser.type_keys(TAB).await;
        assert_eq!(browser.evaluate(focused).await, id);
    }
    let functions =
        "[...document.getElementById('calculator-function').options].map((it) => it.value)";
    let functions = browser.evaluate(functions).await;
    for function in functions.as_array().unwrap() {
        let choose = format!(
            "(() => {{
                const select = document.getElementById('calculator-function');
                select.value = {function};
                select.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
            }})()"
        );
        browser.evaluate(&choose).await;
        let shown = format!(
            "document.querySelector('.calculator-result').textContent.includes(` of ${{{function}}} a`)"
        );
        browser.wait_until(&shown).await;
        let beyond = beyond_the_screen(&[
            ".calculator-month",
            ".calculator-result",
            ".calculator-bars",
            ".calculator-decision",
        ]);
        let beyond = browser.evaluate(&beyond).await;
        assert_eq!(beyond, Value::Array(Vec::new()), "{function}");
    }
    let smallest = "Math.min(...['label', 'select', '.calculator-basis', '.calculator-bars b']
        .map((selector) => document.querySelector(`#calculator ${selector}`))
        .map((it) => parseFloat(getComputedStyle(it).fontSize)))";
    assert!(browser.evaluate(smallest).await.as_f64() >= Some(20.0));
}
