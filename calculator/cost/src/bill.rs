//! The bill that AWS writes for a month of one function.

use crate::{Cents, Usage, parse::EPHEMERAL_MB};
use data_core::{Architecture, Decimal, RegionPrices, Scale, Service, Tier};
use std::{error, fmt};

/// Requests that are free each month. Source: AWS Lambda pricing page.
pub(crate) const FREE_REQUESTS: u64 = 1_000_000;

/// GB-seconds that are free each month, but not of ephemeral storage or provisioned
/// concurrency. Source: AWS Lambda pricing page.
pub(crate) const FREE_GB_SECONDS: u64 = 400_000;

/// Minimum hours that are charged for a snapshot. Source: AWS Lambda pricing page.
const LEAST_CACHE_HOURS: u64 = 3;

/// Item that is charged for: the subject of one line of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// The invocations.
    Requests,
    /// The billed time, by memory.
    Duration,
    /// The ephemeral storage above 512 MB, for the billed time.
    EphemeralStorage,
    /// A service that not every region has a price for.
    Service(Service),
}

impl Item {
    /// The name on the page.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Requests => "Requests",
            Self::Duration => "Duration",
            Self::EphemeralStorage => "Ephemeral storage",
            Self::Service(service) => service.label(),
        }
    }

    /// The name in machine-readable output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Duration => "duration",
            Self::EphemeralStorage => "ephemeral_storage",
            Self::Service(service) => service.name(),
        }
    }

    /// The unit that its price is for.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Duration | Self::EphemeralStorage => "GB-s",
            Self::Service(service) => service.unit(),
        }
    }

    /// Returns whether it is charged per invocation, regardless of language.
    #[must_use]
    pub const fn is_per_invocation(self) -> bool {
        match self {
            Self::Requests => true,
            Self::Duration | Self::EphemeralStorage => false,
            Self::Service(service) => service.usage_input().is_some(),
        }
    }

    /// Returns whether a Compute Savings Plan covers it. Source: AWS's Compute Savings Plans.
    const fn is_in_savings_plan(self) -> bool {
        match self {
            Self::Requests | Self::EphemeralStorage => false,
            Self::Duration => true,
            Self::Service(service) => service.is_in_savings_plan(),
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One line of a bill, with its arithmetic: `(used − free)`, by tier, times price, less the
/// discount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The item.
    pub item: Item,
    /// Quantity used, in [`Item::unit`].
    pub used: Decimal,
    /// Free part of it.
    pub free: Decimal,
    /// The rest by tier, each at its price.
    pub charges: Vec<Charge>,
    /// Share that a savings plan takes off, from 0 to 1.
    pub discount: Decimal,
    /// Amount, rounded half up to the cent.
    pub usd: Cents,
}

/// A quantity at one price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Units.
    pub quantity: Decimal,
    /// USD per unit.
    pub usd: Decimal,
}

/// A month's bill of one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// The billed GB-seconds on demand, before the free tier.
    pub gb_seconds: Decimal,
    /// Requests and duration, then everything else that was used.
    pub lines: Vec<Line>,
    /// Services in use whose price is not known in the region: they have no line, and the total
    /// leaves them out.
    pub unpriced: Vec<Service>,
}

/// Error: a service in use has no known price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceNotKnown {
    /// The service.
    pub service: Service,
    /// The region's code.
    pub region: String,
    /// The architecture.
    pub architecture: Architecture,
}

impl fmt::Display for PriceNotKnown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            service,
            region,
            architecture,
        } = self;
        write!(
            f,
            "the price of {service} on {architecture} in {region} is not known here"
        )
    }
}

impl error::Error for PriceNotKnown {}

