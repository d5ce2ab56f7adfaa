//! The charge of a million cold starts.

use super::context::{Cell, Context};
use anyhow::Result;
use cost::{Bill, Cents, Item, Usage};
use data::{Architecture, Decimal, RegionPrices, Variant, Workload};

/// The region whose price is shown; the calculator begins with it, too.
const REGION: &str = "ap-southeast-2";
pub(super) const ARCHITECTURE: Architecture = Architecture::X86_64;
const COLD_STARTS: u64 = 1_000_000;

/// The duration charge of a million cold starts, without the free tier.
///
/// # Errors
/// The variant was not measured at this memory size.
pub(super) fn charge_of_cold_starts(
    context: &Context,
    workload: Workload,
    variant: Variant,
    memory_mb: u32,
) -> Result<Cents> {
    let rows = &context.dataset.invocations;
    let timing = data::measured_timing(rows, workload, variant, memory_mb)
        .ok_or_else(|| context.not_measured(Cell::at(workload, variant, memory_mb)))?;
    let usage = Usage {
        init_ms: timing.init_ms,
        cold_share: Decimal::from(1),
        free_tier: false,
        ..Usage::on_demand(ARCHITECTURE, memory_mb, COLD_STARTS, timing.cold_billed_ms)
    };
    Ok(Bill::of(prices(context)?, &usage).amount(Item::Duration))
}

/// The prices of the region whose price is shown.
pub(super) fn prices<'a>(context: &Context<'a>) -> Result<&'a RegionPrices> {
    Ok(context.dataset.prices.region(REGION)?)
}
