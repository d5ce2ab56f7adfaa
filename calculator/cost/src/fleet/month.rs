//! A fleet's month as AWS bills it.

use crate::{
    Cents,
    bill::{FREE_GB_SECONDS, FREE_REQUESTS, Item, Line, flat, gb_seconds},
};
use data_core::{Architecture, Decimal, RegionPrices, Tier};
use std::{fmt, ops};

/// Usage of a month, by one function or by many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Requests.
    pub requests: u64,
    /// Billed time × memory size, in ms × MB, on x86_64.
    pub x86_64: u128,
    /// Billed time × memory size, in ms × MB, on arm64.
    pub arm64: u128,
}

impl Used {
    /// Usage of `requests`, and of billed time × memory size in ms × MB, on an architecture.
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

/// A month's bill, to compare with bills that differ in one function.
pub(super) struct Month<'a> {
    prices: &'a RegionPrices,
    free_tier: bool,
    used: Used,
    lines: Lines,
}

/// Amounts of the requests, and of the duration on each architecture, each rounded.
#[derive(Clone, Copy)]
struct Lines {
    requests: Cents,
    x86_64: Cents,
    arm64: Cents,
}

impl Lines {
    fn total(self) -> Cents {
        self.requests + self.x86_64 + self.arm64
    }
}

impl<'a> Month<'a> {
    pub(super) fn of(prices: &'a RegionPrices, free_tier: bool, used: Used) -> Self {
        let lines = Lines {
            requests: Cents(0),
            x86_64: Cents(0),
            arm64: Cents(0),
        };
        let nothing = Self {
            prices,
            free_tier,
            used: Used::default(),
            lines,
        };
        let lines = nothing.lines_of(used);
        Self {
            used,
            lines,
            ..nothing
        }
    }

    pub(super) fn total(&self) -> Cents {
        self.lines.total()
    }

    /// The saving if one function uses `after` instead of `before`.
    pub(super) fn saved(&self, before: Used, after: Used) -> Saved {
        let changed = self.lines_of(self.used - before + after);
        Saved::between(self.total(), changed.total())
    }

    /// The lines of another month; a line that is the same as in this month is not computed again. The
    /// free GB-seconds are taken off x86_64 first.
    fn lines_of(&self, used: Used) -> Lines {
        let mut lines = self.lines;
        if used.requests != self.used.requests {
            let request = flat(self.prices.usd_per_request);
            let requests = Decimal::from(used.requests);
            lines.requests = line(Item::Requests, requests, self.free(FREE_REQUESTS), &request);
        }
        let duration = |architecture, ms_mb, free| {
            let tiers = self.prices.tiers(architecture);
            line(Item::Duration, gb_seconds(ms_mb), free, tiers)
        };
        let free = self.free(FREE_GB_SECONDS);
        if used.x86_64 != self.used.x86_64 {
            lines.x86_64 = duration(Architecture::X86_64, used.x86_64, free);
        }
        if (used.x86_64, used.arm64) != (self.used.x86_64, self.used.arm64)
            && used.arm64 + self.used.arm64 > 0
        {
            let left = free.saturating_sub(gb_seconds(used.x86_64));
            lines.arm64 = duration(Architecture::Arm64, used.arm64, left);
        }
        lines
    }

    /// The free amount, or nothing if the free tier is not left.
    fn free(&self, amount: u64) -> Decimal {
        if self.free_tier {
            Decimal::from(amount)
        } else {
            Decimal::ZERO
        }
    }
}

fn line(item: Item, used: Decimal, free: Decimal, tiers: &[Tier]) -> Cents {
    Line::of(item, used, free.min(used), tiers, Decimal::ZERO).usd
}

/// Saving on a month's bill, in cents; below zero if the bill grows.
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
    /// USD without grouping, and with a sign only below zero: `12.34`, `-0.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{}", Cents(self.0.unsigned_abs())))
    }
}
