//! Times from an input in the calculator to the page that shows its result, in Chromium.

use crate::{report, support::Browser};

/// Inputs that are measured, after some that are not.
const INPUTS: usize = 500;
const WARM_UP: usize = 50;

/// Sets the invocations to another number and takes the time in ms until everything is computed and
/// drawn into the page, and until that is laid out as well; painting it is in neither.
const MEASURE: &str = "
    const [inputs, done] = arguments;
    const input = document.getElementById('calculator-requests');
    const result = document.querySelector('.calculator-result');
    const times = [];
    (async () => {
        for (let at = 1; at <= inputs; at += 1) {
            await new Promise(requestAnimationFrame);
            const before = result.textContent;
            input.value = String(at * 1234567);
            const start = performance.now();
            input.dispatchEvent(new InputEvent('input', { bubbles: true }));
            while (result.textContent === before) await null;
            const drawn = performance.now() - start;
            document.body.getBoundingClientRect();
            times.push([drawn, performance.now() - start]);
        }
        done(times);
    })();";

pub async fn measure_inputs() {
    for (name, browser) in [
        ("laptop", Browser::wide().await),
        ("phone", Browser::phone().await),
    ] {
        browser.open("calculator.html").await;
        browser
            .wait_until("document.querySelector('#calculator.live')")
            .await;
        let arguments = vec![(WARM_UP + INPUTS).into()];
        let times = browser.client.execute_async(MEASURE, arguments).await;
        let times: Vec<[f64; 2]> = serde_json::from_value(times.unwrap()).unwrap();
        for (at, until) in ["drawn", "laid out"].into_iter().enumerate() {
            let times = times.iter().skip(WARM_UP).map(|both| both[at]);
            report(
                &format!("calculator, {name}, input to {until}"),
                times.collect(),
            );
        }
    }
}
