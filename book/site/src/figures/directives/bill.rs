//! `{{#bill …}}`: one amount of a month's bill.

use crate::figures::{
    context::Context,
    directive::{Directive, Replacement},
    month::{Month, comparison},
    number::usd,
};
use anyhow::{Context as _, Result, bail};
use cost::{parse_memory_mb, parse_requests};
use data::{Architecture, Variant};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "bill",
    usage: &["WORKLOAD MEMORY REQUESTS REGION SOURCE FIGURE [arm64]"],
    becomes: "an amount of a month's bill in USD, with the free tier and one cold start in a hundred \
              calls, on x86_64 unless it says arm64",
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
    let comparison = comparison(&month, context)?;
    let total = |variant: Variant| {
        let month = comparison.month(variant);
        month
            .map(|month| month.bill.total())
            .with_context(|| format!("{workload} has no figures in {}", variant.label()))
    };
    let change = || {
        comparison
            .change()
            .with_context(|| format!("{workload} is not there in both languages"))
    };
    let text = match figure {
        "rust" => usd(total(Variant::Rust)?),
        "python" => usd(total(Variant::Python)?),
        "saving" => usd(change()?.by),
        "saving-percent" => {
            let share = change()?.share;
            share.map_or_else(String::new, |share| share.to_string())
        }
        "per-invocation" => usd(comparison.per_invocation()),
        _ => bail!(
            "`{figure}` is unknown: use rust, python, saving, saving-percent or per-invocation"
        ),
    };
    Ok(Replacement::Inline(text))
}
