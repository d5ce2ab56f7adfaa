//! One measured figure: `{{#stat …}}`, `{{#ratio …}}` and where it was measured.

use super::{Context, exactly, number};
use anyhow::{Error, Result, anyhow, bail};
use data::{Dataset, Environment, Invocation, Selection, Start, Summary, Variant, Workload};
use std::str::FromStr;

/// What `{{#stat}}` and `{{#ratio}}` may name, such as `init-mean`.
struct Metric {
    quantity: Quantity,
    statistic: fn(&Summary) -> f64,
}

#[derive(Clone, Copy)]
enum Quantity {
    /// Wall time of INIT.
    Init,
    /// Duration of the first invocation, without INIT.
    Cold,
    /// Duration of the first invocation and INIT.
    Total,
    /// What AWS would bill for a cold start.
    Billed,
    /// Duration of later invocations.
    Warm,
    /// CPU time of INIT.
    InitCpu,
    /// Largest resident set after warm invocations.
    Memory,
}

const USAGE: &str = "use init, initcpu, cold, total, billed, warm or memory, a hyphen, and mean, \
                     median, p95 or p99";

impl FromStr for Metric {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let unknown = || anyhow!("`{text}` is unknown: {USAGE}");
        let (quantity, statistic) = text.split_once('-').ok_or_else(unknown)?;
        Ok(Self {
            quantity: match quantity {
                "init" => Quantity::Init,
                "initcpu" => Quantity::InitCpu,
                "cold" => Quantity::Cold,
                "total" => Quantity::Total,
                "billed" => Quantity::Billed,
                "warm" => Quantity::Warm,
                "memory" => Quantity::Memory,
                _ => return Err(unknown()),
            },
            statistic: match statistic {
                "mean" => |summary| summary.mean,
                "median" => |summary| summary.median,
                "p95" => |summary| summary.p95,
                "p99" => |summary| summary.p99,
                _ => return Err(unknown()),
            },
        })
    }
}

impl Quantity {
    fn start(self) -> Start {
        match self {
            Self::Init | Self::InitCpu | Self::Cold | Self::Total | Self::Billed => Start::Cold,
            Self::Warm | Self::Memory => Start::Warm,
        }
    }

    /// In milliseconds, or MB for memory.
    fn of(self, row: &Invocation) -> Option<f64> {
        match self {
            Self::Init => row.init_ms.map(data::Millis::as_f64),
            Self::Cold | Self::Warm => Some(row.duration_ms.as_f64()),
            Self::InitCpu => row.init_cpu_ms.map(data::Millis::as_f64),
            Self::Total => Some(row.init_ms?.as_f64() + row.duration_ms.as_f64()),
            #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 ms")]
            Self::Billed => Some(row.billed_ms as f64),
            #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 KiB")]
            Self::Memory => Some(row.max_memory_kb as f64 / 1024.0),
        }
    }

    fn with_unit(self, value: f64) -> String {
        match self {
            Self::Memory => format!("{}\u{a0}MB", number::three_digits(value)),
            _ => number::ms(value),
        }
    }
}

/// `{{#stat record python 512 init-mean}}`
pub(super) fn stat(arguments: &[&str], context: &Context) -> Result<String> {
    let [workload, variant, memory, metric] =
        exactly(arguments, "stat workload variant memory metric")?;
    let (_, text) = figure([workload, memory, metric], variant.parse()?, context)?;
    Ok(text)
}

/// A figure by workload, memory and metric: as a number, and as text with its unit.
pub(super) fn figure(
    [workload, memory, metric]: [&str; 3],
    variant: Variant,
    context: &Context,
) -> Result<(f64, String)> {
    let metric: Metric = metric.parse()?;
    let summary = summary(context.dataset, workload, variant, memory, &metric)?;
    let value = (metric.statistic)(&summary);
    Ok((value, metric.quantity.with_unit(value)))
}

/// `{{#ratio record 512 init-mean}}`: Python's figure divided by Rust's; of other variants with
/// `{{#ratio dedupe python/hybrid 512 warm-mean}}`. With `range` behind it, the smallest and the
/// largest ratio of the repetitions' means.
pub(super) fn ratio(arguments: &[&str], context: &Context) -> Result<String> {
    let (arguments, by_repetition) = match arguments {
        [arguments @ .., "range"] => (arguments, true),
        _ => (arguments, false),
    };
    let (workload, pair, memory, metric) = match *arguments {
        [workload, pair, memory, metric] => (workload, pair, memory, metric),
        [workload, memory, metric] => (workload, "python/rust", memory, metric),
        _ => bail!("write `{{{{#ratio workload memory metric}}}}`"),
    };
    let no_pair = || anyhow!("`{pair}` is no pair: write it as python/hybrid");
    let (dividend, divisor) = pair.split_once('/').ok_or_else(no_pair)?;
    let (dividend, divisor) = (dividend.parse()?, divisor.parse()?);
    let metric: Metric = metric.parse()?;
    let of = |variant| summary(context.dataset, workload, variant, memory, &metric);
    let (dividend, divisor) = (of(dividend)?, of(divisor)?);
    if by_repetition {
        let (smallest, largest) = dividend.ratio_range(&divisor);
        let (smallest, largest) = (number::ratio(smallest), number::ratio(largest));
        return Ok(format!("{smallest} to {largest}"));
    }
    let of = metric.statistic;
    Ok(number::ratio(of(&dividend) / of(&divisor)))
}

fn summary(
    dataset: &Dataset,
    workload: &str,
    variant: Variant,
    memory: &str,
    metric: &Metric,
) -> Result<Summary> {
    let workload: Workload = workload.parse()?;
    let memory_mb = memory_size(dataset, memory)?;
    let selection = Selection {
        workload,
        variant,
        memory_mb: Some(memory_mb),
        start: metric.quantity.start(),
    };
    let rows = selection.of(&dataset.invocations);
    Summary::of(rows, |row| metric.quantity.of(row)).ok_or_else(|| {
        let run = &dataset.run.run_id;
        anyhow!("no {workload} {variant} at {memory_mb} MB in run {run}")
    })
}

/// A memory size that was measured, in MB.
pub(super) fn memory_size(dataset: &Dataset, text: &str) -> Result<u32> {
    let size = text.parse().ok();
    let is_measured = |size: &u32| dataset.invocations.iter().any(|row| row.memory_mb == *size);
    size.filter(is_measured).ok_or_else(|| {
        let measured = dataset.memory_sizes();
        let sizes: Vec<String> = measured.iter().map(ToString::to_string).collect();
        let sizes = sizes.join(", ");
        anyhow!("{text} MB was not measured: use one of {sizes}")
    })
}

/// `{{#where}}`
pub(super) fn place(arguments: &[&str], context: &Context) -> Result<String> {
    let [] = exactly(arguments, "where")?;
    Ok(measured_where(context.dataset).to_owned())
}

/// Where the run took place, as the end of "measured …".
pub(super) fn measured_where(dataset: &Dataset) -> &'static str {
    match dataset.run.environment {
        Environment::Local => "on a local Lambda, not on AWS",
        Environment::Aws => "on AWS",
    }
}
