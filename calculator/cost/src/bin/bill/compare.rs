//! `cargo bill compare`: a measured function's month in all of its variants.

use crate::{
    month::OwnPrices,
    options::{Memory, Services, Switch, source, sources_help},
};
use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use cost::{
    Cents, Change, Comparison, InitBilling, Month, Payback, Port, Range, Scenario, parse_day_rate,
    parse_days, parse_duration_ms, parse_requests, parse_share,
};
use data::{
    Architecture, Dataset, Decimal, RegionPrices, SavingsPlan, TimingSet, TimingSource, Variant,
};
use serde_json::{Value, json};
use std::{cmp::Ordering, fmt::Write};

/// Compares the monthly bills of a measured function in Python, in Rust and in its other variants.
#[derive(Parser)]
#[command(name = "cargo bill compare", bin_name = "cargo bill compare")]
pub struct Arguments {
    /// Function to compare; with --data published, a third party's, such as `light`
    #[arg(long, value_name = "NAME")]
    workload: String,
    /// Invocations a month, at most 10^15
    #[arg(long, value_parser = parse_requests, allow_hyphen_values = true)]
    requests: u64,
    /// Code of the AWS region
    #[arg(long, default_value = "ap-southeast-2")]
    region: String,
    #[arg(
        long,
        value_name = "NAME",
        default_value = "estimate",
        value_parser = source(),
        help = sources_help()
    )]
    data: TimingSource,
    /// Architecture: x86_64 or arm64
    #[arg(long, default_value = "x86_64", allow_hyphen_values = true)]
    arch: Architecture,
    #[command(flatten)]
    memory: Memory,
    /// Time in ms that every invocation waits for other services
    #[arg(long, value_name = "MS", value_parser = parse_duration_ms, allow_hyphen_values = true, default_value = "0")]
    wait_ms: Decimal,
    /// Share of invocations that are cold starts, 0 to 1
    #[arg(long, value_parser = parse_share, allow_hyphen_values = true, default_value = "0.01")]
    cold_share: Decimal,
    /// Bill INIT for every function; off: as before August 2025, for Rust but not for Python
    #[arg(long, default_value = "on")]
    init_billing: Switch,
    /// Take the account's monthly free tier off this function's bill
    #[arg(long, default_value = "on")]
    free_tier: Switch,
    /// Compute Savings Plan: none, no-upfront or all-upfront
    #[arg(long, value_name = "PLAN", default_value_t = SavingsPlan::None)]
    savings_plan: SavingsPlan,
    #[command(flatten)]
    services: Services,
    #[command(flatten)]
    prices: OwnPrices,
    /// Days of work to port the function
    #[arg(long, value_parser = parse_days, allow_hyphen_values = true, requires = "day_rate")]
    days: Option<Decimal>,
    /// Cost of a day of work in USD
    #[arg(long, value_name = "USD", value_parser = parse_day_rate, allow_hyphen_values = true, requires = "days")]
    day_rate: Option<Decimal>,
    /// Output format
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Csv,
}

/// The comparison in the format asked for.
///
/// # Errors
/// `data/` can't be read, the function has no timings, or the region has no price for a service.
pub fn compare(arguments: &Arguments) -> Result<String> {
    let data = workspace::data();
    let run = crate::talk::run(&data.join("../book.toml"))?;
    let dataset = Dataset::showing(&data, run.as_deref())?;
    let sets = dataset.timing_sets();
    let source = arguments.data;
    let set = sets
        .iter()
        .find(|set| set.source == source)
        .with_context(|| {
            let advice = source.how_to_get().unwrap_or_default();
            format!("--data {source}: data/ has no such figures: {advice}")
        })?;
    let prices = crate::prices(&arguments.region, &arguments.prices.price)?;
    let scenario = scenario(arguments);
    let comparison = Comparison::of(&prices, set, &scenario)?;
    let range = Range::of(&comparison, &prices, set, &scenario);
    for month in &comparison.months {
        crate::bill(&prices, &month.usage)?;
    }
    Ok(match arguments.format {
        Format::Text => text(arguments, &prices, set, &comparison, range.as_ref()),
        Format::Json => json(arguments, &prices, set, &comparison, range.as_ref()).to_string(),
        Format::Csv => cost::csv(&comparison).trim_end().to_owned(),
    })
}

fn scenario(arguments: &Arguments) -> Scenario {
    Scenario {
        function: arguments.workload.clone(),
        requests: arguments.requests,
        architecture: arguments.arch,
        memory: arguments.memory.0,
        wait_ms: arguments.wait_ms,
        cold_share: arguments.cold_share,
        init_billing: match arguments.init_billing {
            Switch::On => InitBilling::Since2025,
            Switch::Off => InitBilling::Before2025,
        },
        free_tier: arguments.free_tier == Switch::On,
        savings_plan: arguments.savings_plan,
        services: arguments.services.0,
    }
}

