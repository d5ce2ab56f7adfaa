//! Statistics of measured durations.

use crate::{
    HarnessOverhead, Interval, Invocation, Start, Trial, TrialFigure, TrialStart, Variant,
    Workload, interval::mean, nearest_rank,
};
use std::collections::BTreeMap;

/// Choice of the invocations that a figure is about.
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
    /// Selects the cold or the warm starts of a variant at one memory size.
    #[must_use]
    pub const fn at(workload: Workload, variant: Variant, memory_mb: u32, start: Start) -> Self {
        Self {
            workload,
            variant,
            memory_mb: Some(memory_mb),
            start,
        }
    }

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

/// A figure of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// Arithmetic mean.
    Mean,
    /// 50th percentile.
    Median,
    /// 95th percentile.
    P95,
    /// 99th percentile.
    P99,
}

/// The distribution of one figure over the invocations of a selection.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Number of invocations.
    pub n: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// 50th percentile.
    pub median: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
    /// The smallest value.
    pub min: f64,
    /// The largest value.
    pub max: f64,
    /// The same of each repetition, in their order.
    pub repetitions: Vec<Repetition>,
}

/// The distribution of one figure over a selection's invocations in one repetition.
#[derive(Clone, Debug, PartialEq)]
pub struct Repetition {
    /// The run it belongs to.
    pub run_id: String,
    /// The repetition, from 1.
    pub number: u32,
    /// Arithmetic mean.
    pub mean: f64,
    /// 50th percentile.
    pub median: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
}

impl Repetition {
    /// One of its figures.
    #[must_use]
    pub const fn get(&self, statistic: Statistic) -> f64 {
        match statistic {
            Statistic::Mean => self.mean,
            Statistic::Median => self.median,
            Statistic::P95 => self.p95,
            Statistic::P99 => self.p99,
        }
    }
}

impl Summary {
    /// Summarises `figure` of the given rows; `None` if there are none.
    pub fn of<'a, F: 'a>(
        rows: impl IntoIterator<Item = &'a Invocation<F>>,
        figure: impl Fn(&Invocation<F>) -> Option<f64>,
    ) -> Option<Self> {
        let values = rows.into_iter().filter_map(|row| {
            let value = figure(row)?;
            Some((row.run_id.as_str(), row.repetition, value))
        });
        Self::of_values(values)
    }

    /// Summarises the durations of bare exchanges, in ms; `None` if there are none.
    pub fn of_exchanges<'a>(rows: impl IntoIterator<Item = &'a HarnessOverhead>) -> Option<Self> {
        let values = rows.into_iter().map(|row| {
            let run_id = row.run_id.as_str();
            (run_id, row.repetition, row.duration_ms.as_f64())
        });
        Self::of_values(values)
    }

    /// Summarises a figure of a trial's cold starts at a memory size, in ms; `None` if there are none.
    #[must_use]
    pub fn of_trial(
        rows: &[TrialStart],
        trial: Trial,
        memory_mb: u32,
        figure: TrialFigure,
    ) -> Option<Self> {
        let is_of_it = |row: &&TrialStart| (row.trial, row.memory_mb) == (trial, memory_mb);
        let rows = rows.iter().filter(is_of_it);
        Self::of_values(rows.map(|row| (row.date.as_str(), 1, figure.of(row))))
    }

    /// Summarises values, each with its run and its repetition.
    fn of_values<'a>(values: impl Iterator<Item = (&'a str, u32, f64)>) -> Option<Self> {
        let mut by_repetition: BTreeMap<(&str, u32), Vec<f64>> = BTreeMap::new();
        for (run_id, number, value) in values {
            let values = by_repetition.entry((run_id, number)).or_default();
            values.push(value);
        }
        let mut values: Vec<f64> = by_repetition.values().flatten().copied().collect();
        let repetitions = by_repetition.into_iter();
        let repetitions = repetitions.filter_map(|((run_id, number), mut values)| {
            let [mean, median, p95, p99] = statistics(&mut values)?;
            Some(Repetition {
                run_id: run_id.to_owned(),
                number,
                mean,
                median,
                p95,
                p99,
            })
        });
        let [mean, median, p95, p99] = statistics(&mut values)?;
        Some(Self {
            n: values.len(),
            mean,
            median,
            p95,
            p99,
            min: *values.first()?,
            max: *values.last()?,
            repetitions: repetitions.collect(),
        })
    }

    /// The smallest and the largest of the repetitions' means: how far the mean moves when the
    /// measurement is repeated.
    #[must_use]
    pub fn mean_range(&self) -> (f64, f64) {
        range(self.each(Statistic::Mean))
    }

    /// The smallest and the largest of the ratios of two summaries' means, repetition by
    /// repetition: the spread that is left when both drift together. Both are of one run. A repetition
    /// in which either failed throughout is passed over; `None` if no other is left.
    #[must_use]
    pub fn ratio_range(&self, divisor: &Self) -> Option<(f64, f64)> {
        let mut divisors = BTreeMap::new();
        for repetition in &divisor.repetitions {
            divisors.insert((&repetition.run_id, repetition.number), repetition.mean);
        }
        let mut ratios = Vec::new();
        for repetition in &self.repetitions {
            if let Some(mean) = divisors.get(&(&repetition.run_id, repetition.number)) {
                ratios.push(repetition.mean / mean);
            }
        }
        (!ratios.is_empty()).then(|| range(ratios.into_iter()))
    }

    /// The 95 % confidence interval of a statistic, from its value in each repetition:
    /// [`Interval::of_mean`]. Its estimate is the mean of these values. `None` for fewer than 2
    /// repetitions.
    #[must_use]
    pub fn interval(&self, statistic: Statistic) -> Option<Interval> {
        Interval::of_mean(&self.each(statistic).collect::<Vec<_>>())
    }

    fn each(&self, statistic: Statistic) -> impl Iterator<Item = f64> {
        let repetitions = self.repetitions.iter();
        repetitions.map(move |repetition| repetition.get(statistic))
    }
}

