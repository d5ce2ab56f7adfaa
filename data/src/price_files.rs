//! Reads the price list of the folder `data/prices`.

use crate::{
    Architecture, Decimal, PriceList, RegionPrices, Service, Tier,
    reader::{Error, Located, Problem, Row, read},
};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path};

/// A row of `lambda-duration-prices.csv`.
#[derive(Deserialize)]
struct DurationPrice {
    region: String,
    region_name: String,
    arch: Architecture,
    tier_from_gb_s: Decimal,
    usd_per_gb_s: Decimal,
}

impl Row for DurationPrice {}

/// A row of `lambda-other-prices.csv`.
#[derive(Deserialize)]
struct OtherPrices {
    region: String,
    usd_per_request: Decimal,
    usd_per_gb_s_ephemeral_storage: Decimal,
    usd_per_gb_s_provisioned_x86_64: Option<Decimal>,
    usd_per_gb_s_provisioned_duration_x86_64: Option<Decimal>,
}

impl Row for OtherPrices {
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

/// A row of `service-prices.csv`.
#[derive(Deserialize)]
struct ServiceRow {
    region: String,
    /// Empty where both architectures have this price.
    arch: Option<Architecture>,
    item: Service,
    from_units: Decimal,
    usd_per_unit: Decimal,
    unit: String,
}

impl Row for ServiceRow {
    fn check(&self) -> Result<(), Problem> {
        let expected = self.item.unit();
        if self.unit == expected {
            return Ok(());
        }
        let reason = format!("{} is priced per `{expected}`", self.item);
        Err(Problem::new("unit", reason))
    }
}

/// Reads the price list: `lambda-duration-prices.csv`, `lambda-other-prices.csv` and `service-prices.csv` of
/// the folder `data/prices`.
///
/// # Example
/// ```
/// use data::Architecture;
///
/// let prices = data::read_prices("prices".as_ref())?;
/// let virginia = prices.region("us-east-1").unwrap();
/// assert_eq!(virginia.tiers(Architecture::Arm64).len(), 3);
/// # Ok::<(), data::Error>(())
/// ```
///
/// # Errors
/// A file is missing, or a row is wrong by itself or beside the others.
pub fn read_prices(prices: &Path) -> Result<PriceList, Error> {
    let mut durations: BTreeMap<String, Vec<Located<DurationPrice>>> = BTreeMap::new();
    for price in read::<DurationPrice>(&prices.join("lambda-duration-prices.csv"))? {
        let region = price.row.region.clone();
        durations.entry(region).or_default().push(price);
    }
    let mut regions = Vec::new();
    for other in read::<OtherPrices>(&prices.join("lambda-other-prices.csv"))? {
        let Some(durations) = durations.remove(&other.row.region) else {
            let reason = "no duration prices, or the region is listed twice";
            return Err(other.error(Problem::new("region", reason)));
        };
        regions.push(region_prices(other, &durations)?);
    }
    if let Some(price) = durations.into_values().flatten().next() {
        let reason = "no price per request in lambda-other-prices.csv";
        return Err(price.error(Problem::new("region", reason)));
    }
    for price in read::<ServiceRow>(&prices.join("service-prices.csv"))? {
        let region = regions
            .iter_mut()
            .find(|region| region.code == price.row.region)
            .ok_or_else(|| {
                let reason = "no duration prices in lambda-duration-prices.csv";
                price.error(Problem::new("region", reason))
            })?;
        let ServiceRow { item, arch, .. } = price.row;
        let tier = Tier {
            from: price.row.from_units,
            usd: price.row.usd_per_unit,
        };
        add_tier(region.listed_tiers(item, arch), tier, "from_units")
            .map_err(|problem| price.error(problem))?;
    }
    regions.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(PriceList { regions })
}

fn region_prices(
    other: Located<OtherPrices>,
    durations: &[Located<DurationPrice>],
) -> Result<RegionPrices, Error> {
    let tiers = |architecture| {
        let mut tiers = Vec::new();
        for price in durations
            .iter()
            .filter(|price| price.row.arch == architecture)
        {
            let tier = Tier {
                from: price.row.tier_from_gb_s,
                usd: price.row.usd_per_gb_s,
            };
            add_tier(&mut tiers, tier, "tier_from_gb_s").map_err(|problem| price.error(problem))?;
        }
        if tiers.is_empty() {
            let reason = format!("no duration price for {architecture}");
            return Err(other.error(Problem::new("region", reason)));
        }
        Ok(tiers)
    };
    let mut region = RegionPrices {
        x86_64: tiers(Architecture::X86_64)?,
        arm64: tiers(Architecture::Arm64)?,
        services: Vec::new(),
        name: durations
            .first()
            .map(|price| price.row.region_name.clone())
            .unwrap_or_default(),
        usd_per_request: other.row.usd_per_request,
        usd_per_gb_s_ephemeral_storage: other.row.usd_per_gb_s_ephemeral_storage,
        code: other.row.region,
    };
    let provisioned = [
        (
            Service::ProvisionedConcurrency,
            other.row.usd_per_gb_s_provisioned_x86_64,
        ),
        (
            Service::ProvisionedDuration,
            other.row.usd_per_gb_s_provisioned_duration_x86_64,
        ),
    ];
    for (service, usd) in provisioned {
        let from = Decimal::ZERO;
        if let Some(usd) = usd {
            let tiers = region.listed_tiers(service, Some(Architecture::X86_64));
            tiers.push(Tier { from, usd });
        }
    }
    Ok(region)
}

fn add_tier(tiers: &mut Vec<Tier>, tier: Tier, column: &'static str) -> Result<(), Problem> {
    let in_order = match tiers.last() {
        None => tier.from.is_zero(),
        Some(previous) => previous.from < tier.from,
    };
    if !in_order {
        return Err(Problem::new(column, "tiers must ascend from 0"));
    }
    tiers.push(tier);
    Ok(())
}
