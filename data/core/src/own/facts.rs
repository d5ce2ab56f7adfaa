//! Facts in exports about functions besides their invocations: their configuration, what Compute Optimizer
//! recommends, how much they compute, and what was billed.

use super::{
    cells::busy_share_of,
    fields::{Record, function_of_arn, read},
    number::{decimal, millis, whole},
};
use crate::{Architecture, Decimal, Millis};

/// Something that an export says of one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Index of the text, from 0.
    pub text: usize,
    /// The line, counted from 1.
    pub line: usize,
    /// The function's name.
    pub function: String,
    /// Its version, where that is a published one.
    pub version: Option<String>,
    /// The region's code, where it is known.
    pub region: Option<String>,
    /// Content.
    pub says: Says,
}

/// Content of a fact about a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// Configuration, by `aws lambda list-functions`.
    Configuration(Configuration),
    /// Usage and recommended change, by Compute Optimizer.
    Recommendation(Recommendation),
    /// The share of its time in which it computes, by Lambda Insights.
    BusyShare(Decimal),
    /// Billed amounts, by a cost and usage report.
    Billed(Billed),
}

/// A function's configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configuration {
    /// The managed runtime's identifier, such as `python3.13`; container images have none.
    pub runtime: Option<String>,
    /// Its architecture.
    pub architecture: Option<Architecture>,
    /// Memory size in MB.
    pub memory_mb: Option<u32>,
    /// `true` if it runs on Managed Instances.
    pub is_managed: bool,
}

/// A row of Compute Optimizer's export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// Memory size now, in MB.
    pub memory_mb: u32,
    /// Invocations in the days that were looked at.
    pub invocations: u64,
    /// Number of days in the lookback period.
    pub days: Decimal,
    /// Mean duration in ms.
    pub duration: Millis,
    /// The memory size that it ranks first in MB, and the duration that it expects there in ms.
    pub best: Option<(u32, Option<Millis>)>,
}

/// A row of a cost and usage report, summed up by function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Billed {
    /// GB-seconds.
    pub gb_seconds: Decimal,
    /// Requests.
    pub requests: Decimal,
}

/// Names of Compute Optimizer's columns. Source: AWS's table definition for Athena, whose names are the
/// same in lower case.
const ARN: &str = "functionArn";
const MEMORY: &str = "currentConfiguration_memorySize";
const INVOCATIONS: &str = "numberOfInvocations";
const DAYS: &str = "lookbackPeriodInDays";
const DURATION: &str = "utilizationMetrics_durationAverage";
const BEST: &str = "recommendationOptions_1_configuration_memorySize";
const EXPECTED: &str = "recommendationOptions_1_projectedUtilizationMetrics_durationExpected";

/// Under which names Lambda Insights' sums may have what they are of: those of the query that the site
/// hands out, and those that a query gives without names.
const CPU: [&str; 2] = ["cpu_ms", "avg(cpu_total_time)"];
const MEAN: [&str; 2] = ["duration_ms", "avg(duration)"];
const SIZE: [&str; 3] = ["memory_mb", "max(total_memory)", "total_memory"];

/// Returns whether a column's name is one by which a table of facts is told.
pub(super) fn is_known(name: &str) -> bool {
    name.eq_ignore_ascii_case(ARN) || name == "gb_seconds" || CPU.contains(&name)
}

/// Reads the fact that a record states about a function; `None` if it is of no known form.
pub(super) fn of(record: &Record) -> Option<Result<Fact, String>> {
    if record.any_case(ARN).is_some() && record.any_case(MEMORY).is_some() {
        return Some(recommendation(record));
    }
    let function = record.get(&["FunctionName"]);
    if let Some(function) = function
        && record
            .get(&["MemorySize", "Runtime", "PackageType"])
            .is_some()
    {
        return Some(configuration(record, function));
    }
    let function = record.get(&["function", "function_name"])?;
    if record.get(&["gb_seconds"]).is_some() {
        return Some(billed(record, function));
    }
    if record.get(&CPU).is_some() && record.get(&MEAN).is_some() && record.get(&SIZE).is_some() {
        return Some(busy_share(record, function));
    }
    None
}

/// A function of the list that `aws lambda list-functions --query` gives without names: function, runtime,
/// memory size, architecture, package type, and more.
pub(super) fn of_list(values: &[String], line: usize) -> Option<Fact> {
    let [name, runtime, memory, architecture, package, ..] = values else {
        return None;
    };
    if !["Zip", "Image"].contains(&package.as_str()) {
        return None;
    }
    let memory_mb = whole(memory).and_then(|mb| u32::try_from(mb).ok());
    let configuration = Configuration {
        runtime: (!runtime.is_empty()).then(|| runtime.clone()),
        architecture: architecture.parse().ok(),
        memory_mb: Some(memory_mb?),
        is_managed: false,
    };
    Some(Fact {
        text: 0,
        line,
        function: name.clone(),
        version: None,
        region: None,
        says: Says::Configuration(configuration),
    })
}

