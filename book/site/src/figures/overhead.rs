//! How much of each measured duration is the harness's own.

use super::{
    call::Replacement,
    captioned_table::captioned_table,
    context::{Cell, Context},
    number::{ms, percent},
    provenance,
    quantity::Quantity,
};
use anyhow::{Result, anyhow, bail};
use data::{Dataset, LoopbackExchange, Summary, Variant, Workload};

/// `{{#overhead}}`: the share of every median that a bare exchange takes, as a table;
/// `{{#overhead exchange}}`, `{{#overhead hello}}`: the medians of the bare exchanges and of the
/// warm calls of the cheapest function, at the largest memory size.
pub(super) fn overhead(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let dataset = context.dataset;
    let largest = dataset.memory_sizes().last().copied().unwrap_or_default();
    match arguments {
        [] => shares(context).map(Replacement::Block),
        ["exchange"] => {
            let exchange = exchange(dataset, Workload::Hello, largest)?;
            Ok(Replacement::Inline(ms(exchange)))
        }
        ["hello"] => {
            let hello = warm_median(context, Workload::Hello, Variant::Rust, largest)?;
            Ok(Replacement::Inline(ms(hello)))
        }
        _ => Err(anyhow!(
            "write `{{{{#overhead}}}}`, or add exchange or hello"
        )),
    }
}

/// The median in ms of the bare exchanges among a workload's invocations.
fn exchange(dataset: &Dataset, workload: Workload, memory_mb: u32) -> Result<f64> {
    let (exchanges, rows) = (&dataset.loopback, &dataset.invocations);
    let among = LoopbackExchange::among(exchanges, rows, workload, memory_mb);
    let exchanges = Summary::of_exchanges(among).ok_or_else(|| {
        let run = &dataset.run.run_id;
        anyhow!("run {run} has no bare exchanges among {workload} at {memory_mb} MB: measure again")
    })?;
    Ok(exchanges.median)
}

fn shares(context: &Context) -> Result<String> {
    let dataset = context.dataset;
    let sizes: Vec<u32> = dataset.memory_sizes().into_iter().collect();
    let [smallest, .., largest] = sizes[..] else {
        bail!("two memory sizes or more are needed");
    };
    let mut rows = Vec::new();
    for &workload in Workload::ALL {
        for &variant in workload.variants() {
            let cell = |size| -> Result<_> {
                let median = warm_median(context, workload, variant, size)?;
                let exchange = exchange(dataset, workload, size)?;
                Ok((ms(median), share(exchange / median)))
            };
            let (small, small_share) = cell(smallest)?;
            let (large, large_share) = cell(largest)?;
            let names = (workload.to_string(), variant.label().to_owned());
            rows.push([names.0, names.1, small, small_share, large, large_share]);
        }
    }
    let name = "What a bare HTTP exchange is of every warm call's median";
    let medians = [smallest, largest].map(|size| format!("Median at {size} MB"));
    let header = [
        "Function",
        "Variant",
        &medians[0],
        "Exchange",
        &medians[1],
        "Exchange",
    ];
    let below = provenance::line(context);
    Ok(captioned_table(name, header, &rows, &below))
}

/// A share that is never rounded to nothing.
fn share(share: f64) -> String {
    if share < 0.005 {
        "below 1\u{a0}%".to_owned()
    } else {
        percent(share)
    }
}

fn warm_median(
    context: &Context,
    workload: Workload,
    variant: Variant,
    memory_mb: u32,
) -> Result<f64> {
    let cell = Cell::at(workload, variant, memory_mb);
    Ok(context.summary(cell, Quantity::Warm)?.median)
}
