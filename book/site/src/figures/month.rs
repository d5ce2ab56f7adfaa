//! The bills of a month, as `cargo bill compare` and the calculator have them.

use super::context::Context;
use anyhow::Result;
use cost::{Comparison, InitBilling, MemoryChoice, Range, Scenario};
use data::{Architecture, ByLanguage, Decimal, SavingsPlan, ServiceUsage, TimingSource};

/// A month of one function, with the free tier and one cold start in a hundred calls.
pub(super) struct Month<'a> {
    pub function: &'a str,
    pub memory_mb: u32,
    pub requests: u64,
    pub region: &'a str,
    pub source: TimingSource,
    pub architecture: Architecture,
}

/// The bills of a month, and their range where its durations are estimates.
///
/// # Errors
/// The source is not there, has no such function, or the region has no prices.
pub(super) fn comparison<'a>(
    month: &Month,
    context: &'a Context,
) -> Result<(Comparison<'a>, Option<Range>)> {
    let set = context.timing_set(month.source)?;
    let prices = context.dataset.prices.region(month.region)?;
    let scenario = Scenario {
        function: month.function.to_owned(),
        requests: month.requests,
        architecture: month.architecture,
        memory: ByLanguage::all(MemoryChoice::Mb(month.memory_mb)),
        wait_ms: Decimal::ZERO,
        cold_share: Decimal::new(1, 2),
        init_billing: InitBilling::Since2025,
        free_tier: true,
        savings_plan: SavingsPlan::None,
        services: ServiceUsage::NOTHING,
    };
    let comparison = Comparison::of(prices, set, &scenario)?;
    let range = Range::of(&comparison, prices, set, &scenario);
    Ok((comparison, range))
}