impl Bill {
    /// The bill for a month of `usage` at a region's prices.
    ///
    /// Duration is charged by tiers, counted on what is left after the free tier. Every line
    /// is rounded by itself. Source: AWS Lambda pricing page, whose examples are tests of this.
    /// The free tiers of the services around the function are not taken off.
    ///
    /// ```
    /// use cost::{Bill, Item, Usage};
    /// use data_core::Architecture;
    ///
    /// let prices = data::read_prices("../../data/prices".as_ref())?;
    /// let prices = prices.region("us-east-1")?;
    /// // AWS's first example: 3 million requests of 120 ms at 1.5 GB.
    /// let usage = Usage::on_demand(Architecture::X86_64, 1536, 3_000_000, 120.into());
    /// let bill = Bill::of(prices, &usage);
    /// assert_eq!(bill.gb_seconds.to_string(), "540000");
    /// assert_eq!(bill.amount(Item::Requests).to_string(), "0.40");
    /// assert_eq!(bill.total().to_string(), "2.73");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(prices: &RegionPrices, usage: &Usage) -> Self {
        let quantities = Quantities::of(usage);
        let mut bill = Self {
            gb_seconds: quantities.gb_seconds,
            lines: Vec::new(),
            unpriced: Vec::new(),
        };
        for (item, used, free) in quantities.items {
            let free = if usage.free_tier {
                free.min(used)
            } else {
                Decimal::ZERO
            };
            let discount = if item.is_in_savings_plan() {
                usage.savings_plan.discount()
            } else {
                Decimal::ZERO
            };
            let (request, storage) = (
                flat(prices.usd_per_request),
                flat(prices.usd_per_gb_s_ephemeral_storage),
            );
            let tiers = match item {
                Item::Requests => &request,
                Item::Duration => prices.tiers(usage.architecture),
                Item::EphemeralStorage => &storage,
                Item::Service(service) => {
                    let Some(tiers) = prices.service(service, usage.architecture) else {
                        bill.unpriced.push(service);
                        continue;
                    };
                    tiers
                }
            };
            bill.lines.push(Line::of(item, used, free, tiers, discount));
        }
        bill
    }

    /// The bill for a month of `usage`, with a price for everything in it.
    ///
    /// # Errors
    /// A service in use has no known price in the region; the first such one.
    pub fn complete(prices: &RegionPrices, usage: &Usage) -> Result<Self, PriceNotKnown> {
        let bill = Self::of(prices, usage);
        match bill.unpriced.first() {
            None => Ok(bill),
            Some(&service) => Err(PriceNotKnown {
                service,
                region: prices.code.clone(),
                architecture: usage.architecture,
            }),
        }
    }

    /// The sum of the rounded lines, as AWS publishes it.
    #[must_use]
    pub fn total(&self) -> Cents {
        self.lines.iter().map(|line| line.usd).sum()
    }

    /// The amount of one item; zero where the bill has no such line.
    #[must_use]
    pub fn amount(&self, item: Item) -> Cents {
        self.sum(|line| line.item == item)
    }

    /// The part that is charged per invocation, regardless of language: [`Item::is_per_invocation`].
    #[must_use]
    pub fn per_invocation(&self) -> Cents {
        self.sum(|line| line.item.is_per_invocation())
    }

    /// Requests and duration of invocations that may differ in memory size, without the free tier.
    /// `ms_mb` is the sum of their billed times × memory sizes, in ms × MB.
    #[must_use]
    pub fn at_list_price(
        prices: &RegionPrices,
        architecture: Architecture,
        requests: u64,
        ms_mb: u128,
    ) -> Self {
        let gb_seconds = gb_seconds(ms_mb);
        let line =
            |item, used, tiers: &[Tier]| Line::of(item, used, Decimal::ZERO, tiers, Decimal::ZERO);
        let request = flat(prices.usd_per_request);
        Self {
            gb_seconds,
            lines: vec![
                line(Item::Requests, requests.into(), &request),
                line(Item::Duration, gb_seconds, prices.tiers(architecture)),
            ],
            unpriced: Vec::new(),
        }
    }

    /// Cost of one invocation at list price in USD, unrounded: for a bill that is watched while it
    /// grows.
    #[must_use]
    pub fn of_call(
        prices: &RegionPrices,
        architecture: Architecture,
        memory_mb: u32,
        billed_ms: u64,
    ) -> Decimal {
        let ms_mb = u128::from(billed_ms) * u128::from(memory_mb);
        let bill = Self::at_list_price(prices, architecture, 1, ms_mb);
        bill.lines.iter().map(Line::unrounded).sum()
    }

    fn sum(&self, includes: impl Fn(&Line) -> bool) -> Cents {
        let lines = self.lines.iter().filter(|line| includes(line));
        lines.map(|line| line.usd).sum()
    }
}

