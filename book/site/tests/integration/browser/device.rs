//! The race on a reader's own device.

use crate::support::Browser;

/// The text of the button.
pub(super) const BUTTON: &str = "document.querySelector('#device button').textContent";

/// The sentence below the bars.
pub(super) const VERDICT: &str =
    "document.querySelector('.device-result:not([hidden]) .device-verdict')?.textContent";

#[tokio::test]
async fn python_comes_on_a_tap_and_answers_as_rust_does() {
    let browser = Browser::phone().await;
    browser.open("device.html").await;
    let label = browser.evaluate(BUTTON).await;
    let label = label.as_str().unwrap();
    assert!(
        label.starts_with("Fetch Python for the browser (6.") && label.ends_with("\u{a0}MB)"),
        "{label}"
    );
    browser
        .wait_until("document.readyState === 'complete'")
        .await;
    let asked = "performance.getEntriesByType('resource').map(({ name }) => name)
        .filter((name) => /pyodide|device-worker/.test(name)).length";
    assert_eq!(browser.evaluate(asked).await, 0);

    browser.click("#device button").await;
    browser.wait_until(&format!("{BUTTON} === 'Race'")).await;
    for (function, count, found) in [
        ("dedupe", "30", "clusters"),
        ("aggregate", "50", "customers"),
    ] {
        browser
            .evaluate("document.getElementById('device-function').focus()")
            .await;
        browser.type_keys(function).await;
        browser
            .evaluate("document.getElementById('device-count').select()")
            .await;
        browser.type_keys(count).await;
        browser.click("#device button").await;
        let is_said = format!("{VERDICT}?.includes(' times as long as ')");
        browser.wait_until(&is_said).await;
        let verdict = browser.evaluate(VERDICT).await;
        let verdict = verdict.as_str().unwrap();
        assert!(
            verdict.contains("The answers are equal: ") && verdict.ends_with(&format!(" {found}.")),
            "{verdict}"
        );
    }
    assert_eq!(browser.foreign_requests().await, Vec::<String>::new());
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}
