//! The result in words.

use crate::{
    Form,
    text::{dollars, grouped},
};
use cost::{Change, Comparison, Month, Payback, Range, Share};
use data::Variant;
use std::cmp::Ordering;

/// What the month costs in either language, and how much faster or slower one is.
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

/// What the month costs where the estimate is off.
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
            ": for Rust, from {} to {}",
            difference(best),
            difference(worst)
        )
    });
    let percent = range.error_percent;
    format!(
        "The durations are estimates, give or take {percent}\u{a0}%. It may be {totals}{change}."
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

/// How much of the bill the language cannot change.
pub fn per_invocation(comparison: &Comparison) -> String {
    let fixed = comparison.per_invocation();
    let parts = comparison.months.iter().filter_map(|month| {
        let share = Share::of(fixed, month.bill.total())?;
        let variant = month.timing.variant.label();
        Some(format!("{share} of the bill in {variant}"))
    });
    let parts = parts.collect::<Vec<_>>().join(", ");
    let fixed = dollars(fixed);
    format!("{fixed} of each bill is paid by invocation, whatever the language: {parts}.")
}

/// When a port has paid for itself, and from which volume it does within a year.
pub fn payback(form: &Form, comparison: &Comparison, pays_from: Option<u64>) -> Option<String> {
    let change = comparison.change()?;
    let when = match form.port.payback(change) {
        Payback::Never => "never pays at this volume".to_owned(),
        Payback::Months { tenths } => {
            let (whole, tenth) = (grouped(tenths / 10), tenths % 10);
            format!("has paid for itself after {whole}.{tenth} months")
        }
    };
    let volume = pays_from.map_or(
        "At no volume does it pay within a year.".to_owned(),
        |from| {
            let from = grouped(from);
            format!("It pays within a year from {from} invocations a month on.")
        },
    );
    let cost = dollars(form.port.cost());
    Some(format!("A port for {cost} {when}. {volume}"))
}

/// Services in use whose price is missing from the total.
pub fn not_known(form: &Form, comparison: &Comparison) -> Option<String> {
    let month = comparison.months.first()?;
    let services = month.bill.not_known.iter();
    let names: Vec<_> = services.map(|service| service.label()).collect();
    if names.is_empty() {
        return None;
    }
    let (region, names) = (&form.prices.name, names.join(", "));
    Some(format!(
        "Not known here for {region}, and left out of every total: {names}. Put in your price \
         under \u{201c}The rest of the bill\u{201d}."
    ))
}
