//! The talk's main results, each a figure in both languages: to be guessed, and drawn on previews.

use super::{
    context::{Cell, Context},
    estimated::plus_minus,
    format::{published_ms, ratio_range_of, usd},
    main_figure::{Figure, MainFigure},
    month::{Month, comparison},
    packages,
    quantity::Quantity,
    source,
};
use crate::names;
use anyhow::{Context as _, Result, anyhow};
use data::{Architecture, Origin, Start, TimingSource, Variant, Workload};

const REQUESTS: u64 = 100_000_000;
const REGION: &str = "ap-southeast-2";
/// The memory size in MB of the figures of `record`.
const MEMORY_MB: u32 = 512;

/// Computes a main figure.
type Compute = fn(&Context) -> Result<MainFigure>;

/// The main figures by their names.
const MAIN_FIGURES: [(&str, Compute); 4] = [
    ("cold-start", cold_start),
    ("warm-duration", warm_duration),
    ("zip-size", zip_size),
    ("bill", bill),
];

/// Computes the main figure of that name.
///
/// # Errors
/// There is none, or what it is computed from was not measured.
pub(super) fn find(name: &str, context: &Context) -> Result<MainFigure> {
    let compute = names::find(&MAIN_FIGURES, name).ok_or_else(|| {
        let names = names::alternatives(MAIN_FIGURES.map(|(name, _)| name));
        anyhow!("`{name}` is unknown: use {names}")
    })?;
    compute(context)
}

/// The INIT of the control function that uses DynamoDB, as others measured it on AWS.
fn cold_start(context: &Context) -> Result<MainFigure> {
    let init = |runtime: &str| {
        let mut rows = context.dataset.published_workloads.iter();
        let row = rows.find(|row| {
            row.workload == "light"
                && row.runtime == runtime
                && row.arch == Architecture::X86_64
                && row.memory_mb == MEMORY_MB
                && row.start == Start::Cold
        });
        let init = row.and_then(|row| row.mean_init_ms);
        let init = init.with_context(|| format!("no published INIT of light in {runtime}"))?;
        anyhow::Ok(Figure {
            value: init.as_f64(),
            text: published_ms(init),
        })
    };
    let source = source::find(context, "published/published-workloads.csv")?;
    Ok(MainFigure {
        name: "INIT of a function that uses DynamoDB, 512 MB, on AWS",
        question: [
            "A cold start on AWS at 512 MB, of a function that uses DynamoDB: Rust's INIT takes ",
            ". How long does Python's take?",
        ],
        unit: "ms",
        rust: init("rust")?,
        python: init("python3.13")?,
        origin: Origin::Published,
        place: format!(
            "Means, measured on AWS by others: {}, {}.",
            source.source, source.as_of
        ),
    })
}

fn warm_duration(context: &Context) -> Result<MainFigure> {
    let rust = Cell::at(Workload::Dedupe, Variant::Rust, 1769);
    let name = "A warm call of `dedupe`, 1769 MB";
    let question = [
        "Plain loops: a warm call of `dedupe` on one whole CPU takes ",
        " in Rust. How long does it take in plain Python?",
    ];
    mean(name, question, rust, Quantity::Warm, context)
}

/// The mean of a duration, with the range of its ratio in the repetitions.
fn mean(
    name: &'static str,
    question: [&'static str; 2],
    rust: Cell,
    quantity: Quantity,
    context: &Context,
) -> Result<MainFigure> {
    let python = Cell {
        variant: Variant::Python,
        ..rust
    };
    let rust = context.summary(rust, quantity)?;
    let python = context.summary(python, quantity)?;
    let place = context.measured_where();
    let range = ratio_range_of(&python, &rust)?;
    let figure = |value| Figure {
        value,
        text: quantity.with_unit(value),
    };
    Ok(MainFigure {
        name,
        question,
        unit: "ms",
        rust: figure(rust.mean),
        python: figure(python.mean),
        origin: Origin::Measured,
        place: format!("Means, measured {place}; {range} times in single repetitions."),
    })
}

fn zip_size(context: &Context) -> Result<MainFigure> {
    let zip = |variant| {
        let package = packages::find(context, Workload::Record, variant, "default")?;
        let zip = packages::Figure::Zip;
        anyhow::Ok(Figure {
            value: zip.amount(package)?,
            text: zip.with_unit(package)?,
        })
    };
    Ok(MainFigure {
        name: "The zip file of `record` with AWS's SDK",
        question: [
            "The zip file of `record`, with AWS's SDK in it, is ",
            " in Rust. How large is Python's, with boto3?",
        ],
        unit: "bytes",
        rust: zip(Variant::Rust)?,
        python: zip(Variant::Python)?,
        origin: Origin::Measured,
        place: "Exact sizes, as `cargo measure packages` built them.".to_owned(),
    })
}

/// The month of the talk's bill.
pub(super) fn month() -> Month<'static> {
    Month {
        function: Workload::Record.name(),
        memory_mb: MEMORY_MB,
        requests: REQUESTS,
        region: REGION,
        source: TimingSource::Estimate,
        architecture: Architecture::X86_64,
    }
}

fn bill(context: &Context) -> Result<MainFigure> {
    let month = month();
    let (comparison, range) = comparison(&month, context)?;
    let total = |variant: Variant| {
        let cell = Cell::at(Workload::Record, variant, MEMORY_MB);
        let month = comparison.month(variant);
        let month = month.ok_or_else(|| context.not_measured(cell))?;
        let total = month.bill.total();
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
        origin: Origin::Estimated,
        place: format!(
            "The whole bill at the list price of {REGION}, free tier and one cold start in a hundred \
             calls included, by durations estimated for AWS{}.",
            range.map_or_else(String::new, |range| {
                let total = |variant| {
                    let ends = range.total(variant);
                    ends.map(|(low, high)| format!("{low} to {} in {}", usd(high), variant.label()))
                };
                let ends = [Variant::Rust, Variant::Python]
                    .into_iter()
                    .filter_map(total);
                format!(
                    " {}: {}",
                    plus_minus(range.error_percent),
                    ends.collect::<Vec<_>>().join(", ")
                )
            })
        ),
    })
}
