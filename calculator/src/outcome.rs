//! A scenario's bill in both languages.

use crate::Scenario;
use cost::{Bill, Cents, Change, Item, Usage};
use data::{RegionPrices, Timing, TimingSource, Variant, wire::Tables};

/// One variant's month.
#[derive(Clone, Debug, PartialEq)]
pub struct Priced {
    /// What is billed.
    pub usage: Usage,
    /// The bill.
    pub bill: Bill,
}

/// Both languages' month, and what moving from Python to Rust changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// In Python.
    pub python: Priced,
    /// In Rust.
    pub rust: Priced,
    /// From Python's bill to Rust's.
    pub change: Change,
}

impl Outcome {
    /// The bills of a scenario; `None` where the workload was not measured at its memory size,
    /// or the region has no prices.
    #[must_use]
    pub fn of(tables: &Tables, scenario: &Scenario) -> Option<Self> {
        let prices = tables.prices.region(&scenario.region).ok()?;
        let timings = timings(tables);
        let month = |variant| {
            let timing = timings.iter().find(|timing| {
                timing.variant == variant
                    && timing.function == scenario.workload.name()
                    && timing.memory_mb == scenario.memory_mb
            })?;
            Some(Priced::of(prices, timing, scenario))
        };
        let (python, rust) = (month(Variant::Python)?, month(Variant::Rust)?);
        Some(Self {
            change: Change::between(python.bill.total(), rust.bill.total()),
            python,
            rust,
        })
    }

    /// What both bills pay alike, whatever the language: the request charge.
    #[must_use]
    pub fn request_charge(&self) -> Cents {
        self.python.bill.amount(Item::Requests)
    }
}

impl Priced {
    fn of(prices: &RegionPrices, timing: &Timing, scenario: &Scenario) -> Self {
        let usage = Usage {
            init_ms: timing.init_ms,
            cold_share: scenario.cold_share,
            free_tier: scenario.free_tier,
            ..Usage::on_demand(
                scenario.architecture,
                scenario.memory_mb,
                scenario.requests,
                timing.mean_duration_ms(scenario.cold_share),
            )
        };
        Self {
            bill: Bill::of(prices, &usage),
            usage,
        }
    }
}

/// What was measured here.
pub fn timings(tables: &Tables) -> &[Timing] {
    let local = tables
        .sets
        .iter()
        .find(|set| set.source == TimingSource::Local);
    local.map_or(&[], |set| &set.timings)
}
