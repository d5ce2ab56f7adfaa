//! Amounts as AWS prints them on a bill.

use data_core::Decimal;
use std::{fmt, iter::Sum, ops};

/// An amount of US cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub u64);

impl Cents {
    /// USD rounded half up to the cent, saturating at 1.8 × 10^17 USD. The inputs' limits keep every
    /// line below 1.1 × 10^17 USD.
    #[must_use]
    pub fn rounded(usd: Decimal) -> Self {
        Self(usd.to_units(2).unwrap_or(u64::MAX))
    }
}

impl fmt::Display for Cents {
    /// USD without a sign or grouping: `1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:02}", self.0 / 100, self.0 % 100))
    }
}

impl ops::Add for Cents {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self(0), ops::Add::add)
    }
}
