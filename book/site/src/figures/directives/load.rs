//! `{{#load}}`: what k6 saw of the functions under load.

use crate::{
    figures::{
        captioned_table::{captioned_table, marked_note},
        context::Context,
        directive::Directive,
        format::{day, ms, three_digits},
        replacement::Replacement,
    },
    html::escape,
};
use anyhow::{Context as _, Result, bail};
use data::{Environment, Load, Origin, Variant, Workload};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "load",
    usage: &[""],
    becomes: "the last load test on the local Lambda, as a table",
    expand: load,
};

const FILE: &str = "measurements/load.csv";

fn load(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    let rows = last_run(&context.dataset.load);
    let first = rows
        .first()
        .with_context(|| format!("data/{FILE} has no local run: run `cargo measure load`"))?;
    let mut cells = Vec::new();
    for workload in Workload::compared() {
        let variants = context.dataset.variants(workload);
        for variant in variants.filter(|variant| !variant.connects_late()) {
            cells.push(function(&rows, workload, variant)?);
        }
    }
    let name = "Functions under load";
    let header = [
        "Function",
        "Variant",
        "Requests per s",
        "Failed",
        "Median",
        "p95",
        "p99",
    ];
    let repetitions = rows.iter().map(|row| row.repetition).max();
    let measured = format!(
        "k6 {}: {} virtual users for {} s on each function at {} MB with up to {} sandboxes; \
         medians of {} repetitions, in turn · on a local Lambda, not on AWS · {} · {}, {} cores, \
         shared with k6",
        first.k6,
        first.virtual_users,
        first.duration_s,
        first.memory_mb,
        first.concurrency.unwrap_or_default(),
        repetitions.unwrap_or_default(),
        day(&first.date),
        first.cpu_model,
        first.cores,
    );
    let rows = context.data_link(FILE, "load.csv");
    let below = marked_note(Origin::Measured, &format!("{} · {rows}", escape(&measured)));
    let table = captioned_table(name, header, &cells, &below);
    Ok(Replacement::Block(table))
}

/// The rows of the last local command.
fn last_run(rows: &[Load]) -> Vec<&Load> {
    let is_local = |row: &&Load| row.environment == Environment::Local && row.concurrency.is_some();
    let last = rows.iter().rfind(is_local);
    let is_of_it = |row: &&Load| last.is_some_and(|last| last.run_id == row.run_id);
    rows.iter().filter(is_of_it).collect()
}

#[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 requests")]
fn function(rows: &[&Load], workload: Workload, variant: Variant) -> Result<[String; 7]> {
    let is_it = |row: &&Load| (row.workload, row.variant) == (workload, variant);
    let rows: Vec<&Load> = rows.iter().copied().filter(is_it).collect();
    if rows.is_empty() {
        bail!(
            "data/{FILE} has no `{workload}` in `{variant}` in its last run: run `cargo measure load`"
        );
    }
    let of = |figure: fn(&Load) -> f64| median(rows.iter().map(|row| figure(row)).collect());
    let failed: u64 = rows.iter().map(|row| row.failed).sum();
    Ok([
        workload.to_string(),
        variant.label().to_owned(),
        three_digits(of(|row| row.requests as f64 / f64::from(row.duration_s))),
        failed.to_string(),
        ms(of(|row| row.median_ms.as_f64())),
        ms(of(|row| row.p95_ms.as_f64())),
        ms(of(|row| row.p99_ms.as_f64())),
    ])
}

/// The middle of some values; the upper one of two.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
