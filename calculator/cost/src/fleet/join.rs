//! Joins the exports that have figures of the same functions.

use super::Used;
use crate::bill::gb_seconds;
use data_core::{
    Architecture, Decimal, Language,
    own::{Cell, Configuration, Fact, Own, Recommendation, Says},
};
use std::collections::{BTreeMap, BTreeSet};

/// The region of data that names none.
const REGION: &str = "ap-southeast-2";

/// Period that the data covers, as a fraction of months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    of: u128,
    months: u128,
}

impl Span {
    const ONE_MONTH: Self = Self { of: 1, months: 1 };

    /// A span of months; `None` for zero.
    #[must_use]
    pub fn months(months: Decimal) -> Option<Self> {
        let millionths = months.to_units(6).filter(|millionths| *millionths > 0)?;
        Some(Self {
            of: 1_000_000,
            months: millionths.into(),
        })
    }

    /// A span of days, of which a month has 365 ÷ 12.
    fn days(days: Decimal) -> Self {
        let thousandths = days.to_units(3).unwrap_or(u64::MAX).max(1);
        Self {
            of: 365_000,
            months: u128::from(thousandths) * 12,
        }
    }

    /// A number of the whole span as that of one month, rounded half up.
    fn monthly(self, number: u128) -> u128 {
        (number * self.of + self.months / 2) / self.months
    }
}

/// The functions that were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fleet {
    /// Functions, by name.
    pub functions: Vec<Function>,
    /// Notes on data that could not be joined, and on assumptions about all of it.
    pub notes: Vec<String>,
}

/// A function's month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name, with its version if it is a published one: `orders:7`.
    pub name: String,
    /// The region's code, where it is known.
    pub region: Option<String>,
    /// Its architecture, or the given one where the data has none.
    pub architecture: Architecture,
    /// Memory size at which most was billed, in MB.
    pub memory_mb: u32,
    /// Invocations a month.
    pub calls: u64,
    /// Billed parts by memory size; empty for a function in two regions.
    pub parts: Vec<Part>,
    /// Share of its time in which it computes, from 0 to 1.
    pub busy_share: Option<Decimal>,
    /// Memory size in MB that Compute Optimizer ranks first, and its duration ÷ that of now.
    pub recommended: Option<(u32, Option<Decimal>)>,
    /// Reason why a port of it is not assessed.
    pub left_out: Option<String>,
    /// Assumptions about it.
    pub assumed: Vec<String>,
}

/// A function's month at one memory size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Invocations.
    pub calls: u64,
    /// Cold starts among them.
    pub cold: u64,
    /// Billed duration of all in ms, INIT included.
    pub billed_ms: u128,
    /// INIT in ms, part of the billed duration.
    pub init_ms: u128,
}

impl Part {
    /// Billed time × memory size, in ms × MB.
    #[must_use]
    pub fn ms_mb(&self) -> u128 {
        self.billed_ms * u128::from(self.memory_mb)
    }
}

impl Function {
    /// Usage of its month.
    #[must_use]
    pub fn used(&self) -> Used {
        let ms_mb = self.parts.iter().map(Part::ms_mb).sum();
        let requests = self.parts.iter().map(|part| part.calls).sum();
        Used::on(self.architecture, requests, ms_mb)
    }
}

/// Everything that is known of a function.
#[derive(Default)]
struct Known<'a> {
    cells: Vec<&'a Cell>,
    facts: Vec<&'a Fact>,
}

impl Fleet {
    /// The functions in the data, on `architecture` where the data has none.
    #[must_use]
    pub fn of(own: &Own, span: Option<Span>, architecture: Architecture) -> Self {
        let mut fleet = Self::default();
        let mut all: BTreeMap<String, Known> = BTreeMap::new();
        let mut nameless = 0;
        for cell in &own.cells {
            match (&cell.function, cell.counts) {
                (Some(name), Some(_)) => all.entry(name.clone()).or_default().cells.push(cell),
                (_, counts) => nameless += counts.map_or(1, |counts| counts.invocations),
            }
        }
        if nameless > 0 {
            fleet.note(format!(
                "{nameless} invocations name no function and are left out: export them with `@log`"
            ));
        }
        let versions = versions(&own.facts);
        for fact in &own.facts {
            let name = name_of(fact, &versions);
            all.entry(name).or_default().facts.push(fact);
        }
        let mut is_span_assumed = false;
        for (name, known) in all {
            let Some(function) = fleet.function(name, &known, span, architecture) else {
                continue;
            };
            is_span_assumed |= span.is_none() && !known.cells.is_empty();
            fleet.functions.push(function);
        }
        if is_span_assumed {
            let note = "data that does not say which period it covers counts as one month's";
            fleet.note(note.to_owned());
        }
        fleet
    }

