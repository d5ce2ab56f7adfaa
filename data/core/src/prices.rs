//! AWS Lambda's price list.

use crate::{Decimal, Service, UnknownName};
named! {
    /// The processor architecture of a function; each has its own prices and tiers.
    Architecture {
        /// Intel and AMD.
        X86_64 = "x86_64",
        /// AWS Graviton.
        Arm64 = "arm64",
    }
}

named! {
    /// A commitment to spend on compute for a year. Source: AWS's Compute Savings Plans.
    SavingsPlan {
        /// None: on demand.
        None = "none",
        /// Paid month by month: 12 % off.
        NoUpfront = "no-upfront",
        /// Paid in advance: 17 % off.
        AllUpfront = "all-upfront",
    }
}

impl SavingsPlan {
    /// Discount on every duration, on demand or provisioned, as a share; never on
    /// requests.
    #[must_use]
    pub fn discount(self) -> Decimal {
        match self {
            Self::None => Decimal::ZERO,
            Self::NoUpfront => Decimal::new(12, 2),
            Self::AllUpfront => Decimal::new(17, 2),
        }
    }
}

/// A price that holds from a monthly usage on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Units a month from which it holds.
    pub from: Decimal,
    /// USD per unit: a GB-second, or a [`Service::unit`].
    pub usd: Decimal,
}

/// Price of a service in a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicePrice {
    /// The service.
    pub service: Service,
    /// The only architecture that has this price; both have it if none is named.
    pub architecture: Option<Architecture>,
    /// Ascending; the first starts at 0.
    pub tiers: Vec<Tier>,
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
    /// Prices of the services for which one is known.
    pub services: Vec<ServicePrice>,
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

    /// The tiers of a service; `None` if its price is not known here.
    #[must_use]
    pub fn service(&self, service: Service, architecture: Architecture) -> Option<&[Tier]> {
        let of_architecture = |price: &&ServicePrice| {
            let restricted = price.architecture;
            price.service == service && restricted.is_none_or(|only| only == architecture)
        };
        let price = self.services.iter().find(of_architecture)?;
        Some(&price.tiers)
    }

    /// The tiers of a service as they are listed, to be filled in.
    pub fn listed_tiers(
        &mut self,
        service: Service,
        architecture: Option<Architecture>,
    ) -> &mut Vec<Tier> {
        let same =
            |price: &ServicePrice| (price.service, price.architecture) == (service, architecture);
        let at = self.services.iter().position(same).unwrap_or_else(|| {
            self.services.push(ServicePrice {
                service,
                architecture,
                tiers: Vec::new(),
            });
            self.services.len() - 1
        });
        &mut self.services[at].tiers
    }

    /// Sets one's own price in USD per [`Service::unit`], for any quantity.
    pub fn set_service(&mut self, service: Service, usd: Decimal) {
        self.services.retain(|price| price.service != service);
        self.services.push(ServicePrice {
            service,
            architecture: None,
            tiers: vec![Tier {
                from: Decimal::ZERO,
                usd,
            }],
        });
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
                UnknownName::new(code, &codes.collect::<Vec<_>>())
            })
    }
}
