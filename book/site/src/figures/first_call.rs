//! What it costs `record` to connect in its first call and not in INIT.

use super::{
    captioned_table::{captioned_table, note},
    context::{Cell, Context},
    exactly,
    number::{ms, ratio, usd},
    provenance,
    quantity::Quantity,
};
use anyhow::{Result, anyhow};
use cost::{Bill, Cents, Item, Usage};
use data::{Architecture, Decimal, RegionPrices, Timing, Variant, Workload};
use std::cmp::Ordering;

/// The region whose price is shown; the calculator begins with it, too.
const REGION: &str = "ap-southeast-2";
const COLD_STARTS: u64 = 1_000_000;

/// `{{#first-call 128}}`
pub(super) fn first_call(arguments: &[&str], context: &Context) -> Result<String> {
    let [memory] = exactly(arguments, "first-call 128")?;
    let memory_mb = context.memory_size(memory)?;
    let mut rows = Vec::new();
    for (language, variants) in [
        ("Rust", [Variant::RustLazy, Variant::Rust]),
        ("Python", [Variant::PythonLazy, Variant::Python]),
    ] {
        for variant in variants {
            let cell = Cell::at(Workload::Record, variant, memory_mb);
            let mean = |quantity| anyhow::Ok(context.summary(cell, quantity)?.mean);
            let connects = if variant.connects_late() {
                "in the first call"
            } else {
                "in INIT"
            };
            let first_call = mean(Quantity::Cold)?;
            let warm = mean(Quantity::Warm)?;
            rows.push([
                language.to_owned(),
                connects.to_owned(),
                ms(mean(Quantity::Init)?),
                ms(first_call),
                ms(warm),
                ratio(first_call / warm),
                usd(cold_starts(context, Workload::Record, variant, memory_mb)?),
            ]);
        }
    }
    let name = format!("record at {memory_mb} MB, connecting in the first call or in INIT");
    let header = [
        "Language",
        "Connects",
        "Init",
        "First call",
        "Warm call",
        "First call in warm calls",
        "Duration charge of a million cold starts",
    ];
    let charge = note(&format!(
        "Means; the charge is for init and first call together, at {}'s first tier on {}, without the free tier and the request charge.",
        prices(context)?.name,
        Architecture::X86_64,
    ));
    let below = charge + &provenance::line(context);
    Ok(captioned_table(&name, header, &rows, &below))
}

/// `{{#cold-starts-usd record rust-lazy 128}}`: the duration charge of a million cold starts;
/// with a second variant behind the first, how much less or more that one is charged.
pub(super) fn cold_starts_usd(arguments: &[&str], context: &Context) -> Result<String> {
    let charge = |workload: &str, variant: &str, memory: &str| {
        let memory_mb = context.memory_size(memory)?;
        cold_starts(context, workload.parse()?, variant.parse()?, memory_mb)
    };
    match arguments {
        [workload, variant, memory] => charge(workload, variant, memory).map(usd),
        [workload, before, after, memory] => {
            let before = charge(workload, before, memory)?;
            let after = charge(workload, after, memory)?;
            let difference = usd(Cents(before.0.abs_diff(after.0)));
            Ok(match after.cmp(&before) {
                Ordering::Less => format!("{difference} less"),
                Ordering::Equal => "the same, to the cent,".to_owned(),
                Ordering::Greater => format!("{difference} more"),
            })
        }
        _ => Err(anyhow!(
            "write `{{{{#cold-starts-usd workload variant memory}}}}`",
        )),
    }
}

/// The duration charge of a million cold starts.
fn cold_starts(
    context: &Context,
    workload: Workload,
    variant: Variant,
    memory_mb: u32,
) -> Result<Cents> {
    let rows = &context.dataset.invocations;
    let timing = Timing::of(rows, workload, variant, memory_mb)
        .ok_or_else(|| context.not_measured(Cell::at(workload, variant, memory_mb)))?;
    let usage = Usage {
        init_ms: timing.init_ms,
        cold_share: Decimal::from(1),
        free_tier: false,
        ..Usage::on_demand(
            Architecture::X86_64,
            memory_mb,
            COLD_STARTS,
            timing.cold_billed_ms,
        )
    };
    Ok(Bill::of(prices(context)?, &usage).amount(Item::Duration))
}

fn prices<'a>(context: &'a Context) -> Result<&'a RegionPrices> {
    Ok(context.dataset.prices.region(REGION)?)
}
