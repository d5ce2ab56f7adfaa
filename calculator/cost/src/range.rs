//! Bills at both ends of an estimate's error.

use crate::{Cents, Change, Comparison, Scenario, comparison::month};
use data_core::{RegionPrices, TimingSet, Variant};

/// Bills of a scenario whose durations are shorter, and longer, by the error of the estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Error of the durations in per cent, in either direction.
    pub error_percent: u32,
    /// Each variant's smallest and largest total, in the order of [`Comparison::months`].
    pub totals: Vec<(Variant, Cents, Cents)>,
}

impl Range {
    /// The range of a comparison; `None` if its figures are no estimates, or their error does not change
    /// a cent.
    #[must_use]
    pub fn of(
        comparison: &Comparison,
        prices: &RegionPrices,
        set: &TimingSet,
        scenario: &Scenario,
    ) -> Option<Self> {
        let error_percent = set.error_percent?;
        let totals = comparison.months.iter().map(|shown| {
            let total = |percent| {
                let timing = shown.timing.at_percent(percent);
                month(prices, &timing, scenario).bill.total()
            };
            let low = total(100_u32.saturating_sub(error_percent));
            (shown.variant(), low, total(100 + error_percent))
        });
        let totals: Vec<_> = totals.collect();
        let differs = totals.iter().any(|(_, low, high)| low != high);
        differs.then_some(Self {
            error_percent,
            totals,
        })
    }

    /// The smallest and the largest total of a variant; `None` if its error does not change a cent.
    #[must_use]
    pub fn total(&self, variant: Variant) -> Option<(Cents, Cents)> {
        let mut totals = self.totals.iter();
        let &(_, low, high) = totals.find(|(other, ..)| *other == variant)?;
        (low != high).then_some((low, high))
    }

    /// Change from Python to Rust at best for Rust, and at worst: one language's error may be the
    /// opposite of the other's. `None` unless both were measured.
    #[must_use]
    pub fn change(&self) -> Option<[Change; 2]> {
        let of = |variant| self.totals.iter().find(|(other, ..)| *other == variant);
        let (_, python_low, python_high) = *of(Variant::Python)?;
        let (_, rust_low, rust_high) = *of(Variant::Rust)?;
        Some([
            Change::between(python_high, rust_low),
            Change::between(python_low, rust_high),
        ])
    }
}
