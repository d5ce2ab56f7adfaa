//! `cargo bill`: a function's monthly bill, in the terminal.

#![deny(clippy::wildcard_enum_match_arm)]

mod compare;
mod fleet;
mod month;
mod options;
mod own;
mod read;
mod talk;

use anyhow::{Context, Result};
use clap::{Parser, error::ErrorKind};
use std::{
    env,
    io::{self, Write},
    process::ExitCode,
};

fn main() -> ExitCode {
    match run() {
        Ok(text) => print(&text),
        Err(error) => match error.downcast_ref::<clap::Error>() {
            Some(help) if help.kind() == ErrorKind::DisplayHelp => {
                let _ = help.print();
                ExitCode::SUCCESS
            }
            Some(error) => refuse(&one_line(error)),
            None => refuse(&format!("error: {error:#}")),
        },
    }
}

fn run() -> Result<String> {
    // Without a sub-command, the options are those of a month's bill.
    let command = env::args_os().nth(1);
    let arguments = env::args_os().skip(1);
    match command.as_ref().and_then(|word| word.to_str()) {
        Some("compare") => compare::compare(&compare::Arguments::try_parse_from(arguments)?),
        Some("fleet") => fleet::fleet(&fleet::Arguments::try_parse_from(arguments)?),
        Some("read") => read::read(&read::Arguments::try_parse_from(arguments)?),
        Some(_) | None => month::month(&month::Arguments::try_parse()?),
    }
}

fn print(text: &str) -> ExitCode {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            refuse(&format!("error: stdout: {error}"))
        }
        _ => ExitCode::SUCCESS,
    }
}

fn refuse(message: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "{message}");
    ExitCode::from(2)
}

/// Clap's message in one line, without the usage and the hints that follow it.
fn one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let end = ["\n\nUsage:", "\n\n  tip:", "\n\nFor more information"]
        .iter()
        .filter_map(|hint| text.find(hint))
        .min();
    let message = &text[..end.unwrap_or(text.len())];
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The prices of a region, with the user's own in place of AWS's.
fn prices(region: &str, own: &[OwnPrice]) -> Result<data::RegionPrices> {
    let list = data::read_prices(&workspace::data().join("prices"))?;
    let mut prices = list
        .region(region)
        .context("invalid value for '--region'")?
        .clone();
    for price in own {
        prices.set_service(price.service, price.usd);
    }
    Ok(prices)
}

/// The bill, or an error that says how to give the price that is missing.
fn bill(prices: &data::RegionPrices, usage: &cost::Usage) -> Result<cost::Bill> {
    cost::Bill::complete(prices, usage).map_err(|error| {
        let (service, unit) = (error.service, error.service.unit());
        anyhow::anyhow!("{error}: give it in USD per {unit} with --price {service}=USD")
    })
}

/// A price that the user gives: `http_api=1.10`.
#[derive(Clone)]
struct OwnPrice {
    service: data::Service,
    usd: data::Decimal,
}

impl std::str::FromStr for OwnPrice {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let (service, usd) = text
            .split_once('=')
            .context("write ITEM=USD, such as http_api=1.10")?;
        let service = service.parse()?;
        let usd = cost::parse_price(service, usd)?;
        Ok(Self { service, usd })
    }
}
