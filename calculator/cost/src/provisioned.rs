//! Break-even of provisioned concurrency.

use crate::Share;
use data_core::{Architecture, Decimal, RegionPrices, Service};

/// Digits after the point to which AWS lists its prices, and some more.
const DIGITS: u32 = 15;

/// Busy share at which provisioned concurrency costs as much as the same work on demand: `price of
/// concurrency / (price of duration on demand − price of duration on it)`, in the first tier and
/// without the free tier. Above 100 % it never pays. `None` if a price is not known, or if its
/// duration costs no less than on demand.
#[must_use]
pub fn break_even_utilisation(prices: &RegionPrices, architecture: Architecture) -> Option<Share> {
    let price = |service| {
        let tiers = prices.service(service, architecture)?;
        units(tiers.first()?.usd)
    };
    let ready = price(Service::ProvisionedConcurrency)?;
    let busy = price(Service::ProvisionedDuration)?;
    let on_demand = units(prices.tiers(architecture).first()?.usd)?;
    Share::of_counts(ready, on_demand.checked_sub(busy)?)
}

/// A price in units of which even the smallest price has many.
pub(crate) fn units(usd: Decimal) -> Option<u64> {
    usd.to_units(DIGITS)
}
