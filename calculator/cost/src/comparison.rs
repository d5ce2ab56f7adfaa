//! The same month of a function in all of its variants.

use crate::{Bill, Cents, Change, Item, Usage};
use data_core::{
    Architecture, ByLanguage, Decimal, Language, MEMORY_MB, RegionPrices, SavingsPlan,
    ServiceUsage, Timing, TimingSet, Variant,
};
use std::{error, fmt, str::FromStr};

/// Choice of the memory size that a variant runs at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryChoice {
    /// This one, in MB.
    Mb(u32),
    /// The one with the smallest bill.
    Cheapest,
    /// The one with the shortest mean time to an answer.
    Fastest,
}

impl fmt::Display for MemoryChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mb(mb) => mb.fmt(f),
            Self::Cheapest => f.write_str("cheapest"),
            Self::Fastest => f.write_str("fastest"),
        }
    }
}

impl FromStr for MemoryChoice {
    type Err = UnknownMemory;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "cheapest" => Ok(Self::Cheapest),
            "fastest" => Ok(Self::Fastest),
            _ => match crate::parse_memory_mb(text) {
                Ok(mb) => Ok(Self::Mb(mb)),
                Err(_) => Err(UnknownMemory),
            },
        }
    }
}

/// Error: a text that names no memory size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownMemory;

impl fmt::Display for UnknownMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (least, most) = MEMORY_MB.into_inner();
        write!(
            f,
            "no memory size: write MB from {least} to {most}, `cheapest` or `fastest`"
        )
    }
}

impl error::Error for UnknownMemory {}

/// Period of the month, which decides for which functions INIT is billed. Source: AWS Compute Blog,
/// 2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InitBilling {
    /// Since 2025-08-01: for every function.
    Since2025,
    /// Until then: for OS-only runtimes ([`Language::is_os_only`]), not for managed ones packed as
    /// zip.
    Before2025,
}

impl InitBilling {
    fn is_charged(self, language: Language) -> bool {
        match self {
            Self::Since2025 => true,
            Self::Before2025 => language.is_os_only(),
        }
    }
}

/// A month of one function, regardless of its language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// The function's name in a [`TimingSet`].
    pub function: String,
    /// Invocations a month.
    pub requests: u64,
    /// The architecture.
    pub architecture: Architecture,
    /// Memory size of the variants in each language.
    pub memory: ByLanguage<MemoryChoice>,
    /// Time in ms that every invocation waits for other services, on top of what was measured.
    pub wait_ms: Decimal,
    /// Share of invocations that are cold starts, 0 to 1.
    pub cold_share: Decimal,
    /// Billing of INIT.
    pub init_billing: InitBilling,
    /// Free tier: set if it is left for this function.
    pub free_tier: bool,
    /// Savings plan that covers the function.
    pub savings_plan: SavingsPlan,
    /// Usage of other services by each invocation.
    pub services: ServiceUsage,
}

/// A month of one variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month<'a> {
    /// Measured timing at its memory size.
    pub timing: &'a Timing,
    /// Mean time in ms from an invocation to its answer, the wait included.
    pub time_ms: Decimal,
    /// Usage that is billed.
    pub usage: Usage,
    /// The bill.
    pub bill: Bill,
}

impl Month<'_> {
    /// The variant.
    #[must_use]
    pub const fn variant(&self) -> Variant {
        self.timing.variant
    }

    /// The bill of the same month with another number of invocations.
    #[must_use]
    pub fn bill_at(&self, prices: &RegionPrices, requests: u64) -> Bill {
        let usage = Usage {
            requests,
            ..self.usage
        };
        Bill::of(prices, &usage)
    }
}

/// The month of every variant that was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// Months in the order of [`Variant::ALL`], at least one.
    pub months: Vec<Month<'a>>,
    /// Months of the same variants in the same order, each at every memory size that was measured.
    pub by_memory: Vec<Month<'a>>,
    /// Variants that were measured, but not at their memory size.
    pub missing: Vec<Missing>,
}

/// A variant that was not measured at its memory size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The variant.
    pub variant: Variant,
    /// Sizes at which it was measured, in MB, ascending.
    pub sizes: Vec<u32>,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = self.variant.label();
        let sizes = listed(&self.sizes);
        write!(f, "{label} is missing: it was measured at {sizes} MB only")
    }
}

fn listed(sizes: &[u32]) -> String {
    let sizes: Vec<_> = sizes.iter().map(u32::to_string).collect();
    sizes.join(", ")
}

/// Error: no variant of the function was measured at its memory size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMeasured {
    /// The function.
    pub function: String,
    /// The architecture.
    pub architecture: Architecture,
    /// Memory sizes that were measured, in MB, ascending; empty if the function has no timings.
    pub sizes: Vec<u32>,
}

impl fmt::Display for NotMeasured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            function,
            architecture,
            sizes,
        } = self;
        if sizes.is_empty() {
            return write!(
                f,
                "`{function}` has no timings on {architecture} in these figures: choose another \
                 function"
            );
        }
        let sizes = listed(sizes);
        write!(
            f,
            "`{function}` was not measured at this memory size: choose one of {sizes} MB"
        )
    }
}

impl error::Error for NotMeasured {}