impl Line {
    /// The line for a quantity whose rest after the free part is charged by tier.
    pub(crate) fn of(
        item: Item,
        used: Decimal,
        free: Decimal,
        tiers: &[Tier],
        discount: Decimal,
    ) -> Self {
        let rest = used.saturating_sub(free);
        let mut charges = Vec::new();
        for (at, tier) in tiers.iter().enumerate() {
            let next = tiers.get(at + 1);
            let up_to_end = next.map_or(rest, |next| next.from.min(rest));
            let quantity = up_to_end.saturating_sub(tier.from);
            if quantity.is_zero() {
                break;
            }
            charges.push(Charge {
                quantity,
                usd: tier.usd,
            });
        }
        let mut line = Self {
            item,
            used,
            free,
            charges,
            discount,
            usd: Cents(0),
        };
        line.usd = Cents::rounded(line.unrounded());
        line
    }

    /// Amount in USD.
    fn unrounded(&self) -> Decimal {
        let charges = self.charges.iter();
        let full: Decimal = charges.map(|charge| charge.quantity * charge.usd).sum();
        full * Decimal::from(1).saturating_sub(self.discount)
    }
}

/// Quantity of each item in its unit, and its free part.
struct Quantities {
    gb_seconds: Decimal,
    items: Vec<(Item, Decimal, Decimal)>,
}

impl Quantities {
    fn of(usage: &Usage) -> Self {
        let memory_gb = gb(usage.memory_mb.into());
        let on_demand = Decimal::from(usage.requests) * thousandths(usage.billed_ms());
        let gb_seconds = on_demand * memory_gb;
        let invocations = Decimal::from(usage.invocations());
        let mut items = vec![
            (Item::Requests, invocations, FREE_REQUESTS.into()),
            (Item::Duration, gb_seconds, FREE_GB_SECONDS.into()),
        ];
        let storage_mb = usage.ephemeral_mb.saturating_sub(*EPHEMERAL_MB.start());
        if storage_mb > 0 {
            let seconds = on_demand + busy_seconds(usage).unwrap_or_default();
            let used = seconds * gb(storage_mb.into());
            items.push((Item::EphemeralStorage, used, Decimal::ZERO));
        }
        for &service in Service::ALL {
            if let Some(used) = used(service, usage) {
                items.push((Item::Service(service), used, Decimal::ZERO));
            }
        }
        Self { gb_seconds, items }
    }
}

/// The units of a service that a month uses; `None` if it is not in use.
fn used(service: Service, usage: &Usage) -> Option<Decimal> {
    let memory_gb = gb(usage.memory_mb.into());
    match service.scale() {
        Scale::ProvisionedTime => {
            let provisioned = usage.provisioned.as_ref()?;
            let environments = Decimal::from(u64::from(provisioned.concurrency));
            Some(environments * seconds(provisioned.hours) * memory_gb)
        }
        Scale::ProvisionedUse => Some(busy_seconds(usage)? * memory_gb),
        Scale::CachedTime => {
            let hours = usage.snapstart.as_ref()?.cache_hours;
            Some(seconds(hours.max(LEAST_CACHE_HOURS.into())) * memory_gb)
        }
        Scale::Restores => {
            let restores = usage.snapstart.as_ref()?.restores;
            Some(Decimal::from(restores) * memory_gb)
        }
        Scale::PerInvocation(input) => {
            let each = usage.services[service];
            let (mantissa, digits) = input.part_of_unit;
            let used =
                Decimal::from(usage.invocations()) * each * Decimal::new(mantissa.into(), digits);
            (!each.is_zero()).then_some(used)
        }
    }
}

/// Billed seconds of the invocations on provisioned concurrency.
fn busy_seconds(usage: &Usage) -> Option<Decimal> {
    let provisioned = usage.provisioned.as_ref()?;
    Some(Decimal::from(provisioned.requests) * thousandths(provisioned.duration_ms))
}

fn seconds(hours: Decimal) -> Decimal {
    hours * Decimal::from(3600)
}

/// MB in GB of 1,024 MB, exactly: 1/1024 is 0.0009765625.
fn gb(mb: u128) -> Decimal {
    Decimal::new(mb, 0) * Decimal::new(9_765_625, 10)
}

/// ms × MB in GB-seconds, exactly.
pub(crate) fn gb_seconds(ms_mb: u128) -> Decimal {
    thousandths(gb(ms_mb))
}

/// One price for any quantity.
pub(crate) const fn flat(usd: Decimal) -> [Tier; 1] {
    [Tier {
        from: Decimal::ZERO,
        usd,
    }]
}

fn thousandths(number: Decimal) -> Decimal {
    number * Decimal::new(1, 3)
}