fn text(
    arguments: &Arguments,
    prices: &RegionPrices,
    set: &TimingSet,
    comparison: &Comparison,
    range: Option<&Range>,
) -> String {
    let mut lines = vec![
        format!(
            "{}: {} invocations of {} a month in {}, {}, {}",
            set.source,
            arguments.requests,
            arguments.workload,
            prices.code,
            prices.name,
            arguments.arch
        ),
        set.provenance.clone(),
        String::new(),
        row("", comparison, |month| {
            month.timing.variant.name().to_owned()
        }),
        row("memory, MB", comparison, |month| {
            month.usage.memory_mb.to_string()
        }),
        row("mean time to answer, ms", comparison, |month| {
            month.time_ms.round_half_up(3).to_string()
        }),
        row("billed, ms", comparison, |month| {
            month.usage.billed_ms().round_half_up(3).to_string()
        }),
        row("GB-s", comparison, |month| {
            month.bill.gb_seconds.round_half_up(0).to_string()
        }),
    ];
    for item in comparison.items() {
        lines.push(row(&format!("{item}, USD"), comparison, |month| {
            month.bill.amount(item).to_string()
        }));
    }
    lines.push(row("total, USD", comparison, |month| {
        month.bill.total().to_string()
    }));
    if let Some(range) = range {
        let error = range.error_percent;
        let total = |end: fn(&(Variant, Cents, Cents)) -> Cents| {
            let totals = range.totals.iter();
            let totals = totals.map(|total| format!("{:>17}", end(total).to_string()));
            totals.collect::<Vec<_>>().concat()
        };
        for (sign, totals) in [
            ('-', total(|&(_, low, _)| low)),
            ('+', total(|&(.., high)| high)),
        ] {
            let name = format!("at {sign}{error} % of time, USD");
            lines.push(format!("{name:<26}{totals}"));
        }
    }
    lines.push(String::new());
    lines.push(format!(
        "{} USD of each bill is charged per invocation, regardless of language.",
        comparison.per_invocation()
    ));
    lines.extend(
        comparison
            .missing
            .iter()
            .map(|missing| format!("{missing}.")),
    );
    lines.extend(
        comparison
            .change()
            .map(|change| format!("Rust costs {}.", difference(change))),
    );
    if let Some([best, worst]) = range.and_then(Range::change) {
        lines.push(format!(
            "Within the estimate's error, it costs from {} to {}.",
            difference(best),
            difference(worst)
        ));
    }
    lines.extend(payback(arguments, prices, comparison));
    lines.join("\n")
}

fn row(name: &str, comparison: &Comparison, figure: impl Fn(&Month) -> String) -> String {
    let mut row = format!("{name:<26}");
    for month in &comparison.months {
        let _ = write!(row, "{:>17}", figure(month));
    }
    row
}

/// Cost of Rust compared with that of Python, such as `3.10 USD (12.5 %) less than Python`.
fn difference(change: Change) -> String {
    let share = change.share.map(|share| format!(" ({share})"));
    let share = share.unwrap_or_default();
    match change.direction {
        Ordering::Less => format!("{} USD{share} less than Python", change.by),
        Ordering::Equal => "as much as Python".to_owned(),
        Ordering::Greater => format!("{} USD{share} more than Python", change.by),
    }
}

/// A port, its payback, and the monthly invocations from which that is a year or less.
struct Decision {
    port: Port,
    payback: Option<Payback>,
    volume: Option<u64>,
}

fn decision(
    arguments: &Arguments,
    prices: &RegionPrices,
    comparison: &Comparison,
) -> Option<Decision> {
    let port = Port {
        days: arguments.days?,
        usd_per_day: arguments.day_rate?,
    };
    let python = comparison.month(Variant::Python)?;
    let rust = comparison.month(Variant::Rust)?;
    Some(Decision {
        port,
        payback: port.payback(comparison.change()?),
        volume: port.volume_that_pays(prices, python, rust),
    })
}

fn payback(
    arguments: &Arguments,
    prices: &RegionPrices,
    comparison: &Comparison,
) -> Option<String> {
    let decision = decision(arguments, prices, comparison)?;
    let when = match decision.payback {
        None => "never pays for itself at this volume".to_owned(),
        Some(payback) => format!("pays for itself after {payback} months"),
    };
    let volume = match decision.volume {
        Some(volume) => format!("from {volume} invocations a month"),
        None => "at no volume".to_owned(),
    };
    Some(format!(
        "A port that costs {} USD {when}; within a year, it does {volume}.",
        decision.port.cost()
    ))
}

fn json(
    arguments: &Arguments,
    prices: &RegionPrices,
    set: &TimingSet,
    comparison: &Comparison,
    range: Option<&Range>,
) -> Value {
    let variants = comparison.months.iter().map(|month| {
        let lines = month.bill.lines.iter();
        let lines =
            lines.map(|line| json!({ "item": line.item.name(), "usd": line.usd.to_string() }));
        json!({
            "variant": month.timing.variant.name(),
            "memory_mb": month.usage.memory_mb,
            "time_ms": month.time_ms.to_string(),
            "billed_ms": month.usage.billed_ms().to_string(),
            "gb_seconds": month.bill.gb_seconds.to_string(),
            "lines": lines.collect::<Vec<_>>(),
            "total_usd": month.bill.total().to_string(),
        })
    });
    let change = comparison.change().map(|change| {
        let sign = if change.direction == Ordering::Less {
            "-"
        } else {
            ""
        };
        json!({
            "from": Variant::Python.name(),
            "to": Variant::Rust.name(),
            "usd": format!("{sign}{}", change.by),
        })
    });
    let range = range.map(|range| {
        let totals = range.totals.iter().map(|(variant, low, high)| {
            let totals = [low, high].map(ToString::to_string);
            (variant.name().to_owned(), totals.to_vec().into())
        });
        json!({
            "error_percent": range.error_percent,
            "total_usd": totals.collect::<serde_json::Map<_, Value>>(),
        })
    });
    let decision = decision(arguments, prices, comparison).map(|decision| {
        json!({
            "port_usd": decision.port.cost().to_string(),
            "months": decision.payback.map(|payback| payback.to_string()),
            "pays_within_a_year_from_requests": decision.volume,
        })
    });
    json!({
        "workload": arguments.workload,
        "requests": arguments.requests,
        "region": prices.code,
        "architecture": arguments.arch.name(),
        "data": set.source.name(),
        "provenance": set.provenance,
        "variants": variants.collect::<Vec<_>>(),
        "per_invocation_usd": comparison.per_invocation().to_string(),
        "change": change,
        "range": range,
        "payback": decision,
    })
}
