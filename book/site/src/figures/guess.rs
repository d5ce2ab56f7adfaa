//! `{{#guess …}}`: Rust's figure is given, Python's is to be guessed before it is shown.

use super::{
    Context, Problem,
    bill::{Month, comparison, usd},
    measured::measured_where,
    number::ms,
    packages,
};
use crate::html::escape;
use data::{
    Architecture, Invocation, Millis, Selection, Start, Summary, TimingSource, Variant, Workload,
};

const USAGE: &str =
    "write `{{#guess cold-start}}`, with cold-start, warm-duration, zip-size or bill";
const REQUESTS: u64 = 100_000_000;
const REGION: &str = "ap-southeast-2";

/// A figure in both languages.
struct Guess {
    /// Before Rust's figure, and after it.
    question: [&'static str; 2],
    /// How `book/theme/guess.js` writes a guess: `ms`, `bytes` or `usd`.
    unit: &'static str,
    rust: Figure,
    python: Figure,
    place: String,
}

struct Figure {
    value: f64,
    text: String,
}

/// `{{#guess cold-start}}`, `warm-duration`, `zip-size` or `bill`.
pub(super) fn guess(arguments: &[&str], context: &Context) -> Result<String, Problem> {
    let guess = match arguments {
        ["cold-start"] => cold_start(context)?,
        ["warm-duration"] => warm_duration(context)?,
        ["zip-size"] => zip_size(context)?,
        ["bill"] => bill(context)?,
        _ => return Err(Problem::from(USAGE)),
    };
    Ok(html(&guess, &context.id))
}

fn cold_start(context: &Context) -> Result<Guess, Problem> {
    let init = |row: &Invocation| row.init_ms.map(Millis::as_f64);
    let mean = |variant| mean(context, Workload::Record, variant, (512, Start::Cold), init);
    Ok(Guess {
        question: [
            "A cold start of `record` at 512 MB: Rust's INIT takes ",
            ". How long does Python's take?",
        ],
        unit: "ms",
        rust: mean(Variant::Rust)?,
        python: mean(Variant::Python)?,
        place: format!("Means, measured {}.", measured_where(context.dataset)),
    })
}

fn warm_duration(context: &Context) -> Result<Guess, Problem> {
    let duration = |row: &Invocation| Some(row.duration_ms.as_f64());
    let cell = (1769, Start::Warm);
    let mean = |variant| mean(context, Workload::Dedupe, variant, cell, duration);
    Ok(Guess {
        question: [
            "Plain loops: a warm call of `dedupe` on one whole CPU takes ",
            " in Rust. How long does it take in plain Python?",
        ],
        unit: "ms",
        rust: mean(Variant::Rust)?,
        python: mean(Variant::Python)?,
        place: format!("Means, measured {}.", measured_where(context.dataset)),
    })
}

fn mean(
    context: &Context,
    workload: Workload,
    variant: Variant,
    (memory_mb, start): (u32, Start),
    figure: impl Fn(&Invocation) -> Option<f64>,
) -> Result<Figure, Problem> {
    let selection = Selection {
        workload,
        variant,
        memory_mb: Some(memory_mb),
        start,
    };
    let summary = Summary::of(selection.of(&context.dataset.invocations), figure);
    let value = summary
        .ok_or_else(|| {
            Problem(format!(
                "no {workload} {variant} at {memory_mb} MB was measured"
            ))
        })?
        .mean;
    Ok(Figure {
        value,
        text: ms(value),
    })
}

fn zip_size(context: &Context) -> Result<Guess, Problem> {
    let zip = |variant| {
        let package = packages::find(context, Workload::Record, variant, "default")?;
        #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 bytes")]
        let value = package.zip_bytes as f64;
        let text = packages::bytes(package.zip_bytes);
        Ok::<_, Problem>(Figure { value, text })
    };
    Ok(Guess {
        question: [
            "The zip file of `record`, with AWS's SDK in it, has ",
            " in Rust. How large is Python's, with boto3?",
        ],
        unit: "bytes",
        rust: zip(Variant::Rust)?,
        python: zip(Variant::Python)?,
        place: "Exact sizes, as `cargo measure packages` built them.".to_owned(),
    })
}

fn bill(context: &Context) -> Result<Guess, Problem> {
    let month = Month {
        workload: Workload::Record.name(),
        memory_mb: 512,
        requests: REQUESTS,
        region: REGION,
        source: TimingSource::Local,
        architecture: Architecture::X86_64,
    };
    let comparison = comparison(&month, context)?;
    let total = |variant: Variant| {
        let month = comparison.month(variant);
        let total = month
            .ok_or_else(|| Problem::from("record was not measured"))?
            .bill
            .total();
        #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 cents")]
        let value = total.0 as f64 / 100.0;
        let text = usd(total);
        Ok::<_, Problem>(Figure { value, text })
    };
    Ok(Guess {
        question: [
            "A hundred million calls of `record` a month at 512 MB cost ",
            " in Rust. What do they cost in Python?",
        ],
        unit: "usd",
        rust: total(Variant::Rust)?,
        python: total(Variant::Python)?,
        place: format!(
            "The whole bill at the list price of {REGION}, free tier and one cold start in a hundred \
             calls included, by durations measured {}.",
            measured_where(context.dataset)
        ),
    })
}

/// The exponents of ten that the guess may lie between: by Rust's figure alone, so that they tell
/// nothing of Python's.
fn decades(rust: f64) -> (f64, f64) {
    let own = rust.log10().floor();
    (own - 1.0, own + 3.0)
}

fn html(guess: &Guess, id: &str) -> String {
    let Guess {
        question: [before, after],
        unit,
        rust,
        python,
        place,
    } = guess;
    let (low, high) = decades(rust.value);
    let start = rust.value.log10();
    let longest = rust.value.max(python.value);
    let bar = |class: &str, name: &str, figure: &Figure| {
        let share = figure.value / longest;
        format!(
            r#"<li class="guess-{class}" data-value="{}"><span>{name}</span><span class="guess-bar" style="--share:{share:.4}"></span><span class="guess-value">{}</span></li>"#,
            figure.value, figure.text
        )
    };
    let own = r#"<li class="guess-own" hidden><span>Your guess</span><span class="guess-bar"></span><span class="guess-value"></span></li>"#;
    format!(
        r#"<div class="guess" data-unit="{unit}" data-prevent-swipe><p class="guess-question">{before}<strong>{}</strong>{after}</p><p class="guess-form" hidden><label for="guess-{id}">Your guess</label><input type="range" id="guess-{id}" min="{low}" max="{high}" step="0.01" value="{start:.2}"><output for="guess-{id}"></output></p><details><summary>Reveal</summary><ul class="guess-bars">{}{own}{}</ul><p class="guess-verdict" aria-live="polite"></p><p class="measured">{}</p></details></div>"#,
        rust.text,
        bar("rust", "Rust", rust),
        bar("python", "Python", python),
        code(place),
        before = code(before),
        after = code(after),
    )
}

/// Backquotes as Markdown reads them: within HTML it does not.
fn code(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(index, part)| match index % 2 {
        0 => escape(part),
        _ => ["<code>", &escape(part), "</code>"].concat(),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_is_known_from_rust_alone() {
        assert_eq!(decades(10.5), (0.0, 4.0));
        assert_eq!(decades(0.95), (-2.0, 2.0));
        assert_eq!(decades(1_825_344.0), (5.0, 9.0));
    }

    #[test]
    fn names_stay_code() {
        assert_eq!(code("of `record` <"), "of <code>record</code> &lt;");
    }
}
