//! Cost of each function of a fleet, and the remedies that would change it.

use super::{
    Fleet, Function, Used,
    join::Part,
    month::{Month, Saved},
};
use crate::{Cents, Payback, Port, Share};
use data_core::{
    Architecture, ClassFactors, Decimal, Factors, MEMORY_MB, PortClass, PortTable, RegionPrices,
    Span,
};
use std::{cmp::Reverse, collections::BTreeMap, fmt};

/// Minimum billed duration of a call, in ms.
const LEAST_MS: u128 = 1;

/// The longest payback that is reported: ten years.
const LONGEST: Payback = Payback { tenths: 1200 };

const YEAR: Payback = Payback { tenths: 120 };

/// Assumptions by which a fleet is assessed.
#[derive(Clone, Debug)]
pub struct Assumptions<'a> {
    /// The region's prices.
    pub prices: &'a RegionPrices,
    /// Measured factors of a port.
    pub table: &'a PortTable,
    /// Free tier: set if the account's is left for the fleet.
    pub free_tier: bool,
    /// The work to port one function.
    pub port: Port,
    /// Kind of work, by function name, where the user gave it.
    pub classes: BTreeMap<String, PortClass>,
}

/// Something that makes a function cheaper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Move it to arm64, at the same speed.
    Arm64,
    /// Give it the memory size that Compute Optimizer ranks first, in MB.
    Memory(u32),
    /// Connect to services in INIT, if it does so in its first call.
    ConnectInInit,
    /// Let a Python handler call an extension in Rust.
    Hybrid,
    /// Port it to Rust.
    Rust,
}

impl Remedy {
    /// The name in machine-readable output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::Memory(_) => "memory",
            Self::ConnectInInit => "connect-in-init",
            Self::Hybrid => "hybrid",
            Self::Rust => "rust",
        }
    }

    /// Returns whether code has to be ported for it.
    #[must_use]
    pub const fn is_port(self) -> bool {
        match self {
            Self::Arm64 | Self::Memory(_) | Self::ConnectInInit => false,
            Self::Hybrid | Self::Rust => true,
        }
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Arm64 => f.write_str("arm64"),
            Self::Memory(mb) => write!(f, "{mb} MB"),
            Self::ConnectInInit => f.write_str("connect in INIT"),
            Self::Hybrid => f.write_str("hybrid"),
            Self::Rust => f.write_str("Rust"),
        }
    }
}

/// Saving of a remedy on the month's bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saving {
    /// The remedy.
    pub remedy: Remedy,
    /// Saving at worst.
    pub low: Saved,
    /// Saving at best.
    pub high: Saved,
}

impl Saving {
    /// The worst and the best amount in USD with `between` between them, or one amount if they are equal.
    #[must_use]
    pub fn range(&self, between: &str) -> String {
        let Self { low, high, .. } = self;
        if low == high {
            return low.to_string();
        }
        format!("{low}{between}{high}")
    }
}

/// A function of the fleet.
#[derive(Clone, Debug)]
pub struct Assessed<'a> {
    /// The function.
    pub function: &'a Function,
    /// Cost now: the fleet's bill less the bill without it.
    pub now: Saved,
    /// The most that any rewrite could save: 1 ms per call at 128 MB, with the same requests. `None` if a
    /// port of it is not assessed.
    pub bound: Option<Saved>,
    /// Savings of the remedies.
    pub savings: Vec<Saving>,
    /// Kind of work, where the user gave it.
    pub class: Option<PortClass>,
}

impl Assessed<'_> {
    /// Saving of a remedy, by its [name](Remedy::name); `None` if it does not apply to this function.
    #[must_use]
    pub fn saving(&self, remedy: &str) -> Option<&Saving> {
        self.savings
            .iter()
            .find(|saving| saving.remedy.name() == remedy)
    }
}

/// Assessment of a fleet, with the functions first whose port could save the most.
#[derive(Clone, Debug)]
pub struct Assessment<'a> {
    /// The functions.
    pub functions: Vec<Assessed<'a>>,
    /// The fleet's bill.
    pub now: Cents,
    /// The most that could be saved if every function that is assessed were rewritten.
    pub bound: Saved,
    /// The work to port one function.
    pub port: Port,
}

