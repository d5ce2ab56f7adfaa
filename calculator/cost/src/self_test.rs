//! AWS's own examples of a bill, computed again.

use crate::{Bill, Cents, Provisioned, SnapStart, Usage};
use data_core::{RegionPrices, WorkedExample};

/// An amount that AWS published, and the one computed here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The item's name, or `total`.
    pub item: String,
    /// Amount that AWS published.
    pub published: Cents,
    /// Amount that is computed here.
    pub computed: Cents,
}

impl Check {
    /// Returns whether both are the same to the cent.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.published == self.computed
    }
}

/// Every amount of an example, at the prices of [`WorkedExample::REGION`].
#[must_use]
pub fn recompute(prices: &RegionPrices, example: &WorkedExample) -> Vec<Check> {
    let bill = Bill::of(prices, &usage(example));
    let checks = example.published.iter().map(|(item, usd)| Check {
        item: item.clone(),
        published: Cents::rounded(*usd),
        computed: match item.as_str() {
            "total" => bill.total(),
            name => {
                let lines = bill.lines.iter().filter(|line| line.item.name() == name);
                lines.map(|line| line.usd).sum()
            }
        },
    });
    checks.collect()
}

/// The month that an example describes.
#[must_use]
pub fn usage(example: &WorkedExample) -> Usage {
    let provisioned = |(concurrency, hours, requests, duration_ms)| Provisioned {
        concurrency,
        hours,
        requests,
        duration_ms,
    };
    let snapstart = |(cache_hours, restores)| SnapStart {
        cache_hours,
        restores,
    };
    Usage {
        ephemeral_mb: example.ephemeral_mb,
        free_tier: example.free_tier,
        provisioned: example.provisioned.map(provisioned),
        snapstart: example.snapstart.map(snapstart),
        ..Usage::on_demand(
            WorkedExample::ARCHITECTURE,
            example.memory_mb,
            example.requests,
            example.duration_ms,
        )
    }
}
