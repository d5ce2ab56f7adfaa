//! What others published: prices, measurements on AWS, and where each comes from.

use crate::{
    Architecture, Decimal, Millis, PriceList, RegionPrices, Start, Tier,
    reader::{Error, Located, Problem, Row, read},
};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path};

/// Where a file of others' figures comes from: a row of `data/sources.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct Source {
    /// The file, below `data/`.
    pub file: String,
    /// What it holds.
    pub holds: String,
    /// Who published it, and where.
    pub source: String,
    /// When it was valid or measured.
    pub as_of: String,
}

impl Row for Source {
    const COLUMNS: &'static [&'static str] = &["file", "holds", "source", "as_of"];
}

/// Init durations of an empty function on AWS, as a third party measured them.
#[derive(Clone, Debug, Deserialize)]
pub struct PublishedColdStart {
    /// Lambda's runtime, with the language where it is an OS-only one.
    pub runtime: String,
    /// `zip` or `image`.
    pub package: String,
    /// The architecture.
    pub arch: Architecture,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Cold starts measured.
    pub n: u32,
    /// Median init duration.
    pub init_p50_ms: Millis,
    /// 90th percentile.
    pub init_p90_ms: Millis,
    /// 99th percentile.
    pub init_p99_ms: Millis,
    /// Mean init duration.
    pub mean_ms: Millis,
    /// Mean duration of the handler.
    pub avg_duration_ms: Millis,
    /// Largest memory used, in MB.
    pub max_memory_used_mb: Decimal,
}

impl Row for PublishedColdStart {
    const COLUMNS: &'static [&'static str] = &[
        "runtime",
        "package",
        "arch",
        "memory_mb",
        "n",
        "init_p50_ms",
        "init_p90_ms",
        "init_p99_ms",
        "mean_ms",
        "avg_duration_ms",
        "max_memory_used_mb",
    ];
}

/// Durations of a workload on AWS, as a third party measured them.
#[derive(Clone, Debug, Deserialize)]
pub struct PublishedWorkload {
    /// The third party's name of the workload.
    pub workload: String,
    /// Lambda's runtime, or the language where it is an OS-only one.
    pub runtime: String,
    /// The architecture.
    pub arch: Architecture,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Cold or warm starts.
    pub start: Start,
    /// Mean duration of the handler.
    pub mean_duration_ms: Millis,
    /// Mean init duration; of cold starts only.
    pub mean_init_ms: Option<Millis>,
    /// 99th percentile of the handler's duration.
    pub p99_duration_ms: Millis,
}

impl Row for PublishedWorkload {
    const COLUMNS: &'static [&'static str] = &[
        "workload",
        "runtime",
        "arch",
        "memory_mb",
        "start",
        "mean_duration_ms",
        "mean_init_ms",
        "p99_duration_ms",
    ];
}

#[derive(Deserialize)]
struct DurationPrice {
    region: String,
    region_name: String,
    arch: Architecture,
    tier_from_gb_s: Decimal,
    usd_per_gb_s: Decimal,
}

impl Row for DurationPrice {
    const COLUMNS: &'static [&'static str] = &[
        "region",
        "region_name",
        "arch",
        "tier_from_gb_s",
        "usd_per_gb_s",
    ];
}

#[derive(Deserialize)]
struct OtherPrices {
    region: String,
    usd_per_request: Decimal,
    usd_per_gb_s_ephemeral_storage: Decimal,
    usd_per_gb_s_provisioned_x86_64: Option<Decimal>,
    usd_per_gb_s_provisioned_duration_x86_64: Option<Decimal>,
}

impl Row for OtherPrices {
    const COLUMNS: &'static [&'static str] = &[
        "region",
        "usd_per_request",
        "usd_per_gb_s_ephemeral_storage",
        "usd_per_gb_s_provisioned_x86_64",
        "usd_per_gb_s_provisioned_duration_x86_64",
    ];

    fn check(&self) -> Result<(), Problem> {
        let provisioned = self.usd_per_gb_s_provisioned_x86_64.is_some();
        if provisioned == self.usd_per_gb_s_provisioned_duration_x86_64.is_some() {
            return Ok(());
        }
        Err(Problem::new(
            "usd_per_gb_s_provisioned_duration_x86_64",
            "both prices of provisioned concurrency are known, or neither",
        ))
    }
}

impl PriceList {
    /// Reads `lambda-duration-prices.csv` and `lambda-other-prices.csv` of the folder
    /// `data/prices`.
    ///
    /// # Errors
    /// A file is missing, or a row is wrong by itself or beside the others.
    pub fn read(prices: &Path) -> Result<Self, Error> {
        let mut durations: BTreeMap<String, Vec<Located<DurationPrice>>> = BTreeMap::new();
        for price in read::<DurationPrice>(&prices.join("lambda-duration-prices.csv"))? {
            let region = price.row.region.clone();
            durations.entry(region).or_default().push(price);
        }
        let mut regions = Vec::new();
        for other in read::<OtherPrices>(&prices.join("lambda-other-prices.csv"))? {
            let Some(durations) = durations.remove(&other.row.region) else {
                let reason = "no duration prices, or the region stands here twice";
                return Err(other.error(Problem::new("region", reason)));
            };
            regions.push(region_prices(other, &durations)?);
        }
        if let Some(price) = durations.into_values().flatten().next() {
            let reason = "no price per request in lambda-other-prices.csv";
            return Err(price.error(Problem::new("region", reason)));
        }
        regions.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(Self { regions })
    }
}

fn region_prices(
    other: Located<OtherPrices>,
    durations: &[Located<DurationPrice>],
) -> Result<RegionPrices, Error> {
    let tiers = |architecture| {
        let mut tiers: Vec<Tier> = Vec::new();
        for price in durations
            .iter()
            .filter(|price| price.row.arch == architecture)
        {
            let from_gb_s = price.row.tier_from_gb_s;
            let in_order = match tiers.last() {
                None => from_gb_s.is_zero(),
                Some(previous) => previous.from_gb_s < from_gb_s,
            };
            if !in_order {
                let reason = "tiers must ascend from 0";
                return Err(price.error(Problem::new("tier_from_gb_s", reason)));
            }
            tiers.push(Tier {
                from_gb_s,
                usd_per_gb_s: price.row.usd_per_gb_s,
            });
        }
        if tiers.is_empty() {
            let reason = format!("no duration price for {architecture}");
            return Err(other.error(Problem::new("region", reason)));
        }
        Ok(tiers)
    };
    Ok(RegionPrices {
        x86_64: tiers(Architecture::X86_64)?,
        arm64: tiers(Architecture::Arm64)?,
        name: durations
            .first()
            .map(|price| price.row.region_name.clone())
            .unwrap_or_default(),
        usd_per_request: other.row.usd_per_request,
        usd_per_gb_s_ephemeral_storage: other.row.usd_per_gb_s_ephemeral_storage,
        code: other.row.region,
    })
}
