//! *Which of my functions?* with pasted text, and with a dropped file.

use crate::support::Browser;

const SUMS: &str = "function,memory_mb,calls,cold,billed_ms,duration_ms,init_ms\\n\
    orders,512,50000000,500000,6000000000,115,480\\n\
    thumbs,1024,200000,2000,90000000,445,300";

/// The text of the answer's sentence.
const SENTENCE: &str = "document.querySelector('#fleet-answer .calculator-result')?.textContent";

#[tokio::test]
async fn functions_that_are_pasted_are_ranked_and_stay_in_the_browser() {
    for browser in [Browser::wide().await, Browser::phone().await] {
        browser.open("fleet.html").await;
        browser
            .evaluate(&format!(
                "(() => {{
                    const text = document.getElementById('fleet-text');
                    text.focus();
                    document.execCommand('insertText', false, '{SUMS}');
                }})()"
            ))
            .await;
        browser
            .wait_until(&format!("{SENTENCE}?.startsWith('None of 2 functions')"))
            .await;
        let first = "document.querySelector('.fleet-table tbody th').firstChild.textContent";
        assert_eq!(browser.evaluate(first).await, "orders");

        // A cheap day makes it worth it.
        browser
            .evaluate(
                "(() => {
                    document.querySelector('#fleet details').open = true;
                    document.getElementById('fleet-day-rate').select();
                })()",
            )
            .await;
        browser.type_keys("10").await;
        browser
            .wait_until(&format!("{SENTENCE}?.startsWith('1 of 2 functions holds')"))
            .await;
        let more = "document.querySelector('#fleet summary').textContent";
        assert_eq!(browser.evaluate(more).await, "More (1 changed)");
        browser
            .evaluate("document.querySelector('.fleet-table select').focus()")
            .await;
        browser.type_keys("waits").await;
        let chosen = "document.activeElement.dataset.class === 'orders'
            && document.activeElement.value === 'waits'";
        browser.wait_until(chosen).await;
        assert_eq!(browser.foreign_requests().await, Vec::<String>::new());
        assert_eq!(browser.complaints().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_file_that_is_dropped_is_read() {
    let browser = Browser::wide().await;
    browser.open("fleet.html").await;
    browser
        .evaluate(&format!(
            "(() => {{
                const files = new DataTransfer();
                files.items.add(new File(['{SUMS}'], 'sums.csv'));
                const drop = new DragEvent('drop', {{ dataTransfer: files, bubbles: true, cancelable: true }});
                document.getElementById('fleet').dispatchEvent(drop);
            }})()"
        ))
        .await;
    browser
        .wait_until(&format!("{SENTENCE}?.includes('of 2 functions')"))
        .await;
    let is_offered = "!document.querySelector('#fleet [data-action=csv]').hidden";
    assert_eq!(browser.evaluate(is_offered).await, true);
}
