//! `{{#bill …}}`: one amount of a month's bill, as `cargo bill compare` and the calculator have it.

use super::{context::Context, number::usd};
use anyhow::{Result, anyhow, bail};
use cost::{
    Around, Comparison, InitBilling, MemoryChoice, Scenario, parse_memory_mb, parse_requests,
};
use data::{Architecture, Decimal, SavingsPlan, TimingSource, Variant};

const USAGE: &str = "write `{{#bill workload memory requests region source figure}}`, with the \
                     source local, estimate or published";
const UNKNOWN_FIGURE: &str =
    "use rust, python, saving, saving-percent or per-invocation as the figure";

/// `{{#bill record 512 100000000 ap-southeast-2 local python}}`: a month in USD, with the free tier
/// and one cold start in a hundred calls, on `x86_64`; on arm64 with `arm64` behind it.
pub(super) fn bill(arguments: &[&str], context: &Context) -> Result<String> {
    let (arguments, architecture) = match arguments {
        [arguments @ .., "arm64"] => (arguments, Architecture::Arm64),
        _ => (arguments, Architecture::X86_64),
    };
    let [workload, memory, requests, region, source, figure] = *arguments else {
        bail!(USAGE);
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
            .ok_or_else(|| anyhow!("{workload} has no figures in {}", variant.label()))
    };
    let change = || {
        comparison
            .change()
            .ok_or_else(|| anyhow!("{workload} is not there in both languages"))
    };
    Ok(match figure {
        "rust" => usd(total(Variant::Rust)?),
        "python" => usd(total(Variant::Python)?),
        "saving" => usd(change()?.by),
        "saving-percent" => {
            let share = change()?.share;
            share.map_or_else(String::new, |share| share.to_string())
        }
        "per-invocation" => usd(comparison.per_invocation()),
        _ => bail!(UNKNOWN_FIGURE),
    })
}

/// A month of one function.
pub(super) struct Month<'a> {
    pub function: &'a str,
    pub memory_mb: u32,
    pub requests: u64,
    pub region: &'a str,
    pub source: TimingSource,
    pub architecture: Architecture,
}

pub(super) fn comparison<'a>(month: &Month, context: &'a Context) -> Result<Comparison<'a>> {
    let set = context.timing_set(month.source)?;
    let prices = context.dataset.prices.region(month.region)?;
    let scenario = Scenario {
        function: month.function.to_owned(),
        requests: month.requests,
        architecture: month.architecture,
        python_memory: MemoryChoice::Mb(month.memory_mb),
        rust_memory: MemoryChoice::Mb(month.memory_mb),
        wait_ms: Decimal::ZERO,
        cold_share: Decimal::new(1, 2),
        init_billing: InitBilling::Since2025,
        free_tier: true,
        savings_plan: SavingsPlan::None,
        around: Around::NOTHING,
    };
    Ok(Comparison::of(prices, set, &scenario)?)
}
