//! The bill: what AWS charges for a month of one function.

use crate::{Cents, Usage};
use data::{Decimal, RegionPrices, Tier};
use std::fmt;

/// Requests that are free each month. Source: AWS Lambda pricing page.
const FREE_REQUESTS: u64 = 1_000_000;

/// GB-seconds that are free each month, but not of ephemeral storage. Source: AWS Lambda
/// pricing page.
const FREE_GB_SECONDS: u64 = 400_000;

/// Ephemeral storage in MB that every function has at no charge. Source: AWS Lambda pricing
/// page.
const INCLUDED_EPHEMERAL_MB: u32 = 512;

/// What a line of a bill is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// The invocations.
    Requests,
    /// The billed time, by memory.
    Duration,
    /// The ephemeral storage above 512 MB, for the billed time.
    EphemeralStorage,
}

impl Item {
    /// The name in machine-readable output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Duration => "duration",
            Self::EphemeralStorage => "ephemeral_storage",
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One line of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is for.
    pub item: Item,
    /// Rounded half up to the cent.
    pub usd: Cents,
}

/// A month's bill of one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// All billed GB-seconds, before the free tier.
    pub gb_seconds: Decimal,
    /// Requests and duration, then what else was used.
    pub lines: Vec<Line>,
}

impl Bill {
    /// What a month of `usage` costs at a region's prices.
    ///
    /// Duration is charged by tiers, counted on what is left after the free tier. Every line
    /// is rounded by itself. Source: AWS Lambda pricing page, whose examples are tests of this.
    #[must_use]
    pub fn of(prices: &RegionPrices, usage: &Usage) -> Self {
        let seconds = Decimal::from(usage.requests) * usage.billed_ms() * Decimal::new(1, 3);
        let gb_seconds = seconds * gb(usage.memory_mb);
        let (free_requests, free_gb_seconds) = if usage.free_tier {
            (FREE_REQUESTS, Decimal::from(FREE_GB_SECONDS))
        } else {
            (0, Decimal::ZERO)
        };
        let charged_requests = Decimal::from(usage.requests.saturating_sub(free_requests));
        let charged_gb_seconds = gb_seconds.saturating_sub(free_gb_seconds);
        let tiers = prices.tiers(usage.architecture);
        let mut lines = vec![
            Line {
                item: Item::Requests,
                usd: Cents::rounded(charged_requests * prices.usd_per_request),
            },
            Line {
                item: Item::Duration,
                usd: Cents::rounded(tiered(tiers, charged_gb_seconds)),
            },
        ];
        let storage_mb = usage.ephemeral_mb.saturating_sub(INCLUDED_EPHEMERAL_MB);
        if storage_mb > 0 {
            let price = prices.usd_per_gb_s_ephemeral_storage;
            lines.push(Line {
                item: Item::EphemeralStorage,
                usd: Cents::rounded(seconds * gb(storage_mb) * price),
            });
        }
        Self { gb_seconds, lines }
    }

    /// The sum of the rounded lines, as AWS publishes it.
    #[must_use]
    pub fn total(&self) -> Cents {
        self.lines.iter().map(|line| line.usd).sum()
    }

    /// The amount of one item; zero where the bill has no such line.
    #[must_use]
    pub fn amount(&self, item: Item) -> Cents {
        let lines = self.lines.iter().filter(|line| line.item == item);
        lines.map(|line| line.usd).sum()
    }
}

/// MB in GB of 1,024 MB, exactly: 1/1024 is 0.0009765625.
fn gb(mb: u32) -> Decimal {
    Decimal::from(u64::from(mb)) * Decimal::new(9_765_625, 10)
}

/// The price of GB-seconds of which each tier's share is charged at its own price.
fn tiered(tiers: &[Tier], gb_seconds: Decimal) -> Decimal {
    let ends = tiers.iter().skip(1).map(|next| Some(next.from_gb_s));
    tiers
        .iter()
        .zip(ends.chain([None]))
        .map(|(tier, end)| {
            let up_to_end = end.map_or(gb_seconds, |end| end.min(gb_seconds));
            up_to_end.saturating_sub(tier.from_gb_s) * tier.usd_per_gb_s
        })
        .sum()
}
