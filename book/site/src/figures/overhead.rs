//! How much of each measured duration is the harness's own.

use super::{
    Context, Problem,
    directive::Replacement,
    number::{ms, percent},
    provenance,
};
use crate::html::table;
use data::{Dataset, Selection, Start, Summary, Variant, Workload};
use std::collections::BTreeMap;

/// `{{#overhead}}`: the share of every median that a bare exchange takes, as a table;
/// `{{#overhead exchange}}`, `{{#overhead hello}}`: the medians of a bare exchange, and of the
/// warm calls of the cheapest function.
pub(super) fn overhead(arguments: &[&str], context: &Context) -> Result<Replacement, Problem> {
    let exchange = exchange(context.dataset)?;
    match arguments {
        [] => shares(context, exchange).map(Replacement::Block),
        ["exchange"] => Ok(Replacement::Inline(ms(exchange))),
        ["hello"] => {
            let largest = context.dataset.memory_sizes().last().copied();
            let hello = largest.and_then(|size| {
                warm_median(context.dataset, Workload::Hello, Variant::Rust, size)
            });
            let hello = hello.ok_or_else(|| Problem::from("no warm hello in Rust was measured"))?;
            Ok(Replacement::Inline(ms(hello)))
        }
        _ => Err(Problem::from(
            "write `{{#overhead}}`, or add exchange or hello",
        )),
    }
}

/// The median of a bare exchange in ms.
fn exchange(dataset: &Dataset) -> Result<f64, Problem> {
    let exchanges = Summary::of_exchanges(&dataset.loopback);
    let exchanges = exchanges.ok_or_else(|| {
        let run = &dataset.run.run_id;
        Problem(format!("run {run} has no bare exchanges: measure again"))
    })?;
    Ok(exchanges.median)
}

fn shares(context: &Context, exchange: f64) -> Result<String, Problem> {
    let dataset = context.dataset;
    let sizes: Vec<u32> = dataset.memory_sizes().into_iter().collect();
    let [smallest, .., largest] = sizes[..] else {
        return Err(Problem::from("two memory sizes or more are needed"));
    };
    let mut rows = Vec::new();
    for &workload in Workload::ALL {
        for &variant in workload.variants() {
            let mut medians = BTreeMap::new();
            for size in [smallest, largest] {
                let median = warm_median(dataset, workload, variant, size).ok_or_else(|| {
                    Problem(format!(
                        "no warm {workload} {variant} at {size} MB was measured"
                    ))
                })?;
                medians.insert(size, median);
            }
            let cells = [smallest, largest].map(|size| {
                let median = medians[&size];
                (ms(median), share(exchange / median))
            });
            let [(small, small_share), (large, large_share)] = cells;
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
    Ok(format!(
        r#"<figure class="published"><figcaption>{name}</figcaption>{}{}</figure>"#,
        table(name, header, &rows),
        provenance::line(context),
    ))
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
    dataset: &Dataset,
    workload: Workload,
    variant: Variant,
    memory_mb: u32,
) -> Option<f64> {
    let selection = Selection {
        workload,
        variant,
        memory_mb: Some(memory_mb),
        start: Start::Warm,
    };
    let rows = selection.of(&dataset.invocations);
    let summary = Summary::of(rows, |row| Some(row.duration_ms.as_f64()))?;
    Some(summary.median)
}
