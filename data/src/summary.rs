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
    /// Memory size in MB; all of them if none is named.
    pub memory_mb: Option<u32>,
    /// Cold or warm starts.
    pub start: Start,
}

impl Selection {
    /// The invocations that belong to it and succeeded.
    pub fn of(self, rows: &[Invocation]) -> impl Iterator<Item = &Invocation> {
        rows.iter().filter(move |row| {
            row.error.is_none()
                && row.workload == self.workload
                && row.variant == self.variant
                && self.memory_mb.is_none_or(|size| row.memory_mb == size)
                && row.start == self.start
        })
    }

    /// The same with cold, or with warm starts.
    #[must_use]
    pub fn with(self, start: Start) -> Self {
        Self { start, ..self }
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
    /// The mean of each repetition, in their order.
    pub repetition_means: Vec<f64>,
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
            repetition_means: means.collect(),
        })
    }

    /// The smallest and the largest of the repetitions' means: how far the mean moves when the
    /// measurement is repeated.
    #[must_use]
    pub fn mean_range(&self) -> (f64, f64) {
        range(&self.repetition_means)
    }

    /// The smallest and the largest of the ratios of two summaries' means, repetition by
    /// repetition: what is left of the spread when both drift together. Both are of one run.
    #[must_use]
    pub fn ratio_range(&self, divisor: &Self) -> (f64, f64) {
        let pairs = self.repetition_means.iter().zip(&divisor.repetition_means);
        let ratios: Vec<f64> = pairs.map(|(mean, divisor)| mean / divisor).collect();
        range(&ratios)
    }
}

fn range(values: &[f64]) -> (f64, f64) {
    let smallest = values.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (smallest, largest)
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
        let cold = Selection {
            workload,
            variant,
            memory_mb: Some(memory_mb),
            start: Start::Cold,
        };
        let warm = cold.with(Start::Warm);
        let billed = |row: &Invocation| row.billed_ms * 1000;
        let init = |row: &Invocation| row.init_ms.map_or(0, crate::Millis::micros);
        let init_ms = mean_ms(cold.of(rows).map(init))?;
        let cold_with_init_ms = mean_ms(cold.of(rows).map(billed))?;
        Some(Self {
            workload,
            variant,
            memory_mb,
            warm_billed_ms: mean_ms(warm.of(rows).map(billed))?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Millis;

    fn rows(repetitions: &[&[u64]]) -> Vec<Invocation> {
        let row = |repetition: usize, ms: u64| Invocation {
            run_id: "2026-01-02-local".to_owned(),
            sequence: 1,
            workload: Workload::Hello,
            variant: Variant::Rust,
            memory_mb: 128,
            repetition: u32::try_from(repetition + 1).unwrap(),
            start: Start::Warm,
            init_ms: None,
            init_cpu_ms: None,
            duration_ms: Millis::from_micros(1000 * ms),
            cpu_ms: None,
            throttled_periods: None,
            max_memory_kb: 0,
            billed_ms: ms,
            error: None,
        };
        let repetitions = repetitions.iter().enumerate();
        repetitions
            .flat_map(|(repetition, durations)| {
                durations.iter().map(move |&ms| row(repetition, ms))
            })
            .collect()
    }

    fn summary(repetitions: &[&[u64]]) -> Summary {
        Summary::of(&rows(repetitions), |row| Some(row.duration_ms.as_f64())).unwrap()
    }

    /// Of 1 to 200, 95 % are at most 190 and 99 % at most 198.
    #[test]
    fn percentiles_are_measured_values() {
        let values: Vec<u64> = (1..=200).rev().collect();
        let Summary {
            n,
            mean,
            median,
            p95,
            p99,
            ..
        } = summary(&[&values]);
        assert_eq!((n, mean), (200, 100.5));
        assert_eq!((median, p95, p99), (100.0, 190.0, 198.0));
    }

    #[test]
    fn nothing_measured_has_no_summary() {
        assert_eq!(Summary::of(&[], |row| Some(row.duration_ms.as_f64())), None);
    }

    /// Everything takes twice as long in the second repetition: the means drift, their ratio
    /// does not.
    #[test]
    fn ratios_by_repetition_are_free_of_a_common_drift() {
        let (python, rust) = (summary(&[&[30, 50], &[60, 100]]), summary(&[&[10], &[20]]));
        assert_eq!(python.mean_range(), (40.0, 80.0));
        assert_eq!(python.ratio_range(&rust), (4.0, 4.0));
    }
}
