//! `{{#bill …}}`: one amount of a month's bill.

use crate::figures::{
    context::Context,
    directive::Directive,
    format::usd,
    month::{Month, comparison},
    replacement::Replacement,
};
use anyhow::{Context as _, Result, bail};
use cost::{Change, Range, parse_memory_mb, parse_requests};
use data::{Architecture, Variant};
use std::cmp::Ordering;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "bill",
    usage: &["WORKLOAD MEMORY REQUESTS REGION SOURCE FIGURE [arm64]"],
    becomes: "an amount of a month's bill in USD, with the free tier and one cold start in a hundred \
              calls, on x86_64 unless `arm64` is given; for estimates, the smallest and the largest",
    expand: bill,
};

fn bill(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let (arguments, architecture) = match arguments {
        [arguments @ .., "arm64"] => (arguments, Architecture::Arm64),
        _ => (arguments, Architecture::X86_64),
    };
    let [workload, memory, requests, region, source, figure] = *arguments else {
        return Err(DIRECTIVE.misused());
    };
    let month = Month {
        function: workload,
        memory_mb: parse_memory_mb(memory)?,
        requests: parse_requests(requests)?,
        region,
        source: source.parse()?,
        architecture,
    };
    let (comparison, range) = comparison(&month, context)?;
    let range = range.as_ref();
    let total = |variant: Variant| {
        let month = comparison.month(variant);
        let month =
            month.with_context(|| format!("{workload} has no figures in {}", variant.label()))?;
        let ends = range.and_then(|range| range.total(variant));
        let text = ends.map_or_else(
            || usd(month.bill.total()),
            |(low, high)| format!("{low} to {}", usd(high)),
        );
        anyhow::Ok(text)
    };
    let change = |text: fn(Change) -> String, unit: &str| {
        let Some([best, worst]) = range.and_then(Range::change) else {
            let change = comparison.change();
            let change =
                change.with_context(|| format!("{workload} was not measured in both languages"))?;
            return Ok(text(change) + unit);
        };
        anyhow::Ok(format!("{} to {}{unit}", text(worst), text(best)))
    };
    let text = match figure {
        "rust" => total(Variant::Rust)?,
        "python" => total(Variant::Python)?,
        "saving" => change(|change| signed(change, change.by.to_string()), "\u{a0}USD")?,
        "saving-percent" => change(
            |change| {
                let share = change.share.map(|share| share.to_string());
                let share = share.unwrap_or_default();
                signed(change, share.trim_end_matches("\u{a0}%").to_owned())
            },
            "\u{a0}%",
        )?,
        "per-invocation" => usd(comparison.per_invocation()),
        _ => bail!(
            "`{figure}` is unknown: use rust, python, saving, saving-percent or per-invocation"
        ),
    };
    Ok(Replacement::Figure(month.source.origin(), text))
}

/// An amount that is saved; one that is lost has a minus sign.
fn signed(change: Change, amount: String) -> String {
    match change.direction {
        Ordering::Less | Ordering::Equal => amount,
        Ordering::Greater => format!("\u{2212}{amount}"),
    }
}
