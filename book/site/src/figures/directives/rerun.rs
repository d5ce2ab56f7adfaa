//! `{{#rerun …}}`: what the run that is shown would take again, on AWS.

use crate::figures::{
    context::Context, directive::Directive, format::usd, replacement::Replacement,
};
use anyhow::Result;
use cost::Bill;
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
            let ms_mb = |row: &&Invocation| u128::from(row.billed_ms) * u128::from(row.memory_mb);
            let ms_mb = rows.iter().map(ms_mb).sum();
            let requests = rows.len() as u64;
            usd(Bill::at_list_price(prices, architecture, requests, ms_mb).total())
        }
        _ => return Err(DIRECTIVE.misused()),
    };
    Ok(Replacement::Figure(Origin::Measured, text))
}
