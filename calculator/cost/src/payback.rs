//! Payback of a rewrite.

use crate::{Cents, Change, Month};
use data_core::{Decimal, RegionPrices};
use std::{cmp::Ordering, fmt};

/// The work to port a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port {
    /// Days of work.
    pub days: Decimal,
    /// Cost of a day, in USD.
    pub usd_per_day: Decimal,
}

/// Time until a rewrite has paid for itself, rounded up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Payback {
    /// Tenths of a month.
    pub tenths: u64,
}

impl fmt::Display for Payback {
    /// Months with one digit after the point: `4.2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.tenths / 10, self.tenths % 10)
    }
}

impl Port {
    /// Cost of the port: days × day rate.
    #[must_use]
    pub fn cost(self) -> Cents {
        Cents::rounded(self.days * self.usd_per_day)
    }

    /// Cost of the port ÷ monthly saving; `None` if the new bill is not smaller.
    ///
    /// ```
    /// use cost::{Cents, Change, Port};
    ///
    /// let port = Port { days: 2.into(), usd_per_day: 800.into() };
    /// let change = Change::between(Cents(500_00), Cents(100_00));
    /// assert_eq!(port.payback(change).unwrap().to_string(), "4.0");
    /// ```
    #[must_use]
    pub fn payback(self, change: Change) -> Option<Payback> {
        if change.direction != Ordering::Less {
            return None;
        }
        let tenths = self.cost().0.saturating_mul(10).div_ceil(change.by.0);
        Some(Payback { tenths })
    }

    /// The smallest number of invocations a month, of those with three significant digits, at which
    /// the move from one month to another saves the cost of the port within twelve; `None` if no
    /// number up to 10^15 does.
    ///
    /// The saving grows with the volume, except where one variant's usage has reached a cheaper tier and
    /// the other's has not: there, a smaller number may do as well.
    #[must_use]
    pub fn volume_that_pays(self, prices: &RegionPrices, from: &Month, to: &Month) -> Option<u64> {
        let cost = self.cost().0;
        let pays = |requests: u64| {
            let (old, new) = (from.bill_at(prices, requests), to.bill_at(prices, requests));
            let saved = old.total().0.saturating_sub(new.total().0);
            saved.saturating_mul(12) >= cost
        };
        if cost == 0 {
            return Some(0);
        }
        let (mut low, mut high) = (0, VOLUMES);
        while low < high {
            let middle = u64::midpoint(low, high);
            if pays(volume(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        (low < VOLUMES).then(|| volume(low))
    }
}

/// Count of the numbers from 100 to [`MOST_REQUESTS`](crate::MOST_REQUESTS) with three significant digits.
const VOLUMES: u64 = 13 * 900 + 1;

/// The one of them at an index, in ascending order.
fn volume(index: u64) -> u64 {
    let power = u32::try_from(index / 900).unwrap_or(u32::MAX);
    (100 + index % 900) * 10_u64.saturating_pow(power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MOST_REQUESTS;

    #[test]
    fn volumes_have_three_significant_digits() {
        let shown = [0, 1, 899, 900, 901, VOLUMES - 1].map(volume);
        assert_eq!(shown, [100, 101, 999, 1000, 1010, MOST_REQUESTS]);
    }
}
