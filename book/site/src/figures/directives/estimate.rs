//! `{{#estimate …}}`: a duration on AWS, estimated from what was measured on the local Lambda.

use crate::figures::{
    captioned_table::{captioned_table, marked_note},
    context::{Cell, Context},
    directive::Directive,
    estimated::{estimates, plus_minus, summary},
    format::{ms, ratio_range},
    provenance,
    quantity::{Metric, Quantity},
    replacement::Replacement,
};
use anyhow::{Result, ensure};
use data::{Origin, Variant, Workload};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "estimate",
    usage: &[
        "MEMORY",
        "WORKLOAD VARIANT MEMORY METRIC",
        "ratio WORKLOAD MEMORY METRIC",
    ],
    becomes: "each function's durations in a local run and as estimated for AWS, as a table; one estimate with \
              its error; or the likely range of Python's divided by Rust's",
    expand: estimate,
};

fn estimate(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let judgement = &estimates(context)?.judgement;
    let context = &context.of_local_run()?;
    let mean = |cell, metric: &str| {
        let metric: Metric = metric.parse()?;
        ensure!(
            metric.quantity.is_estimated(),
            "this quantity is not estimated: use init, cold, total, billed or warm"
        );
        anyhow::Ok(metric.of(&summary(context, cell, metric.quantity)?))
    };
    match *arguments {
        [memory] => Ok(Replacement::Block(functions(context, memory)?)),
        ["ratio", workload, memory, metric] => {
            let rust = context.cell(workload, Variant::Rust.name(), memory)?;
            let python = Cell {
                variant: Variant::Python,
                ..rust
            };
            let ratio = mean(python, metric)? / mean(rust, metric)?;
            let band = judgement.ratio_band;
            let range = ratio_range((ratio * (1.0 - band), ratio * (1.0 + band)));
            Ok(Replacement::Figure(Origin::Estimated, range))
        }
        [workload, variant, memory, metric] => {
            let cell = context.cell(workload, variant, memory)?;
            let band = plus_minus(judgement.band_percent());
            let text = format!("{} {band}", ms(mean(cell, metric)?));
            Ok(Replacement::Figure(Origin::Estimated, text))
        }
        _ => Err(DIRECTIVE.misused()),
    }
}

fn functions(context: &Context, memory: &str) -> Result<String> {
    let memory_mb = context.memory_size(memory)?;
    let mut rows = Vec::new();
    for workload in Workload::compared() {
        for variant in context.dataset.variants(workload) {
            let cell = Cell::at(workload, variant, memory_mb);
            let pair = |quantity| {
                let here = context.summary(cell, quantity)?.mean;
                let there = summary(context, cell, quantity);
                let there = there.map_or_else(|_| "–".to_owned(), |there| ms(there.mean));
                anyhow::Ok([ms(here), there])
            };
            let [init, init_there] = pair(Quantity::Init)?;
            let [first, first_there] = pair(Quantity::Cold)?;
            let [warm, warm_there] = pair(Quantity::Warm)?;
            rows.push([
                workload.to_string(),
                variant.label().to_owned(),
                init,
                init_there,
                first,
                first_there,
                warm,
                warm_there,
            ]);
        }
    }
    let name = format!("Durations measured locally and estimated for AWS at {memory_mb} MB");
    let header = [
        "Function",
        "Variant",
        "Init here",
        "Init, estimate",
        "First call here",
        "First call, estimate",
        "Warm here",
        "Warm, estimate",
    ];
    let band = plus_minus(estimates(context)?.judgement.band_percent());
    let below = marked_note(
        Origin::Estimated,
        &format!(
            "Means. Every estimate is {band}, as nine of ten tested figures were; – where the language \
             has no control function."
        ),
    );
    let below = below + &provenance::line(context);
    Ok(captioned_table(&name, header, &rows, &below))
}
