//! `{{#overhead …}}`: how much of each measured duration is the harness's own.

use crate::figures::{
    captioned_table::captioned_table,
    context::{Cell, Context},
    directive::Directive,
    format::{ms, percent},
    provenance,
    quantity::Quantity,
    replacement::Replacement,
};
use anyhow::{Context as _, Result, bail};
use data::{HarnessOverhead, Origin, Summary, Variant, Workload};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "overhead",
    usage: &["", "exchange", "hello"],
    becomes: "the share of a bare exchange in every warm call's median, as a table, or the median of \
              the bare exchanges or of Rust's warm `hello`, at the largest memory size of a local run",
    expand: overhead,
};

fn overhead(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let context = &context.of_local_run()?;
    let memory_sizes = context.dataset.memory_sizes();
    let largest = memory_sizes.last().copied().unwrap_or_default();
    let hello = Workload::Hello;
    let median = match *arguments {
        [] => return Ok(Replacement::Block(shares(context)?)),
        ["exchange"] => exchange(context, hello, largest)?,
        ["hello"] => warm_median(context, hello, Variant::Rust, largest)?,
        _ => return Err(DIRECTIVE.misused()),
    };
    Ok(Replacement::Figure(Origin::Measured, ms(median)))
}

/// The median in ms of the bare exchanges among a workload's invocations.
fn exchange(context: &Context, workload: Workload, memory_mb: u32) -> Result<f64> {
    let dataset = context.dataset;
    let (exchanges, rows) = (&dataset.overhead, &dataset.invocations);
    let among = HarnessOverhead::among(exchanges, rows, workload, memory_mb);
    let exchanges = Summary::of_exchanges(among).with_context(|| {
        let run = &dataset.run.run_id;
        format!("run {run} has no bare exchanges among {workload} at {memory_mb} MB: measure again")
    })?;
    Ok(exchanges.median)
}

fn shares(context: &Context) -> Result<String> {
    let sizes: Vec<u32> = context.dataset.memory_sizes().into_iter().collect();
    let [smallest, .., largest] = sizes[..] else {
        bail!("measure at two memory sizes or more");
    };
    let mut rows = Vec::new();
    for workload in Workload::compared() {
        for variant in context.dataset.variants(workload) {
            let cell = |size| -> Result<_> {
                let median = warm_median(context, workload, variant, size)?;
                let exchange = exchange(context, workload, size)?;
                Ok((ms(median), share(exchange / median)))
            };
            let (small, small_share) = cell(smallest)?;
            let (large, large_share) = cell(largest)?;
            let names = (workload.to_string(), variant.label().to_owned());
            rows.push([names.0, names.1, small, small_share, large, large_share]);
        }
    }
    let name = "Share of a bare HTTP exchange in every warm call's median";
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
