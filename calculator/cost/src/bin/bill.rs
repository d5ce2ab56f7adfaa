//! `cargo bill`: a month's bill of one function, in the terminal.

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum, error::ErrorKind};
use cost::{
    Bill, Usage, parse_duration_ms, parse_ephemeral_mb, parse_memory_mb, parse_requests,
    parse_share,
};
use data::{Architecture, Decimal, PriceList, RegionPrices};
use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

/// What a month of an AWS Lambda function costs.
#[derive(Parser)]
#[command(name = "cargo bill", bin_name = "cargo bill")]
struct Arguments {
    /// The region's code
    #[arg(long, default_value = "ap-southeast-2")]
    region: String,
    /// x86_64 or arm64
    #[arg(long, allow_hyphen_values = true)]
    arch: Architecture,
    /// Memory size in MB, 128 to 10240
    #[arg(long, value_parser = parse_memory_mb, allow_hyphen_values = true)]
    memory: u32,
    /// Invocations a month, at most 10^15
    #[arg(long, value_parser = parse_requests, allow_hyphen_values = true)]
    requests: u64,
    /// Mean billed duration in ms, without init; fractions are allowed
    #[arg(long, value_parser = parse_duration_ms, allow_hyphen_values = true)]
    duration_ms: Decimal,
    /// Mean init duration in ms
    #[arg(long, value_parser = parse_duration_ms, allow_hyphen_values = true, default_value = "0")]
    init_ms: Decimal,
    /// The share of invocations that are cold starts, 0 to 1
    #[arg(long, value_parser = parse_share, allow_hyphen_values = true, default_value = "0.01")]
    cold_share: Decimal,
    /// Whether INIT is billed, as for all functions since August 2025
    #[arg(long, default_value = "on")]
    init_billing: Switch,
    /// Ephemeral storage in MB, 512 to 10240
    #[arg(long, value_parser = parse_ephemeral_mb, allow_hyphen_values = true, default_value = "512")]
    ephemeral_mb: u32,
    /// Whether the account's monthly free tier is left for this function
    #[arg(long, default_value = "on")]
    free_tier: Switch,
    /// How to print it
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Switch {
    On,
    Off,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(help) if help.kind() == ErrorKind::DisplayHelp => {
            let _ = help.print();
            return ExitCode::SUCCESS;
        }
        Err(error) => return refuse(&one_line(&error)),
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&format!("error: {error:#}")),
    }
}

fn refuse(message: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "{message}");
    ExitCode::from(2)
}

/// Clap's message without the usage and the hints that follow it.
fn one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let end = ["\n\nUsage:", "\n\n  tip:", "\n\nFor more information"]
        .iter()
        .filter_map(|hint| text.find(hint))
        .min();
    let message = &text[..end.unwrap_or(text.len())];
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn run(arguments: &Arguments) -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/prices");
    let prices = PriceList::read(&folder)?;
    let region = prices
        .region(&arguments.region)
        .context("invalid value for '--region'")?;
    let usage = Usage {
        architecture: arguments.arch,
        memory_mb: arguments.memory,
        ephemeral_mb: arguments.ephemeral_mb,
        requests: arguments.requests,
        duration_ms: arguments.duration_ms,
        init_ms: arguments.init_ms,
        cold_share: arguments.cold_share,
        init_billing: arguments.init_billing == Switch::On,
        free_tier: arguments.free_tier == Switch::On,
    };
    let bill = Bill::of(region, &usage);
    let text = match arguments.format {
        Format::Text => text(region, &usage, &bill),
        Format::Json => json(&bill),
    };
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("stdout"),
        _ => Ok(()),
    }
}

fn text(region: &RegionPrices, usage: &Usage, bill: &Bill) -> String {
    let mut lines = vec![
        format!(
            "{}, {}, {}, {} MB: {} requests a month, {} GB-s",
            region.code,
            region.name,
            usage.architecture,
            usage.memory_mb,
            usage.requests,
            bill.gb_seconds
        ),
        String::new(),
    ];
    let amounts = bill.lines.iter().map(|line| (line.item.name(), line.usd));
    for (item, usd) in amounts.chain([("total", bill.total())]) {
        lines.push(format!("{item:<18} {usd:>16} USD"));
    }
    lines.join("\n")
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
