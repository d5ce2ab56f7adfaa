//! Statistics of measured durations.

use crate::{Decimal, Invocation, Start, Timing, Variant, Workload};
use std::collections::BTreeMap;

/// Which invocations a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The workload.
    pub workload: Workload,
    /// The variant.
    pub variant: Variant,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Cold or warm starts.
    pub start: Start,
}

impl Selection {
    /// Whether an invocation belongs to it and succeeded.
    #[must_use]
    pub fn contains(&self, row: &Invocation) -> bool {
        row.error.is_none()
            && row.workload == self.workload
            && row.variant == self.variant
            && row.memory_mb == self.memory_mb
            && row.start == self.start
    }
}

/// The distribution of one figure over the invocations of a selection.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// How many invocations.
    pub n: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// 50th percentile.
    pub median: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
    /// The smallest and the largest of the repetitions' means: how far the mean moves when the
    /// measurement is repeated.
    pub mean_range: (f64, f64),
}

impl Summary {
    /// Summarises `figure` of the given rows; `None` if there are none.
    pub fn of<'a>(
        rows: impl IntoIterator<Item = &'a Invocation>,
        figure: impl Fn(&Invocation) -> Option<f64>,
    ) -> Option<Self> {
        let mut repetitions: BTreeMap<(&str, u32), Vec<f64>> = BTreeMap::new();
        for row in rows {
            if let Some(value) = figure(row) {
                let repetition = (row.run_id.as_str(), row.repetition);
                repetitions.entry(repetition).or_default().push(value);
            }
        }
        let mut values: Vec<f64> = repetitions.values().flatten().copied().collect();
        values.sort_by(f64::total_cmp);
        let means = repetitions.values().map(|values| mean(values));
        Some(Self {
            n: values.len(),
            mean: (!values.is_empty()).then(|| mean(&values))?,
            median: percentile(&values, 50)?,
            p95: percentile(&values, 95)?,
            p99: percentile(&values, 99)?,
            mean_range: (
                means.clone().fold(f64::INFINITY, f64::min),
                means.fold(f64::NEG_INFINITY, f64::max),
            ),
        })
    }
}

#[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 values")]
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The nearest-rank percentile of ascending values: the smallest value that at least `percent`
/// of them do not exceed.
fn percentile(ascending: &[f64], percent: usize) -> Option<f64> {
    let rank = (ascending.len() * percent).div_ceil(100);
    ascending.get(rank.max(1) - 1).copied()
}

impl Timing {
    /// The mean timings of one variant of a workload at one memory size; `None` unless both
    /// cold and warm starts were measured.
    #[must_use]
    pub fn of(
        rows: &[Invocation],
        workload: Workload,
        variant: Variant,
        memory_mb: u32,
    ) -> Option<Self> {
        let select = |start| {
            let selection = Selection {
                workload,
                variant,
                memory_mb,
                start,
            };
            rows.iter().filter(move |row| selection.contains(row))
        };
        let billed = |row: &Invocation| row.billed_ms * 1000;
        let init = |row: &Invocation| row.init_ms.map_or(0, crate::Millis::micros);
        let init_ms = mean_ms(select(Start::Cold).map(init))?;
        let cold_with_init_ms = mean_ms(select(Start::Cold).map(billed))?;
        Some(Self {
            workload,
            variant,
            memory_mb,
            warm_billed_ms: mean_ms(select(Start::Warm).map(billed))?,
            cold_billed_ms: cold_with_init_ms.saturating_sub(init_ms),
            init_ms,
        })
    }
}

/// The mean of microseconds in ms, rounded half up to the microsecond.
fn mean_ms(micros: impl Iterator<Item = u64>) -> Option<Decimal> {
    let (sum, n) = micros.fold((0_u128, 0_u128), |(sum, n), value| {
        (sum + u128::from(value), n + 1)
    });
    let twice = (2 * sum + n).checked_div(2 * n)?;
    Some(Decimal::new(twice, 3))
}
