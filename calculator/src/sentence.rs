//! The result in words.

use crate::{
    Form,
    arithmetic::name,
    text::{dollars, grouped},
};
use cost::{Change, Comparison, Item, Month, Payback, Share};
use data::Variant;
use std::cmp::Ordering;

/// What the month costs in either language, and how much faster or slower one is.
pub fn result(form: &Form, comparison: &Comparison) -> String {
    let requests = [
        &grouped(form.scenario.requests),
        " invocations of ",
        &form.scenario.function,
        " a month cost ",
    ]
    .concat();
    let pair = comparison
        .month(Variant::Python)
        .zip(comparison.month(Variant::Rust))
        .zip(comparison.change());
    let Some(((python, rust), change)) = pair else {
        let totals = comparison.months.iter().map(|month| {
            let variant = month.timing.variant.label();
            [&dollars(month.bill.total()), " in ", variant].concat()
        });
        return [
            &requests,
            totals.collect::<Vec<_>>().join(", ").as_str(),
            ".",
        ]
        .concat();
    };
    let Change {
        direction,
        by,
        share,
    } = change;
    let share = share.map_or_else(String::new, |share| {
        [" (", &share.to_string(), ")"].concat()
    });
    let [old, new] = [python, rust].map(|month| dollars(month.bill.total()));
    let difference = |word: &str| {
        let by = dollars(by);
        [
            &old,
            " in Python and ",
            &new,
            " in Rust: ",
            &by,
            &share,
            " ",
            word,
        ]
        .concat()
    };
    let money = match direction {
        Ordering::Less => difference("less"),
        Ordering::Equal => [&old, " in either language"].concat(),
        Ordering::Greater => difference("more"),
    };
    [
        requests,
        money,
        ", and ".to_owned(),
        speed(python, rust),
        ".".to_owned(),
    ]
    .concat()
}

fn speed(python: &Month, rust: &Month) -> String {
    let micros = |month: &Month| month.time_ms.to_units(3).unwrap_or(u64::MAX);
    let (old, new) = (micros(python), micros(rust));
    let share = Share::of_counts(old.abs_diff(new), old);
    let share = share.map_or_else(String::new, |share| share.to_string());
    match new.cmp(&old) {
        Ordering::Less => ["Rust takes ", &share, " less time"].concat(),
        Ordering::Equal => "Rust takes as long".to_owned(),
        Ordering::Greater => ["Rust takes ", &share, " more time"].concat(),
    }
}

/// How much of the bill the language cannot change.
pub fn per_invocation(comparison: &Comparison) -> String {
    let fixed = comparison.per_invocation();
    let parts = comparison.months.iter().filter_map(|month| {
        let share = Share::of(fixed, month.bill.total())?;
        let variant = month.timing.variant.label();
        Some([&share.to_string(), " of the bill in ", variant].concat())
    });
    [
        &dollars(fixed),
        " of each bill is paid by invocation, whatever the language: ",
        &parts.collect::<Vec<_>>().join(", "),
        ".",
    ]
    .concat()
}

/// When a port has paid for itself, and from which volume it does within a year.
pub fn payback(form: &Form, comparison: &Comparison, pays_from: Option<u64>) -> Option<String> {
    let change = comparison.change()?;
    let when = match form.port.payback(change) {
        Payback::Never => "never pays at this volume".to_owned(),
        Payback::Months { tenths } => {
            let months = [&grouped(tenths / 10), ".", &(tenths % 10).to_string()].concat();
            ["has paid for itself after ", &months, " months"].concat()
        }
    };
    let volume = pays_from.map_or(
        "At no volume does it pay within a year.".to_owned(),
        |from| {
            [
                "It pays within a year from ",
                &grouped(from),
                " invocations a month on.",
            ]
            .concat()
        },
    );
    let cost = dollars(form.port.cost());
    Some(["A port for ", &cost, " ", &when, ". ", &volume].concat())
}

/// Services in use whose price is missing from the total.
pub fn not_known(form: &Form, comparison: &Comparison) -> Option<String> {
    let month = comparison.months.first()?;
    let services = month.bill.not_known.iter();
    let names: Vec<_> = services
        .map(|service| name(Item::Service(*service)))
        .collect();
    if names.is_empty() {
        return None;
    }
    Some(
        [
            "Not known here for ",
            &form.prices.name,
            ", and left out of every total: ",
            &names.join(", "),
            ". Put in your price under \u{201c}The rest of the bill\u{201d}.",
        ]
        .concat(),
    )
}
