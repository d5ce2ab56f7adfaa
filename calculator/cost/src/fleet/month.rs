//! A fleet's month as AWS bills it.

use crate::{
    Cents,
    bill::{FREE_GB_SECONDS, FREE_REQUESTS, Item, Line},
};
use data::{Architecture, Decimal, RegionPrices, Tier};
use std::{fmt, ops};

/// What is used in a month, of one function or of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Requests.
    pub requests: u64,
    /// Billed time × memory size, in ms × MB, on x86_64.
    pub x86_64: u128,
    /// The same on arm64.
    pub arm64: u128,
}

impl Used {
    /// Requests, and billed time × memory size in ms × MB on an architecture.
    #[must_use]
    pub fn on(architecture: Architecture, requests: u64, ms_mb: u128) -> Self {
        let mut used = Self {
            requests,
            ..Self::default()
        };
        match architecture {
            Architecture::X86_64 => used.x86_64 = ms_mb,
            Architecture::Arm64 => used.arm64 = ms_mb,
        }
        used
    }
}

impl ops::Add for Used {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            requests: self.requests.saturating_add(other.requests),
            x86_64: self.x86_64.saturating_add(other.x86_64),
            arm64: self.arm64.saturating_add(other.arm64),
        }
    }
}

impl ops::Sub for Used {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            requests: self.requests.saturating_sub(other.requests),
            x86_64: self.x86_64.saturating_sub(other.x86_64),
            arm64: self.arm64.saturating_sub(other.arm64),
        }
    }
}

/// A month's bill, from which others are told that differ in one function.
pub(super) struct Month<'a> {
    prices: &'a RegionPrices,
    free_tier: bool,
    pub used: Used,
    pub total: Cents,
}

impl<'a> Month<'a> {
    pub(super) fn of(prices: &'a RegionPrices, free_tier: bool, used: Used) -> Self {
        let mut month = Self {
            prices,
            free_tier,
            used,
            total: Cents(0),
        };
        month.total = month.total_of(used);
        month
    }

    /// What is saved if one function uses `after` and no longer `before`.
    pub(super) fn saved(&self, before: Used, after: Used) -> Saved {
        let changed = self.total_of(self.used - before + after);
        Saved::between(self.total, changed)
    }

    /// Requests, and the duration on each architecture: three lines, each rounded. The free GB-seconds are
    /// taken off x86_64 first.
    pub(super) fn total_of(&self, used: Used) -> Cents {
        let free = |amount: u64| {
            if self.free_tier {
                Decimal::from(amount)
            } else {
                Decimal::ZERO
            }
        };
        let line = |item, used: Decimal, free: Decimal, tiers: &[Tier]| {
            Line::of(item, used, free.min(used), tiers, Decimal::ZERO).usd
        };
        let from = Decimal::ZERO;
        let request = [Tier {
            from,
            usd: self.prices.usd_per_request,
        }];
        let requests = Decimal::from(used.requests);
        let of_requests = line(Item::Requests, requests, free(FREE_REQUESTS), &request);
        let mut left = free(FREE_GB_SECONDS);
        let mut of_duration = |architecture, ms_mb| {
            let used = gb_seconds(ms_mb);
            let tiers = self.prices.tiers(architecture);
            let amount = line(Item::Duration, used, left, tiers);
            left = left.saturating_sub(used);
            amount
        };
        let on_x86_64 = of_duration(Architecture::X86_64, used.x86_64);
        let on_arm64 = of_duration(Architecture::Arm64, used.arm64);
        of_requests + on_x86_64 + on_arm64
    }
}

/// A thousandth of a 1,024th, exactly: 0.0000009765625.
fn gb_seconds(ms_mb: u128) -> Decimal {
    Decimal::new(ms_mb, 0) * Decimal::new(9_765_625, 13)
}

/// What a change takes off a month's bill, in cents; below zero if it adds to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Saved(pub i64);

impl Saved {
    fn between(now: Cents, changed: Cents) -> Self {
        let cents = |amount: Cents| i64::try_from(amount.0).unwrap_or(i64::MAX);
        Self(cents(now).saturating_sub(cents(changed)))
    }

    /// The amount, if anything is saved.
    #[must_use]
    pub fn cents(self) -> Option<Cents> {
        let cents = u64::try_from(self.0).ok()?;
        (cents > 0).then_some(Cents(cents))
    }
}

impl fmt::Display for Saved {
    /// USD without a sign for more than zero, nor grouping: `12.34`, `-0.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{}", Cents(self.0.unsigned_abs())))
    }
}