fn fact(record: &Record, function: &str, arn: Option<&str>, says: Says) -> Fact {
    let (region, version) = arn.map_or((None, None), region_and_version);
    Fact {
        text: 0,
        line: record.line,
        function: function.to_owned(),
        version,
        region,
        says,
    }
}

fn recommendation(record: &Record) -> Result<Fact, String> {
    let arn = required(record, ARN)?;
    let function = function_of_arn(arn);
    let function =
        function.ok_or_else(|| format!("`{ARN}` is `{arn}`, which names no function"))?;
    let size = |name: &str, text: &str| {
        let size = whole(text).and_then(|mb| u32::try_from(mb).ok());
        read(name, text, size, "a whole number of MB")
    };
    let ms = |name: &str, text: &str| read(name, text, millis(text), "a duration in ms");
    let number = |name: &str| required(record, name);
    let best = record
        .any_case(BEST)
        .map(|text| size(BEST, text))
        .transpose()?;
    let expected = record
        .any_case(EXPECTED)
        .map(|text| ms(EXPECTED, text))
        .transpose()?;
    let (calls, days) = (number(INVOCATIONS)?, number(DAYS)?);
    let is_positive = |days: &Decimal| !days.is_zero();
    let says = Says::Recommendation(Recommendation {
        memory_mb: size(MEMORY, number(MEMORY)?)?,
        invocations: read(INVOCATIONS, calls, whole(calls), "a whole number")?,
        days: read(
            DAYS,
            days,
            decimal(days).filter(is_positive),
            "a number of days",
        )?,
        duration: ms(DURATION, number(DURATION)?)?,
        best: best.map(|best| (best, expected)),
    });
    Ok(fact(record, function, Some(arn), says))
}

fn configuration(record: &Record, function: &str) -> Result<Fact, String> {
    let memory = record.get(&["MemorySize"]);
    let size = |text: &str| {
        let size = whole(text).and_then(|mb| u32::try_from(mb).ok());
        read("MemorySize", text, size, "a whole number of MB")
    };
    let architecture = |text: &str| {
        let first = text.split(',').next().unwrap_or_default();
        read("Architectures", text, first.parse().ok(), "x86_64 or arm64")
    };
    let is_managed = |(name, _): &(String, String)| name.starts_with("CapacityProviderConfig.");
    let says = Says::Configuration(Configuration {
        runtime: record.get(&["Runtime"]).map(str::to_owned),
        architecture: record
            .get(&["Architectures"])
            .map(architecture)
            .transpose()?,
        memory_mb: memory.map(size).transpose()?,
        is_managed: record.fields.iter().any(is_managed),
    });
    Ok(fact(record, function, record.get(&["FunctionArn"]), says))
}

fn busy_share(record: &Record, function: &str) -> Result<Fact, String> {
    let ms = |names: &[&'static str]| {
        let text = record.get(names).unwrap_or_default();
        read(names[0], text, millis(text), "a duration in ms")
    };
    let memory = record.get(&SIZE).unwrap_or_default();
    let memory_mb = whole(memory).and_then(|mb| u32::try_from(mb).ok());
    let memory_mb = read(SIZE[0], memory, memory_mb, "a whole number of MB")?;
    let share = busy_share_of(ms(&CPU)?, ms(&MEAN)?, memory_mb);
    let share = share.ok_or_else(|| "a duration of zero has no busy share".to_owned())?;
    Ok(fact(record, function, None, Says::BusyShare(share)))
}

fn billed(record: &Record, function: &str) -> Result<Fact, String> {
    let amount = |name: &str| {
        let text = required(record, name)?;
        read(name, text, decimal(text), "a number")
    };
    let says = Says::Billed(Billed {
        gb_seconds: amount("gb_seconds")?,
        requests: amount("requests")?,
    });
    // A report names functions by their ARN.
    let (arn, name) = match function_of_arn(function) {
        Some(name) => (Some(function), name),
        None => (None, function),
    };
    Ok(fact(record, name, arn, says))
}

fn required<'a>(record: &'a Record, name: &str) -> Result<&'a str, String> {
    record
        .any_case(name)
        .ok_or_else(|| format!("there is no `{name}`: export it, too"))
}

/// `arn:aws:lambda:eu-west-1:111122223333:function:orders:7` is in eu-west-1, and of version 7.
fn region_and_version(arn: &str) -> (Option<String>, Option<String>) {
    let parts: Vec<&str> = arn.split(':').collect();
    let named = |at: usize| parts.get(at).filter(|part| !part.is_empty());
    let version = named(7).filter(|version| **version != "$LATEST");
    let owned = |part: &&str| (*part).to_owned();
    (named(3).map(owned), version.map(owned))
}
