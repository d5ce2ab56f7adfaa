//! What it costs `record` to connect in its first call and not in INIT.

use super::{
    Context, exactly,
    measured::memory_size,
    number::{ms, ratio},
    provenance,
};
use crate::html::table;
use anyhow::{Result, anyhow};
use cost::{Bill, Cents, Item, Usage};
use data::{
    Architecture, Decimal, Invocation, Millis, RegionPrices, Selection, Start, Summary, Timing,
    Variant, Workload,
};
use std::cmp::Ordering;

/// The region whose price is shown; the calculator begins with it, too.
const REGION: &str = "ap-southeast-2";
const COLD_STARTS: u64 = 1_000_000;

/// `{{#first-call 128}}`
pub(super) fn first_call(arguments: &[&str], context: &Context) -> Result<String> {
    let [memory] = exactly(arguments, "first-call 128")?;
    let memory_mb = memory_size(context.dataset, memory)?;
    let mut rows = Vec::new();
    for (variant, connects) in [
        (Variant::RustLazy, "in the first call"),
        (Variant::Rust, "in INIT"),
        (Variant::PythonLazy, "in the first call"),
        (Variant::Python, "in INIT"),
    ] {
        let figures = Figures::of(context, variant, memory_mb)?;
        rows.push([
            if matches!(variant, Variant::Rust | Variant::RustLazy) {
                "Rust"
            } else {
                "Python"
            }
            .to_owned(),
            connects.to_owned(),
            ms(figures.init),
            ms(figures.first_call),
            ms(figures.warm),
            ratio(figures.first_call / figures.warm),
            usd(cold_starts(context, Workload::Record, variant, memory_mb)?),
        ]);
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
    Ok(format!(
        r#"<figure class="published"><figcaption>{name}</figcaption>{}<p class="measured">Means; the charge is for init and first call together, at {}'s first tier on {}, without the free tier and the request charge.</p>{}</figure>"#,
        table(&name, header, &rows),
        prices(context)?.name,
        Architecture::X86_64,
        provenance::line(context),
    ))
}

struct Figures {
    init: f64,
    first_call: f64,
    warm: f64,
}

impl Figures {
    fn of(context: &Context, variant: Variant, memory_mb: u32) -> Result<Self> {
        let cold = Selection {
            workload: Workload::Record,
            variant,
            memory_mb: Some(memory_mb),
            start: Start::Cold,
        };
        let mean = |selection: Selection, figure: fn(&Invocation) -> Option<f64>| {
            let rows = selection.of(&context.dataset.invocations);
            let summary = Summary::of(rows, figure);
            summary
                .map(|summary| summary.mean)
                .ok_or_else(|| anyhow!("record {variant} at {memory_mb} MB was not measured"))
        };
        let duration = |row: &Invocation| Some(row.duration_ms.as_f64());
        Ok(Self {
            init: mean(cold, |row| row.init_ms.map(Millis::as_f64))?,
            first_call: mean(cold, duration)?,
            warm: mean(cold.with(Start::Warm), duration)?,
        })
    }
}

/// `{{#cold-starts-usd record rust-lazy 128}}`: the duration charge of a million cold starts;
/// with a second variant behind the first, how much less or more that one is charged.
pub(super) fn cold_starts_usd(arguments: &[&str], context: &Context) -> Result<String> {
    let charge = |workload: &str, variant: &str, memory: &str| {
        let memory_mb = memory_size(context.dataset, memory)?;
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

fn cold_starts(
    context: &Context,
    workload: Workload,
    variant: Variant,
    memory_mb: u32,
) -> Result<Cents> {
    let rows = &context.dataset.invocations;
    let timing = Timing::of(rows, workload, variant, memory_mb)
        .ok_or_else(|| anyhow!("{workload} {variant} at {memory_mb} MB was not measured"))?;
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

fn usd(amount: Cents) -> String {
    format!("{amount}\u{a0}USD")
}
