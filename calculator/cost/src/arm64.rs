//! Saving of a GB-second on arm64.

use crate::{Share, provisioned::units};
use data_core::{Architecture, RegionPrices};

/// The difference of the first tiers' prices as a share of that on x86_64; `None` where arm64 costs more.
#[must_use]
pub fn arm64_saving(prices: &RegionPrices) -> Option<Share> {
    let price = |architecture| units(prices.tiers(architecture).first()?.usd);
    let x86_64 = price(Architecture::X86_64)?;
    let arm64 = price(Architecture::Arm64)?;
    Share::of_counts(x86_64.checked_sub(arm64)?, x86_64)
}
