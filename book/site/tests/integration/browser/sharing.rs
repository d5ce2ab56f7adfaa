//! Copies of the calculator's result: link, table, picture.

use super::calculator::{
    IS_LIVE, OWN_REPORT, open_calculator, paste_into, result_in_words, shown_totals, type_into,
};
use crate::support::Browser;
use serde_json::Value;

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
    let hash = "#2&n=2.5k%2Fs&w=40";
    browser
        .wait_until(&format!("location.hash === '{hash}'"))
        .await;
    let other = Browser::phone().await;
    other.open(&format!("calculator.html{hash}")).await;
    other.wait_until(IS_LIVE).await;
    assert_eq!(shown_totals(&other).await, before);
    assert_eq!(result_in_words(&other).await, words);
    browser.evaluate("location.hash = '#2&n=7&r=mars-1'").await;
    browser
        .wait_until("document.querySelector('#calculator [role=alert]').textContent")
        .await;
    let alert = browser.evaluate("document.querySelector('#calculator [role=alert]').textContent");
    assert!(alert.await.as_str().unwrap().contains("`r=mars-1`"));
    assert!(result_in_words(&browser).await.starts_with("7 invocations"));
    let typed = "document.getElementById('calculator-wait').value";
    assert_eq!(browser.evaluate(typed).await, "0");
}

/// The link in the QR code of an image, which is dark where a pixel is true.
fn link_in(image: &Value, scale: usize) -> String {
    let image: Vec<Vec<bool>> = serde_json::from_value(image.clone()).unwrap();
    let (width, height) = (image[0].len() * scale, image.len() * scale);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        if image[y / scale][x / scale] { 0 } else { 255 }
    });
    let (_, link) = image.detect_grids()[0].decode().unwrap();
    link
}

/// As a phone's camera sees it: `rqrr` reads what is drawn.
#[tokio::test]
async fn the_qr_code_holds_the_link() {
    let browser = open_calculator().await;
    type_into(&browser, "calculator-requests", "3M").await;
    browser.click("#calculator button[aria-expanded]").await;
    let image = browser
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
    let link = link_in(&image, 4);
    assert!(link.ends_with("calculator.html#2&n=3M"), "{link}");
    browser
        .wait_until(&format!("location.href === '{link}'"))
        .await;
}

/// Opens the calculator so that the page keeps what is written to the clipboard or saved as a file.
async fn open_to_take_along() -> Browser {
    let browser = Browser::wide().await;
    browser
        .before_every_page(
            "navigator.clipboard.writeText = async (text) => { window.copied = text; };
            const make = URL.createObjectURL;
            URL.createObjectURL = (blob) => { window.saved = blob; return make(blob); };",
        )
        .await;
    browser.open("calculator.html").await;
    browser.wait_until(IS_LIVE).await;
    browser
}

#[tokio::test]
async fn the_markdown_has_the_sentence_the_bill_and_the_link() {
    let browser = open_to_take_along().await;
    type_into(&browser, "calculator-requests", "3M").await;
    browser.click("[data-action=markdown]").await;
    browser.wait_until("window.copied").await;
    let copied = browser.evaluate("window.copied").await;
    let copied = copied.as_str().unwrap();
    let sentence = result_in_words(&browser).await;
    let [python, rust] = {
        let totals = shown_totals(&browser).await;
        [0, 1].map(|at| totals[at].as_str().unwrap().to_owned())
    };
    let total = format!("\n| **Total** | **${rust}** | **${python}** |\n");
    for part in [
        &format!("**{sentence}**\n\n| Per month | Rust | Python |\n"),
        &total,
        "\nEstimated: x86_64 in Asia Pacific (Sydney), ",
        "calculator.html#2&n=3M)\n",
    ] {
        assert!(copied.contains(part), "no {part:?} in {copied}");
    }
    let said = "document.querySelector('#calculator [role=status]').textContent";
    browser.wait_until(&format!("{said} === 'Copied.'")).await;
}

/// Of the reader's own figures, the bill goes along, and nothing into the link.
#[tokio::test]
async fn own_figures_are_in_no_link_that_is_taken_along() {
    let browser = open_to_take_along().await;
    paste_into(&browser, "calculator-own-rust", OWN_REPORT).await;
    let yours = "document.querySelector('.mark.yours')";
    browser.wait_until(yours).await;
    browser.click("[data-action=markdown]").await;
    browser.wait_until("window.copied").await;
    let copied = browser.evaluate("window.copied").await;
    let copied = copied.as_str().unwrap();
    assert!(copied.contains("\nOwn figures: "), "{copied}");
    assert!(
        copied.contains("The link leaves out these figures"),
        "{copied}"
    );
    assert!(copied.ends_with("calculator.html)\n"), "{copied}");
}

/// The lower right corner of the picture as it is saved, a pixel for each of the card's units.
const CORNER: &str = "
    const [done] = arguments;
    (async () => {
        const picture = await createImageBitmap(window.saved);
        const [width, height] = [picture.width / 2, picture.height / 2];
        const side = 300;
        const canvas = new OffscreenCanvas(side, side);
        const context = canvas.getContext('2d');
        context.drawImage(picture, side - width, side - height, width, height);
        const { data } = context.getImageData(0, 0, side, side);
        const isDark = (x, y) => data[4 * (side * y + x)] < 128;
        done(Array.from({ length: side }, (_, y) =>
            Array.from({ length: side }, (_, x) => isDark(x, y))));
    })();";

#[tokio::test]
async fn the_picture_has_the_qr_code_of_the_link() {
    let browser = open_to_take_along().await;
    type_into(&browser, "calculator-requests", "3M").await;
    browser.click("[data-action=picture]").await;
    browser
        .wait_until("window.saved?.type === 'image/png'")
        .await;
    let image = browser.client.execute_async(CORNER, vec![]).await.unwrap();
    let link = link_in(&image, 2);
    assert!(link.ends_with("calculator.html#2&n=3M"), "{link}");
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}
