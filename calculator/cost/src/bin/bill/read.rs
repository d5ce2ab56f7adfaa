//! `cargo bill read`: the figures in a user's own logs and exports.

use crate::own::read_files;
use anyhow::{Result, bail, ensure};
use clap::{Parser, ValueEnum};
use data::own::{Cell, Counts, Own, Skipped};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Reads logs and exports of Lambda functions and prints their figures: REPORT lines, JSON logs, results
/// of Logs Insights, records of Lambda Insights, Power Tuning's results, rows of this project.
#[derive(Parser)]
#[command(name = "cargo bill read", bin_name = "cargo bill read")]
pub struct Arguments {
    /// Files to read; each is recognised by its content
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Output format
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// The figures that were read, in the format asked for.
///
/// # Errors
/// A file can't be opened, or none has an invocation in it.
pub fn read(arguments: &Arguments) -> Result<String> {
    let own = read_files(&arguments.files)?;
    let place = |text: usize| arguments.files[text].display().to_string();
    if own.kinds.is_empty() {
        ensure!(!own.facts.is_empty(), "{} has no text in it", place(0));
        bail!(
            "{} lists functions, but has no invocations: give it to `cargo bill fleet`",
            place(0)
        );
    }
    let has_several = arguments.files.len() > 1;
    let file = |skipped: &Skipped| has_several.then(|| place(skipped.text));
    Ok(match arguments.format {
        Format::Text => text(&own, file),
        Format::Json => json(&own, file).to_string(),
    })
}

fn source(own: &Own) -> String {
    let kinds: Vec<&str> = own.kinds.iter().map(|kind| kind.name()).collect();
    kinds.join(", ")
}

fn json(own: &Own, file: impl Fn(&Skipped) -> Option<String>) -> Value {
    let skipped = own.skipped.iter().map(|skipped| {
        let mut value = json!({ "line": skipped.line, "reason": skipped.reason });
        if let Some(file) = file(skipped) {
            value["file"] = file.into();
        }
        value
    });
    let cells = own.cells.iter().map(|cell| {
        let mut value = json!({
            "function": cell.function,
            "memory_mb": cell.memory_mb,
            "invocations": cell.counts.map(|counts| counts.invocations),
            "cold": cell.counts.map(|counts| counts.cold),
            "billed_ms": cell.counts.map(|counts| counts.billed_ms),
            "mean_duration_ms": cell.mean_duration.as_f64(),
            "mean_init_ms": cell.mean_init.map(data::Millis::as_f64),
        });
        if let Some(share) = cell.busy_share {
            // A decimal of three digits is printed as it is.
            value["busy_share"] = share.to_string().parse().unwrap_or(Value::Null);
        }
        value
    });
    let Counts {
        invocations, cold, ..
    } = own.counts();
    json!({
        "source": source(own),
        "invocations": invocations,
        "cold": cold,
        "failed": own.failed,
        "skipped": skipped.collect::<Vec<_>>(),
        "unbilled": own.unbilled,
        "cells": cells.collect::<Vec<_>>(),
    })
}

const FUNCTION: &str = "function";
const HEADER: [&str; 7] = [
    "MB",
    "invocations",
    "cold",
    "billed, ms",
    "mean, ms",
    "init, ms",
    "busy",
];

fn text(own: &Own, file: impl Fn(&Skipped) -> Option<String>) -> String {
    let mut lines = vec![format!("Read as {}: {}.", source(own), own.origin())];
    if !own.cells.is_empty() {
        let width = own.cells.iter().map(|cell| name(cell).chars().count());
        let width = width.max().unwrap_or(0).max(FUNCTION.len());
        let line = |first: &str, rest: &[String; 7]| {
            let rest = rest.each_ref().map(|value| format!("{value:>13}"));
            format!("{first:<width$}{}", rest.concat())
        };
        lines.push(String::new());
        lines.push(line(FUNCTION, &HEADER.map(str::to_owned)));
        lines.extend(own.cells.iter().map(|cell| line(name(cell), &values(cell))));
    }
    if !own.skipped.is_empty() {
        lines.push(String::new());
    }
    lines.extend(own.skipped.iter().map(|skipped| {
        let file = file(skipped).map_or_else(String::new, |file| format!("{file}: "));
        format!(
            "{file}line {} is left out: {}",
            skipped.line, skipped.reason
        )
    }));
    lines.join("\n")
}

fn name(cell: &Cell) -> &str {
    cell.function.as_deref().unwrap_or("(not named)")
}

fn values(cell: &Cell) -> [String; 7] {
    let count = |count: fn(Counts) -> u64| {
        cell.counts
            .map_or("-".to_owned(), |all| count(all).to_string())
    };
    [
        cell.memory_mb.to_string(),
        count(|counts| counts.invocations),
        count(|counts| counts.cold),
        count(|counts| counts.billed_ms),
        cell.mean_duration.to_string(),
        cell.mean_init
            .map_or("-".to_owned(), |init| init.to_string()),
        cell.busy_share
            .map_or("-".to_owned(), |share| share.to_string()),
    ]
}
