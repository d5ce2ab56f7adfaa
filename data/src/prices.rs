//! AWS Lambda's price list.

use crate::{Decimal, UnknownName, measurement::named};
use std::{fmt, str::FromStr};

named! {
    /// The processor architecture of a function; each has its own prices and tiers.
    Architecture {
        /// Intel and AMD.
        X86_64 = "x86_64",
        /// AWS Graviton.
        Arm64 = "arm64",
    }
}

/// The price of a GB-second from a monthly usage on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// GB-seconds a month from which the price holds.
    pub from_gb_s: Decimal,
    /// USD per GB-second.
    pub usd_per_gb_s: Decimal,
}

/// The on-demand prices of one region. Source: `data/sources.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionPrices {
    /// The region's code: `ap-southeast-2`.
    pub code: String,
    /// The region's name: `Asia Pacific (Sydney)`.
    pub name: String,
    /// USD per request.
    pub usd_per_request: Decimal,
    /// USD per GB-second of ephemeral storage above 512 MB.
    pub usd_per_gb_s_ephemeral_storage: Decimal,
    /// Tiers on x86_64, ascending; the first starts at 0.
    pub x86_64: Vec<Tier>,
    /// Tiers on arm64, ascending; the first starts at 0.
    pub arm64: Vec<Tier>,
}

impl RegionPrices {
    /// The duration tiers of an architecture.
    #[must_use]
    pub fn tiers(&self, architecture: Architecture) -> &[Tier] {
        match architecture {
            Architecture::X86_64 => &self.x86_64,
            Architecture::Arm64 => &self.arm64,
        }
    }
}

/// The prices of every region, in the order of their codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriceList {
    /// Regions by ascending code.
    pub regions: Vec<RegionPrices>,
}

impl PriceList {
    /// A region's prices.
    ///
    /// # Errors
    /// The code is not in the price list.
    pub fn region(&self, code: &str) -> Result<&RegionPrices, UnknownName> {
        self.regions
            .iter()
            .find(|region| region.code == code)
            .ok_or_else(|| {
                let codes = self.regions.iter().map(|region| region.code.as_str());
                UnknownName::new(code, codes)
            })
    }
}