/// Mean, median, 95th and 99th percentile; `None` if there are no values.
fn statistics(values: &mut [f64]) -> Option<[f64; 4]> {
    values.sort_by(f64::total_cmp);
    let median = nearest_rank(values, 50)?;
    Some([
        mean(values),
        median,
        nearest_rank(values, 95)?,
        nearest_rank(values, 99)?,
    ])
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let widened =
        |(smallest, largest): (f64, f64), value: f64| (smallest.min(value), largest.max(value));
    values.fold((f64::INFINITY, f64::NEG_INFINITY), widened)
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
        let nothing: [Invocation; 0] = [];
        let summary = Summary::of(&nothing, |row| Some(row.duration_ms.as_f64()));
        assert_eq!(summary, None);
    }

    /// Everything takes twice as long in the second repetition: the means drift, their ratio
    /// does not.
    #[test]
    fn ratios_by_repetition_are_free_of_a_common_drift() {
        let (python, rust) = (summary(&[&[30, 50], &[60, 100]]), summary(&[&[10], &[20]]));
        assert_eq!(python.mean_range(), (40.0, 80.0));
        assert_eq!(python.ratio_range(&rust), Some((4.0, 4.0)));
    }

    /// Medians of 20, 22 and 24: their standard deviation is 2, and t is 4.3027 with 2 degrees
    /// of freedom, so the interval reaches 4.3027 * 2 / sqrt(3) = 4.968 to both sides.
    #[test]
    fn an_interval_is_of_the_repetitions_statistic() {
        let summary = summary(&[&[10, 20, 99], &[21, 22, 23], &[24, 24, 24]]);
        let interval = summary.interval(Statistic::Median).unwrap();
        assert!((interval.estimate - 22.0).abs() < 1e-12);
        assert!((interval.low - 17.032).abs() < 1e-3, "{interval:?}");
        assert!((interval.high - 26.968).abs() < 1e-3, "{interval:?}");
    }

    #[test]
    fn one_repetition_has_no_interval() {
        let one = summary(&[&[10, 20, 30]]);
        assert_eq!(one.interval(Statistic::Mean), None);
    }

    /// The second repetition of the divisor failed throughout: 40 / 10 and 90 / 30 remain, not
    /// 80 / 30.
    #[test]
    fn ratios_are_of_the_same_repetition() {
        let python = summary(&[&[40], &[80], &[90]]);
        let rust = summary(&[&[10], &[], &[30]]);
        assert_eq!(summary(&[&[], &[80]]).ratio_range(&rust), None);
        assert_eq!(python.ratio_range(&rust), Some((3.0, 4.0)));
    }
}