    /// The code of the region whose prices apply: the one that is asked for, with a note if the data
    /// names others, or else the data's own.
    ///
    /// # Errors
    /// No region is asked for, and the data names several.
    pub fn region(&mut self, asked: Option<&str>) -> Result<String, String> {
        let functions = self.functions.iter();
        let named = functions.filter_map(|function| function.region.as_deref());
        let named: BTreeSet<&str> = named.collect();
        let Some(asked) = asked else {
            if named.len() > 1 {
                let several: Vec<&str> = named.into_iter().collect();
                let several = several.join(", ");
                return Err(format!(
                    "the data has functions of {several}: give the files of one region, or name the region"
                ));
            }
            return Ok(named.first().copied().unwrap_or(REGION).to_owned());
        };
        let others: Vec<&str> = named
            .into_iter()
            .filter(|region| *region != asked)
            .collect();
        if !others.is_empty() {
            let others = others.join(", ");
            self.note(format!(
                "functions of {others} are billed at the prices of {asked}"
            ));
        }
        Ok(asked.to_owned())
    }

    fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    fn function(
        &mut self,
        name: String,
        known: &Known,
        span: Option<Span>,
        architecture: Architecture,
    ) -> Option<Function> {
        let configuration = known.facts.iter().find_map(|fact| match &fact.says {
            Says::Configuration(configuration) => Some(configuration),
            Says::Recommendation(_) | Says::BusyShare(_) | Says::Billed(_) => None,
        });
        let recommendation = known.facts.iter().find_map(|fact| match &fact.says {
            Says::Recommendation(recommendation) => Some(recommendation),
            Says::Configuration(_) | Says::BusyShare(_) | Says::Billed(_) => None,
        });
        let shares = known.facts.iter().find_map(|fact| match &fact.says {
            Says::BusyShare(share) => Some(*share),
            Says::Configuration(_) | Says::Recommendation(_) | Says::Billed(_) => None,
        });
        let mut assumed = Vec::new();
        let mut parts = parts(known, recommendation, span, &mut assumed);
        if configuration.is_some_and(|configuration| configuration.is_managed) {
            // Managed Instances are not billed by their duration.
            for part in &mut parts {
                (part.billed_ms, part.init_ms) = (0, 0);
            }
        }
        let Some(most) = parts.iter().max_by_key(|part| part.ms_mb()) else {
            // A function that was never called costs nothing.
            return None;
        };
        let regions: BTreeSet<&String> = known
            .facts
            .iter()
            .filter_map(|fact| fact.region.as_ref())
            .collect();
        let runtime = configuration.and_then(|configuration| configuration.runtime.as_deref());
        let is_in_several = regions.len() > 1;
        let left_out = if is_in_several {
            let regions: Vec<&str> = regions.iter().map(|region| region.as_str()).collect();
            let regions = regions.join(" and ");
            Some(format!("it is in {regions}: give the files of one region"))
        } else {
            no_candidate(configuration, runtime)
        };
        if runtime.is_none() && left_out.is_none() && !is_python(known) {
            assumed.push("counts as Python: its runtime is not in the data".to_owned());
        }
        let known_architecture = configuration.and_then(|configuration| configuration.architecture);
        self.check_against_bill(&name, known, &parts);
        let memory_mb = most.memory_mb;
        Some(Function {
            name,
            region: regions.first().map(|region| (*region).clone()),
            architecture: known_architecture.unwrap_or(architecture),
            memory_mb,
            calls: parts.iter().map(|part| part.calls).sum(),
            busy_share: shares.or_else(|| known.cells.iter().find_map(|cell| cell.busy_share)),
            recommended: recommendation
                .and_then(|recommendation| recommended(recommendation, memory_mb)),
            parts: if is_in_several { Vec::new() } else { parts },
            left_out,
            assumed,
        })
    }