impl<'a> Assessment<'a> {
    /// Assesses every function of a fleet.
    #[must_use]
    pub fn of(fleet: &'a Fleet, assumptions: &Assumptions) -> Self {
        let used: Vec<Used> = fleet.functions.iter().map(Function::used).collect();
        let all = used
            .iter()
            .copied()
            .fold(Used::default(), |sum, used| sum + used);
        let month = Month::of(assumptions.prices, assumptions.free_tier, all);
        let functions = fleet.functions.iter().zip(&used);
        let functions =
            functions.map(|(function, used)| assessed(function, *used, &month, assumptions));
        let mut functions: Vec<Assessed> = functions.collect();
        // Where cents don't tell functions apart, their time does.
        functions.sort_by_cached_key(|assessed| {
            let Used { x86_64, arm64, .. } = assessed.function.used();
            let amounts = (assessed.bound, assessed.now, x86_64 + arm64);
            Reverse(amounts)
        });
        let rewritten = fleet
            .functions
            .iter()
            .map(|function| match function.left_out {
                None => rewritten(function),
                Some(_) => function.used(),
            });
        let rewritten = rewritten.fold(Used::default(), |sum, used| sum + used);
        Self {
            functions,
            now: month.total(),
            bound: month.saved(all, rewritten),
            port: assumptions.port,
        }
    }

    /// The answer in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let all = self.functions.len();
        let candidates: Vec<&Assessed> = self
            .functions
            .iter()
            .filter(|assessed| assessed.bound.is_some())
            .collect();
        let pays =
            |assessed: &&&Assessed| self.pays_within_a_year(assessed.bound.unwrap_or_default());
        let paying: Vec<&&Assessed> = candidates.iter().filter(pays).collect();
        let cents =
            |assessed: &&Assessed| assessed.bound.and_then(Saved::cents).unwrap_or_default().0;
        let sum: u64 = candidates.iter().map(cents).sum();
        let of_paying: u64 = paying.iter().map(|assessed| cents(assessed)).sum();
        let cost = self.port.cost();
        if paying.is_empty() {
            return format!(
                "None of {all} functions could pay back a port of {cost} USD within a year, even if Rust \
                 took no time at all."
            );
        }
        let share = Share::of_counts(of_paying, sum);
        let share = share.map_or_else(String::new, |share| share.to_string());
        let (count, others) = (paying.len(), candidates.len() - paying.len());
        let verb = if count == 1 { "holds" } else { "hold" };
        let rest = match others {
            0 => String::new(),
            1 => "; the other one could not pay a port back within a year, even if it took no time at all"
                .to_owned(),
            _ => format!(
                "; the other {others} could not pay a port back within a year, even if it took no time at all"
            ),
        };
        format!("{count} of {all} functions {verb} {share} of what Rust could save{rest}.")
    }

    /// Time that a monthly saving takes to pay a port back; `None` if it does not within ten years.
    #[must_use]
    pub fn payback(&self, saved: Saved) -> Option<Payback> {
        let cents = saved.cents()?;
        let change = crate::Change::between(cents, Cents(0));
        self.port
            .payback(change)
            .filter(|payback| *payback <= LONGEST)
    }

    fn pays_within_a_year(&self, saved: Saved) -> bool {
        self.payback(saved).is_some_and(|payback| payback <= YEAR)
    }
}

fn assessed<'a>(
    function: &'a Function,
    used: Used,
    month: &Month,
    assumptions: &Assumptions,
) -> Assessed<'a> {
    let class = assumptions.classes.get(&function.name).copied();
    let is_assessed = function.left_out.is_none();
    let mut savings = Vec::new();
    if is_assessed {
        savings.extend(without_port(function, used, month, assumptions.table));
        savings.extend(with_port(function, used, month, assumptions.table, class));
    }
    Assessed {
        function,
        now: month.saved(used, Used::default()),
        bound: is_assessed.then(|| month.saved(used, rewritten(function))),
        savings,
        class,
    }
}

/// Usage of a rewrite that takes no time: each call is billed the minimum.
fn rewritten(function: &Function) -> Used {
    let ms_mb = u128::from(function.calls) * LEAST_MS * u128::from(*MEMORY_MB.start());
    let least = Used::on(function.architecture, function.calls, ms_mb);
    // What is cheaper already stays as it is.
    let now = function.used();
    Used {
        x86_64: least.x86_64.min(now.x86_64),
        arm64: least.arm64.min(now.arm64),
        ..least
    }
}

