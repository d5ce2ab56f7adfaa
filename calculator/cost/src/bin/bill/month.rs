//! `cargo bill`: one function's month.

use crate::{
    OwnPrice,
    options::{Services, Switch},
};
use anyhow::Result;
use clap::{Parser, ValueEnum};
use cost::{
    Bill, Line, Provisioned, SnapStart, Usage, break_even_utilisation, parse_concurrency,
    parse_duration_ms, parse_ephemeral_mb, parse_hours, parse_memory_mb, parse_requests,
    parse_share,
};
use data::{Architecture, Decimal, RegionPrices, SavingsPlan};

/// Computes the monthly bill of an AWS Lambda function. `cargo bill compare` compares a measured
/// function's bills in Python and in Rust, `cargo bill fleet` finds the functions that are worth
/// porting, and `cargo bill read` prints the figures of logs.
#[derive(Parser)]
#[command(name = "cargo bill", bin_name = "cargo bill")]
pub struct Arguments {
    /// Code of the AWS region
    #[arg(long, default_value = "ap-southeast-2")]
    region: String,
    /// Architecture: x86_64 or arm64
    #[arg(long, allow_hyphen_values = true)]
    arch: Architecture,
    /// Memory size in MB, 128 to 10240
    #[arg(long, value_parser = parse_memory_mb, allow_hyphen_values = true)]
    memory: u32,
    /// Invocations a month, at most 10^15
    #[arg(long, value_parser = parse_requests, allow_hyphen_values = true)]
    requests: u64,
    /// Mean billed duration in ms, without INIT; may have a fraction
    #[arg(long, value_parser = parse_duration_ms, allow_hyphen_values = true)]
    duration_ms: Decimal,
    /// Mean init duration in ms; with SnapStart, the restore duration
    #[arg(long, value_parser = parse_duration_ms, allow_hyphen_values = true, default_value = "0")]
    init_ms: Decimal,
    /// Share of invocations that are cold starts, 0 to 1
    #[arg(long, value_parser = parse_share, allow_hyphen_values = true, default_value = "0.01")]
    cold_share: Decimal,
    /// Bill INIT, as AWS does for every function since August 2025
    #[arg(long, default_value = "on")]
    init_billing: Switch,
    /// Ephemeral storage in MB, 512 to 10240
    #[arg(long, value_parser = parse_ephemeral_mb, allow_hyphen_values = true, default_value = "512")]
    ephemeral_mb: u32,
    /// Take the account's monthly free tier off this function's bill
    #[arg(long, default_value = "on")]
    free_tier: Switch,
    /// Execution environments of provisioned concurrency
    #[arg(
        long,
        value_name = "N",
        value_parser = parse_concurrency,
        allow_hyphen_values = true,
        requires = "provisioned_hours"
    )]
    provisioned_concurrency: Option<u32>,
    /// Hours of the month for which they are kept ready, at most 744
    #[arg(
        long,
        value_name = "H",
        value_parser = parse_hours,
        allow_hyphen_values = true,
        requires = "provisioned_concurrency"
    )]
    provisioned_hours: Option<Decimal>,
    /// Invocations that they handle, on top of --requests
    #[arg(
        long,
        value_name = "R",
        value_parser = parse_requests,
        allow_hyphen_values = true,
        requires_all = ["provisioned_concurrency", "provisioned_duration_ms"]
    )]
    provisioned_requests: Option<u64>,
    /// Mean billed duration of these invocations in ms
    #[arg(
        long,
        value_name = "D",
        value_parser = parse_duration_ms,
        allow_hyphen_values = true,
        requires_all = ["provisioned_concurrency", "provisioned_requests"]
    )]
    provisioned_duration_ms: Option<Decimal>,
    /// Hours for which a version with SnapStart is published; AWS charges at least 3
    #[arg(
        long,
        value_name = "H",
        value_parser = parse_hours,
        allow_hyphen_values = true,
        conflicts_with = "provisioned_concurrency"
    )]
    snapstart_cache_hours: Option<Decimal>,
    /// Cold starts from its snapshot
    #[arg(
        long,
        value_name = "R",
        value_parser = parse_requests,
        allow_hyphen_values = true,
        requires = "snapstart_cache_hours"
    )]
    snapstart_restores: Option<u64>,
    /// Compute Savings Plan: none, no-upfront or all-upfront
    #[arg(long, value_name = "PLAN", default_value_t = SavingsPlan::None)]
    savings_plan: SavingsPlan,
    #[command(flatten)]
    services: Services,
    #[command(flatten)]
    prices: OwnPrices,
    /// Output format
    #[arg(long, default_value = "text")]
    format: Format,
}

