//! The result in words.

use crate::{
    Field, Form,
    text::{dollars, exact},
};
use cost::{Change, Comparison, Month, Payback, Range, Share, grouped};
use data_core::Variant;
use std::cmp::Ordering;

/// The cost of the month in each language, and how much faster or slower Rust is.
pub fn result(form: &Form, comparison: &Comparison) -> String {
    let requests = grouped(form.scenario.requests);
    let function = &form.scenario.function;
    let requests = format!("{requests} invocations of {function} a month cost ");
    let pair = comparison
        .month(Variant::Python)
        .zip(comparison.month(Variant::Rust))
        .zip(comparison.change());
    let Some(((python, rust), change)) = pair else {
        let totals = comparison.months.iter().map(|month| {
            let variant = month.timing.variant.label();
            format!("{} in {variant}", dollars(month.bill.total()))
        });
        let totals = totals.collect::<Vec<_>>().join(", ");
        return format!("{requests}{totals}.");
    };
    let Change {
        direction,
        by,
        share,
    } = change;
    let share = share.map_or_else(String::new, |share| format!(" ({share})"));
    let [old, new] = [python, rust].map(|month| dollars(month.bill.total()));
    let by = dollars(by);
    let difference = |word: &str| format!("{old} in Python and {new} in Rust: {by}{share} {word}");
    let money = match direction {
        Ordering::Less => difference("less"),
        Ordering::Equal => format!("{old} in either language"),
        Ordering::Greater => difference("more"),
    };
    let speed = speed(python, rust);
    format!("{requests}{money}, and {speed}.")
}

/// The range of the month's cost, as far as the estimate may be off.
pub fn range(range: &Range) -> String {
    let totals = range.totals.iter().map(|&(variant, low, high)| {
        let (low, high) = (dollars(low), dollars(high));
        let total = if low == high {
            low
        } else {
            [low, high].join(" to ")
        };
        format!("{total} in {}", variant.label())
    });
    let totals = totals.collect::<Vec<_>>().join(", ");
    let change = range.change().map_or_else(String::new, |[best, worst]| {
        format!(
            ": with Rust, from {} to {}",
            difference(best),
            difference(worst)
        )
    });
    let percent = range.error_percent;
    format!(
        "The durations are estimates, give or take {percent}\u{a0}%. The bill may be {totals}{change}."
    )
}

fn difference(change: Change) -> String {
    let by = dollars(change.by);
    match change.direction {
        Ordering::Less => format!("{by} less"),
        Ordering::Equal => "no difference".to_owned(),
        Ordering::Greater => format!("{by} more"),
    }
}

fn speed(python: &Month, rust: &Month) -> String {
    let micros = |month: &Month| month.time_ms.to_units(3).unwrap_or(u64::MAX);
    let (old, new) = (micros(python), micros(rust));
    let share = Share::of_counts(old.abs_diff(new), old);
    let share = share.map_or_else(String::new, |share| share.to_string());
    match new.cmp(&old) {
        Ordering::Less => format!("Rust takes {share} less time"),
        Ordering::Equal => "Rust takes as long".to_owned(),
        Ordering::Greater => format!("Rust takes {share} more time"),
    }
}

/// The part of the bill that the language cannot change.
pub fn per_invocation(comparison: &Comparison) -> String {
    let fixed = comparison.per_invocation();
    let parts = comparison.months.iter().filter_map(|month| {
        let share = Share::of(fixed, month.bill.total())?;
        let variant = month.timing.variant.label();
        Some(format!("{share} of the bill in {variant}"))
    });
    let parts = parts.collect::<Vec<_>>().join(", ");
    let fixed = dollars(fixed);
    format!("{fixed} of each bill is charged per invocation, regardless of language: {parts}.")
}

/// The assumptions of the bill besides those in the first row of the form.
pub fn basis(form: &Form) -> String {
    let (architecture, region) = (form.scenario.architecture.name(), &form.prices.name);
    let cold = form.readable(Field::ColdShare);
    let free_tier = if form.scenario.free_tier {
        "with"
    } else {
        "without"
    };
    format!("{architecture} in {region}, {cold}\u{a0}% cold starts, {free_tier} the free tier")
}

/// The time after which a port pays for itself, and the volume from which it does so within a year.
pub fn decision(form: &Form, comparison: &Comparison, pays_from: Option<u64>) -> Option<String> {
    let change = comparison.change()?;
    if change.direction == Ordering::Equal {
        return Some("No difference worth a port: both bills are the same.".to_owned());
    }
    if change.is_negligible() {
        return Some("No difference worth a port: less than 1\u{a0}% of the bill.".to_owned());
    }
    let days = counted(&exact(form.port.days), "day");
    let cost = dollars(form.port.cost());
    let when = match form.port.payback(change) {
        None => "never pays for itself at this volume".to_owned(),
        Some(Payback { tenths: 0 }) => "pays for itself at once".to_owned(),
        Some(Payback { tenths }) => format!("pays for itself in {}", months(tenths)),
    };
    let volume = pays_from.map_or(
        "It does not pay for itself within a year at any volume.".to_owned(),
        |from| {
            let from = grouped(from);
            format!("It pays for itself within a year at {from} or more invocations a month.")
        },
    );
    Some(format!("A port of {days} ({cost}) {when}. {volume}"))
}

/// The most months that are not written as years.
const MOST_MONTHS: u64 = 36;

/// Whole months or, where these are many, years, rounded up.
fn months(tenths: u64) -> String {
    let months = tenths.div_ceil(10);
    if months <= MOST_MONTHS {
        return counted(&grouped(months), "month");
    }
    counted(&grouped(months.div_ceil(12)), "year")
}

/// `1 day`, `10 days`.
fn counted(count: &str, unit: &str) -> String {
    let plural = if count == "1" { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// Services in use whose price is missing from the total.
pub fn not_known(form: &Form, comparison: &Comparison) -> Option<String> {
    let month = comparison.months.first()?;
    let services = month.bill.unpriced.iter();
    let names: Vec<_> = services.map(|service| service.label()).collect();
    if names.is_empty() {
        return None;
    }
    let (region, names) = (&form.prices.name, names.join(", "));
    Some(format!(
        "Prices not known here for {region}, and left out of every total: {names}. Enter your own \
         under \u{201c}More\u{201d}."
    ))
}