fn without_port(function: &Function, used: Used, month: &Month, table: &PortTable) -> Vec<Saving> {
    let exactly = |remedy, after| {
        let saved = month.saved(used, after);
        Saving {
            remedy,
            low: saved,
            high: saved,
        }
    };
    let mut savings = Vec::new();
    let ms_mb = used.x86_64 + used.arm64;
    match function.architecture {
        Architecture::X86_64 => {
            let after = Used::on(Architecture::Arm64, function.calls, ms_mb);
            savings.push(exactly(Remedy::Arm64, after));
        }
        Architecture::Arm64 => {}
    }
    if let Some((memory_mb, ratio)) = function.recommended {
        let ratio = ratio.unwrap_or(Decimal::from(1));
        let at = |part: &Part| {
            let called_ms = scaled(part.billed_ms - part.init_ms, ratio).max(part.calls.into());
            (called_ms + part.init_ms) * u128::from(memory_mb)
        };
        let after = function.parts.iter().map(at).sum();
        let after = Used::on(function.architecture, function.calls, after);
        savings.push(exactly(Remedy::Memory(memory_mb), after));
    }
    let saves = |part: &Part| {
        let each = table.connecting_saves(part.memory_mb).unwrap_or_default();
        let ms = u128::from(part.cold) * u128::from(each.micros()) / 1000;
        ms.min(part.billed_ms) * u128::from(part.memory_mb)
    };
    let less: u128 = function.parts.iter().map(saves).sum();
    if less > 0 {
        let after = Used::on(function.architecture, function.calls, ms_mb - less);
        savings.push(Saving {
            remedy: Remedy::ConnectInInit,
            low: Saved::default(),
            high: month.saved(used, after),
        });
    }
    savings
}

fn with_port(
    function: &Function,
    used: Used,
    month: &Month,
    table: &PortTable,
    class: Option<PortClass>,
) -> Vec<Saving> {
    let classes = table.classes.iter();
    let of_class = classes.filter(|factors| class.is_none_or(|class| factors.class == class));
    let of_class: Vec<&ClassFactors> = of_class.collect();
    let rust = of_class
        .iter()
        .map(|factors| factors.rust)
        .reduce(Factors::and);
    // A class without a hybrid has nothing for one to do, so it saves nothing there.
    let is_nothing = of_class.iter().any(|factors| factors.hybrid.is_none());
    let nothing = is_nothing.then_some(unchanged());
    let hybrids = of_class.iter().filter_map(|factors| factors.hybrid);
    let hybrid = hybrids.reduce(Factors::and);
    let hybrid = hybrid.map(|factors| nothing.map_or(factors, |nothing| factors.and(nothing)));
    let saving = |remedy, factors: Factors| {
        let span = call_factor(function, &factors);
        let saved = |call: Decimal, init: Decimal| {
            let at = |part: &Part| {
                let called_ms = scaled(part.billed_ms - part.init_ms, call).max(part.calls.into());
                (called_ms + scaled(part.init_ms, init)) * u128::from(part.memory_mb)
            };
            let after = function.parts.iter().map(at).sum();
            month.saved(used, Used::on(function.architecture, function.calls, after))
        };
        Saving {
            remedy,
            low: saved(span.high, factors.init.high),
            high: saved(span.low, factors.init.low),
        }
    };
    let hybrid = hybrid.map(|factors| saving(Remedy::Hybrid, factors));
    let rust = rust.map(|factors| saving(Remedy::Rust, factors));
    hybrid.into_iter().chain(rust).collect()
}

/// Duration of a call afterwards ÷ now: only the share in which it computes changes, where that is
/// known.
fn call_factor(function: &Function, factors: &Factors) -> Span {
    let Some(busy) = function.busy_share else {
        return factors.whole;
    };
    let waiting = Decimal::from(1).saturating_sub(busy);
    Span {
        low: waiting + busy * factors.computing.low,
        high: waiting + busy * factors.computing.high,
    }
}

fn unchanged() -> Factors {
    let one = Span::of(Decimal::from(1));
    Factors {
        computing: one,
        whole: one,
        init: one,
    }
}

/// A time × a factor, rounded up to the ms.
fn scaled(ms: u128, factor: Decimal) -> u128 {
    let thousandths = factor.to_units(3).map_or(u128::from(u64::MAX), u128::from);
    (ms * thousandths).div_ceil(1000)
}
