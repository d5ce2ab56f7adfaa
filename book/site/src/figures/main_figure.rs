//! The talk's main results, each a figure in both languages: to be guessed, and drawn on previews.

use super::{
    Context,
    bill::{Month, comparison, usd},
    measured, packages,
};
use anyhow::{Result, anyhow};
use data::{Architecture, TimingSource, Variant, Workload};

const REQUESTS: u64 = 100_000_000;
const REGION: &str = "ap-southeast-2";

/// A figure in both languages.
#[derive(Clone, Debug)]
pub(crate) struct MainFigure {
    /// What it is, in a few words.
    pub name: &'static str,
    /// Before Rust's figure, and after it.
    pub question: [&'static str; 2],
    /// How `book/theme/guess.js` writes a guess: `ms`, `bytes` or `usd`.
    pub unit: &'static str,
    pub rust: Figure,
    pub python: Figure,
    /// Where it was measured, as a sentence.
    pub place: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub value: f64,
    pub text: String,
}

/// By its name: `cold-start`, `warm-duration`, `zip-size` or `bill`.
pub(super) fn find(name: &str, context: &Context) -> Result<MainFigure> {
    match name {
        "cold-start" => cold_start(context),
        "warm-duration" => warm_duration(context),
        "zip-size" => zip_size(context),
        "bill" => bill(context),
        _ => Err(anyhow!(
            "`{name}` is unknown: use cold-start, warm-duration, zip-size or bill"
        )),
    }
}

fn cold_start(context: &Context) -> Result<MainFigure> {
    let question = [
        "A cold start of `record` at 512 MB: Rust's INIT takes ",
        ". How long does Python's take?",
    ];
    let name = "INIT of a cold start of `record`, 512 MB";
    mean(name, question, ["record", "512", "init-mean"], context)
}

fn warm_duration(context: &Context) -> Result<MainFigure> {
    let question = [
        "Plain loops: a warm call of `dedupe` on one whole CPU takes ",
        " in Rust. How long does it take in plain Python?",
    ];
    let name = "A warm call of `dedupe`, 1769 MB";
    mean(name, question, ["dedupe", "1769", "warm-mean"], context)
}

/// Of a metric that `{{#stat}}` knows, with its range in repetitions.
fn mean(
    name: &'static str,
    question: [&'static str; 2],
    cell: [&str; 3],
    context: &Context,
) -> Result<MainFigure> {
    let figure = |variant| {
        let (value, text) = measured::figure(cell, variant, context)?;
        anyhow::Ok(Figure { value, text })
    };
    let [workload, memory, metric] = cell;
    let range = measured::ratio(&[workload, memory, metric, "range"], context)?;
    let place = measured::measured_where(context.dataset);
    Ok(MainFigure {
        name,
        question,
        unit: "ms",
        rust: figure(Variant::Rust)?,
        python: figure(Variant::Python)?,
        place: format!("Means, measured {place}; {range} times in single repetitions."),
    })
}

fn zip_size(context: &Context) -> Result<MainFigure> {
    let zip = |variant| {
        let package = packages::find(context, Workload::Record, variant, "default")?;
        anyhow::Ok(Figure {
            value: packages::amount(package, "zip")?,
            text: packages::with_unit(package, "zip")?,
        })
    };
    Ok(MainFigure {
        name: "The zip file of `record` with AWS's SDK",
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

fn bill(context: &Context) -> Result<MainFigure> {
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
            .ok_or_else(|| anyhow!("record was not measured"))?
            .bill
            .total();
        #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 cents")]
        let value = total.0 as f64 / 100.0;
        let text = usd(total);
        anyhow::Ok(Figure { value, text })
    };
    Ok(MainFigure {
        name: "A hundred million calls of `record`, 512 MB",
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
            measured::measured_where(context.dataset)
        ),
    })
}
