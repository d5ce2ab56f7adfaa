//! `{{#rerun …}}`: what the run that is shown would take again, on AWS.

use super::{Context, Problem};
use cost::{Bill, Usage};
use data::{Architecture, Millis};
use std::time::Duration;

/// A memory size in MB of which a millisecond is a thousandth of a GB-second.
const GB: u32 = 1024;

/// `{{#rerun invocations}}`; `{{#rerun usd us-east-1}}`: the list price of them by the billed durations
/// of this run, without the free tier.
pub(super) fn rerun(arguments: &[&str], context: &Context) -> Result<String, Problem> {
    let rows = &context.dataset.invocations;
    match *arguments {
        ["invocations"] => Ok(rows.len().to_string()),
        ["usd", region] => {
            let prices = context.dataset.prices.region(region)?;
            let mb_ms: u64 = rows
                .iter()
                .map(|row| u64::from(row.memory_mb) * row.billed_ms)
                .sum();
            #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53")]
            let mean_ms = mb_ms as f64 / f64::from(GB) / rows.len() as f64;
            let mean = Millis::from(Duration::from_secs_f64(mean_ms / 1000.0));
            let requests = rows.len() as u64;
            let architecture = context.dataset.run.architecture();
            let architecture = architecture.unwrap_or(Architecture::X86_64);
            let usage = Usage {
                free_tier: false,
                ..Usage::on_demand(architecture, GB, requests, mean.exact())
            };
            Ok(format!("{}\u{a0}USD", Bill::of(prices, &usage).total()))
        }
        _ => Err(Problem::from(
            "write `{{#rerun invocations}}` or `{{#rerun usd region}}`",
        )),
    }
}
