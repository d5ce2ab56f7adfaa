//! Whether a rewrite ever pays for itself.

use crate::{Cents, Change, Month};
use data::{Decimal, RegionPrices};
use std::cmp::Ordering;

/// The most invocations a month that are billed here.
const MOST: u64 = 1_000_000_000_000_000;

/// The work to port a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port {
    /// Days of work.
    pub days: Decimal,
    /// What a day costs, in USD.
    pub usd_per_day: Decimal,
}

/// How long it takes until a rewrite has paid for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payback {
    /// The new bill is not smaller.
    Never,
    /// After so many months, in tenths, rounded up.
    Months {
        /// Tenths of a month.
        tenths: u64,
    },
}

impl Port {
    /// Days × day rate.
    #[must_use]
    pub fn cost(self) -> Cents {
        Cents::rounded(self.days * self.usd_per_day)
    }

    /// Cost of the port / what the change saves a month.
    #[must_use]
    pub fn payback(self, change: Change) -> Payback {
        let saved = u128::from(change.by.0);
        if change.direction != Ordering::Less {
            return Payback::Never;
        }
        let tenths = (u128::from(self.cost().0) * 10).div_ceil(saved);
        Payback::Months {
            tenths: u64::try_from(tenths).unwrap_or(u64::MAX),
        }
    }

    /// The smallest number of invocations a month at which the move from one month to another
    /// saves the cost of the port within twelve; `None` if no number up to 10^15 does.
    ///
    /// What is saved grows with the volume, but for a corner where one variant's usage is in a
    /// cheaper tier and the other's is not yet: there, a smaller number may do as well.
    #[must_use]
    pub fn volume_that_pays(self, prices: &RegionPrices, from: &Month, to: &Month) -> Option<u64> {
        let cost = self.cost().0;
        let pays = |requests: u64| {
            let (old, new) = (from.bill_at(prices, requests), to.bill_at(prices, requests));
            let saved = old.total().0.saturating_sub(new.total().0);
            saved.saturating_mul(12) >= cost
        };
        if pays(0) {
            return Some(0);
        }
        let powers = (0..50).map(|power| 1_u64 << power);
        let mut high = powers.chain([MOST]).find(|&requests| pays(requests))?;
        let mut low = high / 2;
        while high - low > 1 {
            let middle = u64::midpoint(low, high);
            if pays(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        Some(high)
    }
}
