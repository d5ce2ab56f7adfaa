//! A guess before the figure, by the keyboard.

use crate::support::{Browser, RIGHT, SITE};
use data::{Architecture, Start};
use site::figures::read_dataset;
use std::fs;

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";

/// The mean init duration that others measured on AWS, of a function in Python that uses DynamoDB.
fn measured_ms() -> f64 {
    let dataset = read_dataset(workspace::root()).unwrap();
    let mut rows = dataset.published_workloads.iter();
    let row = rows.find(|row| {
        (row.workload.as_str(), row.runtime.as_str()) == ("light", "python3.13")
            && (row.arch, row.memory_mb, row.start) == (Architecture::X86_64, 512, Start::Cold)
    });
    row.unwrap().mean_init_ms.unwrap().as_f64()
}

#[tokio::test]
async fn a_guess_is_drawn_against_the_measurement() {
    for browser in [Browser::wide().await, Browser::phone().await] {
        browser.open("results.html").await;
        let answer = "document.querySelector('.guess-python').checkVisibility()";
        assert_eq!(browser.evaluate(answer).await, false);
        browser
            .evaluate("document.querySelector('.guess input').focus()")
            .await;
        for _ in 0..5 {
            browser.type_keys(RIGHT).await;
        }
        let shown = "document.querySelector('.guess output').textContent";
        let guessed = browser.evaluate(shown).await;
        let spoken = "document.querySelector('.guess input').ariaValueText
            ?? document.querySelector('.guess input').getAttribute('aria-valuetext')";
        assert_eq!(browser.evaluate(spoken).await, guessed);

        browser.type_keys(TAB).await;
        browser.type_keys(ENTER).await;
        let verdict = "document.querySelector('.guess-verdict').textContent";
        browser.wait_until(&format!("{answer} && {verdict}")).await;
        let drawn = browser
            .evaluate(
                "Array.from(document.querySelector('.guess').querySelectorAll('[data-value]'),
                    (bar) => [
                        Number(bar.dataset.value),
                        Number(bar.querySelector('.guess-bar').style.getPropertyValue('--share')),
                    ])",
            )
            .await;
        let figure = |bar: usize, what: usize| drawn[bar][what].as_f64().unwrap();
        let (own, python) = (1, 2);
        assert!((figure(python, 0) - measured_ms()).abs() < 1e-6, "{drawn}");
        let ratio = figure(own, 0) / figure(python, 0);
        let lengths = figure(own, 1) / figure(python, 1);
        assert!((ratio / lengths - 1.0).abs() < 1e-6, "{drawn}");
        let verdict = browser.evaluate(verdict).await;
        let said = format!("You guessed {};", guessed.as_str().unwrap());
        assert!(verdict.as_str().unwrap().starts_with(&said), "{verdict}");

        browser.type_keys(ENTER).await;
        browser.wait_until(&format!("!{answer}")).await;
    }
}

/// Without JavaScript, a guess is a question and its answer.
#[test]
fn the_answers_are_in_the_pages() {
    for (page, guesses) in [
        ("results.html", 2),
        ("packages.html", 1),
        ("calculator.html", 1),
    ] {
        let html = fs::read_to_string(SITE.folder.join(page)).unwrap();
        assert_eq!(
            html.matches(r#"<div class="guess""#).count(),
            guesses,
            "{page}"
        );
        assert_eq!(
            html.matches(r#"<li class="guess-python""#).count(),
            guesses,
            "{page}"
        );
    }
}
