//! `{{#rerun …}}`: what the run that is shown would take again, on AWS.

use crate::figures::{
    context::Context, directive::Directive, format::usd, replacement::Replacement,
};
use anyhow::Result;
use cost::{Bill, Usage};
use data::{Invocation, Origin};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "rerun",
    usage: &["invocations", "usd REGION"],
    becomes: "the number of invocations of the run that is shown, or their list price on AWS, \
              without the free tier",
    expand: rerun,
};

fn rerun(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let rows = context.dataset.invocations.iter();
    let rows: Vec<_> = rows.filter(|row| !row.workload.is_control()).collect();
    let text = match *arguments {
        ["invocations"] => rows.len().to_string(),
        ["usd", region] => {
            let prices = context.dataset.prices.region(region)?;
            let architecture = context.architecture()?;
            #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53")]
            let gb_ms =
                |row: &&Invocation| f64::from(row.memory_mb) / 1024.0 * row.billed_ms as f64;
            let gb_ms = rows.iter().map(gb_ms).sum();
            let usage = Usage::of_gb_ms(architecture, rows.len() as u64, gb_ms);
            usd(Bill::of(prices, &usage).total())
        }
        _ => return Err(DIRECTIVE.misused()),
    };
    Ok(Replacement::Figure(Origin::Measured, text))
}