/// The reader's own prices.
#[derive(clap::Args)]
pub struct OwnPrices {
    #[arg(
        long,
        value_name = "ITEM=USD",
        allow_hyphen_values = true,
        help = "Your own price for an item, such as http_api=1.10; can be repeated"
    )]
    pub price: Vec<OwnPrice>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// The bill in the format asked for.
///
/// # Errors
/// The price list can't be read, the region is not in it, or it has no price for a service.
pub fn month(arguments: &Arguments) -> Result<String> {
    let prices = crate::prices(&arguments.region, &arguments.prices.price)?;
    let usage = usage(arguments);
    let bill = crate::bill(&prices, &usage)?;
    Ok(match arguments.format {
        Format::Text => text(&prices, &usage, &bill),
        Format::Json => json(&bill),
    })
}

fn usage(arguments: &Arguments) -> Usage {
    let provisioned = arguments
        .provisioned_concurrency
        .zip(arguments.provisioned_hours)
        .map(|(concurrency, hours)| Provisioned {
            concurrency,
            hours,
            requests: arguments.provisioned_requests.unwrap_or(0),
            duration_ms: arguments.provisioned_duration_ms.unwrap_or(Decimal::ZERO),
        });
    let snapstart = arguments
        .snapstart_cache_hours
        .map(|cache_hours| SnapStart {
            cache_hours,
            restores: arguments.snapstart_restores.unwrap_or(0),
        });
    Usage {
        architecture: arguments.arch,
        memory_mb: arguments.memory,
        ephemeral_mb: arguments.ephemeral_mb,
        requests: arguments.requests,
        duration_ms: arguments.duration_ms,
        init_ms: arguments.init_ms,
        cold_share: arguments.cold_share,
        init_billing: arguments.init_billing == Switch::On,
        free_tier: arguments.free_tier == Switch::On,
        provisioned,
        snapstart,
        savings_plan: arguments.savings_plan,
        services: arguments.services.0,
    }
}

fn text(prices: &RegionPrices, usage: &Usage, bill: &Bill) -> String {
    let mut lines = vec![
        format!(
            "{}, {}, {}, {} MB: {} requests a month, {} GB-s",
            prices.code,
            prices.name,
            usage.architecture,
            usage.memory_mb,
            usage.invocations(),
            bill.gb_seconds
        ),
        String::new(),
    ];
    for line in &bill.lines {
        let item = line.item;
        lines.push(format!(
            "{item:<24} {:>16} USD   {}",
            line.usd,
            arithmetic(line)
        ));
    }
    lines.push(format!("{:<24} {:>16} USD", "total", bill.total()));
    if usage.provisioned.is_some() {
        lines.push(String::new());
        lines.push(provisioned_pays(prices, usage.architecture));
    }
    lines.join("\n")
}

/// `(3000000 - 1000000 free) requests × 0.0000002`.
fn arithmetic(line: &Line) -> String {
    let unit = line.item.unit();
    let used = if line.free.is_zero() {
        format!("{} {unit}", line.used)
    } else {
        format!("({} - {} free) {unit}", line.used, line.free)
    };
    let prices = match &line.charges[..] {
        [] => String::new(),
        [only] => format!(" × {}", only.usd),
        tiers => {
            let tiers = tiers.iter();
            let tiers = tiers.map(|tier| format!("{} × {}", tier.quantity, tier.usd));
            format!(": {}", tiers.collect::<Vec<_>>().join(" + "))
        }
    };
    let discount = if line.discount.is_zero() {
        String::new()
    } else {
        format!(", less {} %", line.discount * Decimal::from(100))
    };
    [used, prices, discount].concat()
}

fn provisioned_pays(prices: &RegionPrices, architecture: Architecture) -> String {
    let region = &prices.code;
    match break_even_utilisation(prices, architecture) {
        Some(share) if !share.exceeds_whole() => format!(
            "Provisioned concurrency costs less than the same work on demand in {region} if \
             its execution environments are busy for more than {share} of their time."
        ),
        _ => format!(
            "Provisioned concurrency never costs less than the same work on demand in {region}."
        ),
    }
}

fn json(bill: &Bill) -> String {
    let lines: Vec<_> = bill
        .lines
        .iter()
        .map(|line| serde_json::json!({ "item": line.item.name(), "usd": line.usd.to_string() }))
        .collect();
    serde_json::json!({
        "gb_seconds": bill.gb_seconds.to_string(),
        "lines": lines,
        "total_usd": bill.total().to_string(),
    })
    .to_string()
}
