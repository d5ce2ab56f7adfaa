//! `{{#rerun …}}`: what the run that is shown would take again, on AWS.

use super::{context::Context, number::usd};
use anyhow::{Result, anyhow};
use cost::{Bill, Usage};
use data::Invocation;

/// `{{#rerun invocations}}`; `{{#rerun usd us-east-1}}`: the list price of them by the billed durations
/// of this run, without the free tier.
pub(super) fn rerun(arguments: &[&str], context: &Context) -> Result<String> {
    let rows = &context.dataset.invocations;
    match *arguments {
        ["invocations"] => Ok(rows.len().to_string()),
        ["usd", region] => {
            let prices = context.dataset.prices.region(region)?;
            let architecture = context.architecture()?;
            #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53")]
            let gb_ms = |row: &Invocation| f64::from(row.memory_mb) / 1024.0 * row.billed_ms as f64;
            let gb_ms = rows.iter().map(gb_ms).sum();
            let usage = Usage::of_gb_ms(architecture, rows.len() as u64, gb_ms);
            Ok(usd(Bill::of(prices, &usage).total()))
        }
        _ => Err(anyhow!(
            "write `{{{{#rerun invocations}}}}` or `{{{{#rerun usd region}}}}`",
        )),
    }
}