impl<'a> Comparison<'a> {
    /// The bills of a scenario by a set's timings, at a region's prices.
    ///
    /// # Errors
    /// No variant was measured at its memory size.
    ///
    /// ```
    /// use cost::{Comparison, InitBilling, MemoryChoice, Scenario};
    /// use data_core::{
    ///     Architecture, ByLanguage, Percentiles, SavingsPlan, ServiceUsage, Timing, TimingSet,
    ///     TimingSource, Variant,
    /// };
    ///
    /// let timing = |variant, ms: u64| Timing {
    ///     function: "f".to_owned(),
    ///     variant,
    ///     architecture: None,
    ///     memory_mb: 128,
    ///     warm_ms: ms.into(),
    ///     warm_billed_ms: ms.into(),
    ///     cold_billed_ms: ms.into(),
    ///     init_ms: 0.into(),
    ///     percentiles: Percentiles::default(),
    /// };
    /// let set = TimingSet {
    ///     source: TimingSource::Local,
    ///     provenance: "made up".to_owned(),
    ///     error_percent: None,
    ///     timings: vec![timing(Variant::Python, 100), timing(Variant::Rust, 10)],
    /// };
    /// let scenario = Scenario {
    ///     function: "f".to_owned(),
    ///     requests: 10_000_000,
    ///     architecture: Architecture::X86_64,
    ///     memory: ByLanguage::all(MemoryChoice::Cheapest),
    ///     wait_ms: 0.into(),
    ///     cold_share: 0.into(),
    ///     init_billing: InitBilling::Since2025,
    ///     free_tier: false,
    ///     savings_plan: SavingsPlan::None,
    ///     services: ServiceUsage::NOTHING,
    /// };
    /// let prices = data::read_prices("../../data/prices".as_ref())?;
    /// let comparison = Comparison::of(prices.region("us-east-1")?, &set, &scenario)?;
    /// let python = comparison.month(Variant::Python).unwrap();
    /// assert_eq!(python.bill.total().to_string(), "4.08");
    /// assert_eq!(comparison.change().unwrap().by.to_string(), "1.87");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(
        prices: &RegionPrices,
        set: &'a TimingSet,
        scenario: &Scenario,
    ) -> Result<Self, NotMeasured> {
        let (mut months, mut by_memory, mut missing) = (Vec::new(), Vec::new(), Vec::new());
        for &variant in Variant::ALL {
            let choice = scenario.memory[variant.language()];
            let timings = measured(set, &scenario.function, scenario.architecture);
            let timings = timings.filter(|timing| timing.variant == variant);
            let all: Vec<Month> = timings
                .map(|timing| month(prices, timing, scenario))
                .collect();
            let (cost, time) = (
                |month: &Month| month.bill.total(),
                |month: &Month| month.time_ms,
            );
            let chosen = match choice {
                MemoryChoice::Mb(mb) => all.iter().find(|month| month.usage.memory_mb == mb),
                MemoryChoice::Cheapest => all.iter().min_by_key(|month| (cost(month), time(month))),
                MemoryChoice::Fastest => all.iter().min_by_key(|month| (time(month), cost(month))),
            };
            if let Some(month) = chosen {
                months.push(month.clone());
                by_memory.extend(all);
            } else if !all.is_empty() {
                let sizes = all.iter().map(|month| month.usage.memory_mb).collect();
                missing.push(Missing { variant, sizes });
            }
        }
        if months.is_empty() {
            return Err(NotMeasured {
                function: scenario.function.clone(),
                architecture: scenario.architecture,
                sizes: sizes(set, &scenario.function, scenario.architecture),
            });
        }
        Ok(Self {
            months,
            by_memory,
            missing,
        })
    }

    /// The month of a variant.
    #[must_use]
    pub fn month(&self, variant: Variant) -> Option<&Month<'a>> {
        let mut months = self.months.iter();
        months.find(|month| month.timing.variant == variant)
    }

    /// Change of the total from Python to Rust; `None` unless both were measured.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        let total = |variant| Some(self.month(variant)?.bill.total());
        Some(Change::between(
            total(Variant::Python)?,
            total(Variant::Rust)?,
        ))
    }

    /// The items of the bills, in a bill's order.
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        let bills = self.months.iter().map(|month| &month.bill);
        let longest = bills.max_by_key(|bill| bill.lines.len());
        let lines = longest.iter().flat_map(|bill| &bill.lines);
        lines.map(|line| line.item).collect()
    }

    /// The amount that every variant is charged per invocation, regardless of language.
    #[must_use]
    pub fn per_invocation(&self) -> Cents {
        let month = self.months.first();
        month.map_or(Cents(0), |month| month.bill.per_invocation())
    }
}

/// The memory sizes in MB at which a function was measured, ascending.
#[must_use]
pub fn sizes(set: &TimingSet, function: &str, architecture: Architecture) -> Vec<u32> {
    let mut sizes = Vec::new();
    for timing in measured(set, function, architecture) {
        if !sizes.contains(&timing.memory_mb) {
            sizes.push(timing.memory_mb);
        }
    }
    sizes
}

fn measured<'a>(
    set: &'a TimingSet,
    function: &str,
    architecture: Architecture,
) -> impl Iterator<Item = &'a Timing> {
    set.timings.iter().filter(move |timing| {
        let only = timing.architecture;
        timing.function == function && only.is_none_or(|only| only == architecture)
    })
}

pub(crate) fn month<'a>(
    prices: &RegionPrices,
    timing: &'a Timing,
    scenario: &Scenario,
) -> Month<'a> {
    let usage = Usage {
        init_ms: timing.init_ms,
        cold_share: scenario.cold_share,
        init_billing: scenario.init_billing.is_charged(timing.variant.language()),
        free_tier: scenario.free_tier,
        savings_plan: scenario.savings_plan,
        services: scenario.services,
        ..Usage::on_demand(
            scenario.architecture,
            timing.memory_mb,
            scenario.requests,
            timing.mean_duration_ms(scenario.cold_share) + scenario.wait_ms,
        )
    };
    Month {
        timing,
        time_ms: timing.mean_time_ms(scenario.cold_share) + scenario.wait_ms,
        bill: Bill::of(prices, &usage),
        usage,
    }
}