    /// Notes a function whose cost report differs.
    fn check_against_bill(&mut self, name: &str, known: &Known, parts: &[Part]) {
        for fact in &known.facts {
            let Says::Billed(billed) = &fact.says else {
                continue;
            };
            let ms_mb: u128 = parts.iter().map(Part::ms_mb).sum();
            let gb_seconds = gb_seconds(ms_mb);
            let more = gb_seconds.max(billed.gb_seconds);
            let less = gb_seconds.min(billed.gb_seconds);
            // Within a twentieth, periods that don't match exactly explain it.
            if more * Decimal::new(95, 2) > less {
                let [used, billed] =
                    [gb_seconds, billed.gb_seconds].map(|amount| amount.round_half_up(0));
                self.note(format!(
                    "{name}: the cost report has {billed} GB-s, the invocations {used}: do both cover \
                     the same month?"
                ));
            }
        }
    }
}

/// The published versions that exports name, by function.
fn versions(facts: &[Fact]) -> BTreeMap<&str, BTreeSet<Option<&str>>> {
    let mut versions: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    for fact in facts {
        if let Says::Recommendation(_) = fact.says {
            let known = versions.entry(&fact.function).or_default();
            known.insert(fact.version.as_deref());
        }
    }
    versions
}

/// The name that a fact is joined by: with its version if other versions have figures, too.
fn name_of(fact: &Fact, versions: &BTreeMap<&str, BTreeSet<Option<&str>>>) -> String {
    let has_others = versions
        .get(fact.function.as_str())
        .is_some_and(|known| known.len() > 1);
    match &fact.version {
        Some(version) if has_others => format!("{}:{version}", fact.function),
        Some(_) | None => fact.function.clone(),
    }
}

fn parts(
    known: &Known,
    recommendation: Option<&Recommendation>,
    span: Option<Span>,
    assumed: &mut Vec<String>,
) -> Vec<Part> {
    let span = span.unwrap_or(Span::ONE_MONTH);
    let narrow = |number: u128| u64::try_from(number).unwrap_or(u64::MAX);
    let of_cell = |cell: &&Cell| {
        let counts = cell.counts?;
        let init = cell.mean_init.unwrap_or_default();
        let all_init = u128::from(counts.cold) * u128::from(init.micros());
        let init_ms = span.monthly(all_init / 1000);
        let billed_ms = span.monthly(counts.billed_ms.into());
        Some(Part {
            memory_mb: cell.memory_mb,
            calls: narrow(span.monthly(counts.invocations.into())),
            cold: narrow(span.monthly(counts.cold.into())),
            billed_ms,
            init_ms: init_ms.min(billed_ms),
        })
    };
    let parts: Vec<Part> = known.cells.iter().filter_map(of_cell).collect();
    if !parts.is_empty() {
        return parts;
    }
    let of_recommendation = recommendation
        .filter(|known| known.invocations > 0)
        .map(|known| {
            let span = Span::days(known.days);
            let all_us = u128::from(known.invocations) * u128::from(known.duration.micros());
            assumed.push("billed by its mean duration, without INIT".to_owned());
            Part {
                memory_mb: known.memory_mb,
                calls: narrow(span.monthly(known.invocations.into())),
                cold: 0,
                billed_ms: span.monthly(all_us.div_ceil(1000)),
                init_ms: 0,
            }
        });
    of_recommendation.into_iter().collect()
}

/// The reason why a function is no candidate for a port from Python; `None` if it is one.
fn no_candidate(configuration: Option<&Configuration>, runtime: Option<&str>) -> Option<String> {
    if configuration.is_some_and(|configuration| configuration.is_managed) {
        return Some(
            "it runs on Managed Instances, which are not billed by their duration".to_owned(),
        );
    }
    let runtime = runtime?;
    match Language::of_runtime(runtime) {
        Some(Language::Python) => None,
        None if runtime.starts_with("provided") || runtime.starts_with("go") => {
            Some(format!("it is native already: {runtime}"))
        }
        Some(Language::Rust | Language::Node) | None => {
            Some(format!("it is not Python: {runtime}"))
        }
    }
}

fn is_python(known: &Known) -> bool {
    let variants = known.cells.iter().filter_map(|cell| cell.variant);
    variants
        .map(data_core::Variant::language)
        .any(|language| match language {
            Language::Python => true,
            Language::Rust | Language::Node => false,
        })
}

/// A memory size other than the present one, and its expected duration ÷ the present one, if known.
fn recommended(known: &Recommendation, memory_mb: u32) -> Option<(u32, Option<Decimal>)> {
    let (best, expected) = known.best?;
    if best == memory_mb {
        return None;
    }
    let ratio = expected.and_then(|expected| {
        let thousandths = u128::from(expected.micros()) * 1000;
        let ratio = thousandths.checked_div(known.duration.micros().into())?;
        Some(Decimal::new(ratio, 3))
    });
    Some((best, ratio))
}
