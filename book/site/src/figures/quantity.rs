//! The quantities that were measured of each invocation, and the statistics of them that may be shown.

use super::format;
use crate::names;
use anyhow::{Error, Result, anyhow};
use data::{Invocation, Millis, Start, Statistic, Summary};
use std::str::FromStr;

/// A quantity that was measured of every cold or of every warm start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    /// Wall time of INIT.
    Init,
    /// CPU time of INIT.
    InitCpu,
    /// Duration of the first invocation, without INIT.
    Cold,
    /// Duration of the first invocation and INIT.
    Total,
    /// Billed duration of a cold start, as AWS would compute it.
    Billed,
    /// Duration of later invocations.
    Warm,
    /// Largest resident set after warm invocations.
    Memory,
}

/// The quantities by the names that chapters use.
const QUANTITIES: [(&str, Quantity); 7] = [
    ("init", Quantity::Init),
    ("initcpu", Quantity::InitCpu),
    ("cold", Quantity::Cold),
    ("total", Quantity::Total),
    ("billed", Quantity::Billed),
    ("warm", Quantity::Warm),
    ("memory", Quantity::Memory),
];

/// The statistics by the names that chapters use.
const STATISTICS: [(&str, Statistic); 4] = [
    ("mean", Statistic::Mean),
    ("median", Statistic::Median),
    ("p95", Statistic::P95),
    ("p99", Statistic::P99),
];

impl Quantity {
    /// The starts that it is measured of.
    pub(super) const fn start(self) -> Start {
        match self {
            Self::Init | Self::InitCpu | Self::Cold | Self::Total | Self::Billed => Start::Cold,
            Self::Warm | Self::Memory => Start::Warm,
        }
    }

    /// True for a duration that AWS would show, so that the model estimates it.
    pub(super) const fn is_estimated(self) -> bool {
        match self {
            Self::Init | Self::Cold | Self::Total | Self::Billed | Self::Warm => true,
            Self::InitCpu | Self::Memory => false,
        }
    }

    /// True if only the local Lambda tells it: no REPORT line has CPU time.
    pub(super) const fn is_local_only(self) -> bool {
        match self {
            Self::InitCpu => true,
            Self::Init | Self::Cold | Self::Total | Self::Billed | Self::Warm | Self::Memory => {
                false
            }
        }
    }

    /// Its value in ms, or in MB for memory; `None` if the row has none.
    pub(super) fn of(self, row: &Invocation) -> Option<f64> {
        match self {
            Self::Init => row.init_ms.map(Millis::as_f64),
            Self::InitCpu => row.init_cpu_ms.map(Millis::as_f64),
            Self::Cold | Self::Warm => Some(row.duration_ms.as_f64()),
            Self::Total => Some(row.init_ms?.as_f64() + row.duration_ms.as_f64()),
            #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 ms")]
            Self::Billed => Some(row.billed_ms as f64),
            #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 KiB")]
            Self::Memory => Some(row.max_memory_kb as f64 / 1024.0),
        }
    }

    /// A value of it as text: `45.6 ms`.
    pub(super) fn with_unit(self, value: f64) -> String {
        match self {
            Self::Init | Self::InitCpu | Self::Cold | Self::Total | Self::Billed | Self::Warm => {
                format::ms(value)
            }
            Self::Memory => format::mb(value),
        }
    }
}

/// A statistic of a quantity, such as `init-mean`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Metric {
    pub quantity: Quantity,
    pub statistic: Statistic,
}

impl Metric {
    /// Its value in a summary of the quantity.
    pub(super) const fn of(self, summary: &Summary) -> f64 {
        match self.statistic {
            Statistic::Mean => summary.mean,
            Statistic::Median => summary.median,
            Statistic::P95 => summary.p95,
            Statistic::P99 => summary.p99,
        }
    }
}

impl FromStr for Metric {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let find = || {
            let (quantity, statistic) = text.split_once('-')?;
            Some(Self {
                quantity: names::find(&QUANTITIES, quantity)?,
                statistic: names::find(&STATISTICS, statistic)?,
            })
        };
        find().ok_or_else(|| {
            anyhow!(
                "`{text}` is unknown: use {}, a hyphen, and {}",
                names::alternatives(QUANTITIES.map(|(name, _)| name)),
                names::alternatives(STATISTICS.map(|(name, _)| name)),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_is_a_quantity_and_a_statistic() {
        let metric: Metric = "initcpu-p95".parse().unwrap();
        assert_eq!(metric.quantity, Quantity::InitCpu);
        assert_eq!(metric.statistic, Statistic::P95);
    }

    #[test]
    fn what_is_no_metric_is_told_what_to_use() {
        for text in ["init", "warm-max", "cpu-mean", "mean-init"] {
            let error = text.parse::<Metric>().unwrap_err().to_string();
            assert_eq!(
                error,
                format!(
                    "`{text}` is unknown: use init, initcpu, cold, total, billed, warm or \
                     memory, a hyphen, and mean, median, p95 or p99"
                )
            );
        }
    }
}
