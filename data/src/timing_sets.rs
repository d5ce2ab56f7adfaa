//! The timings that the committed figures give, one set for each source.

use crate::{
    Dataset, Estimates, Invocation, Millis, Percentile, Percentiles, Place, PublishedWorkload, Run,
    Sample, Selection, Source, Start, Statistic, Summary, Timing, TimingSet, TimingSource, Variant,
    Workload,
};
use std::collections::BTreeSet;

/// The published runtimes that are compared, each with the variant that it stands for.
const RUNTIMES: [(&str, Variant); 2] = [("rust", Variant::Rust), ("python3.13", Variant::Python)];

impl Dataset {
    /// The timings of every source that the committed figures give.
    #[must_use]
    pub fn timing_sets(&self) -> Vec<TimingSet> {
        let sources = TimingSource::ALL.iter();
        { sources }
            .filter_map(|&source| self.timing_set(source))
            .collect()
    }

    /// The timings of a source; `None` if the committed figures have none.
    fn timing_set(&self, source: TimingSource) -> Option<TimingSet> {
        let measured = |provenance, timings| TimingSet {
            source,
            provenance,
            error_percent: None,
            timings,
        };
        match source {
            TimingSource::Local => {
                let local = self.showing_local()?;
                Some(measured(measured_where(&local.run), local.timings()))
            }
            TimingSource::Estimate => self.estimate(),
            TimingSource::Published => {
                let timings = published_timings(&self.published_workloads);
                Some(measured(self.published_where(), timings))
            }
            TimingSource::Aws => {
                let (run, invocations) = self.run_on_aws()?;
                Some(measured(measured_where(run), timings_of(run, invocations)))
            }
            TimingSource::Endpoint => match self.run.place() {
                Place::Local | Place::Aws => None,
                Place::Endpoint(_) => {
                    let timings = timings_of(&self.run, &self.invocations);
                    Some(measured(measured_where(&self.run), timings))
                }
            },
            TimingSource::Own => None,
        }
    }

    /// The run on AWS itself that is shown, or else the last complete one there: what was measured
    /// through an endpoint is not AWS's.
    fn run_on_aws(&self) -> Option<(&Run, &[Invocation])> {
        if self.run.place() == Place::Aws {
            return Some((&self.run, &self.invocations));
        }
        let mut others = self.other_runs.iter();
        let last = others.rfind(|other| other.run.place() == Place::Aws)?;
        Some((&last.run, &last.invocations))
    }

    /// The mean timings of every variant and memory size that was measured, of each workload that
    /// is compared.
    #[must_use]
    pub fn timings(&self) -> Vec<Timing> {
        timings(&self.invocations)
    }

    fn estimate(&self) -> Option<TimingSet> {
        let Estimates {
            run,
            invocations,
            judgement,
            ..
        } = Estimates::of(self)?;
        let provenance = format!(
            "An estimate of AWS's durations: {} A model makes estimates of them; it was fitted to functions \
             that others measured on AWS ({}) and tested by {} figures that it had not seen. In nine of \
             ten, AWS's figure was within {} % of the estimate.",
            measured_where(&run),
            self.cited("published/published-workloads.csv"),
            judgement.cells,
            judgement.band_percent(),
        );
        Some(TimingSet {
            source: TimingSource::Estimate,
            provenance,
            error_percent: Some(judgement.band_percent()),
            timings: timings(&invocations),
        })
    }

    fn published_where(&self) -> String {
        format!(
            "Durations were measured on AWS by others: {}. Only their means are known, of which \
             each call is billed up to 1 ms more; Python is Python 3.13.",
            self.cited("published/published-workloads.csv")
        )
    }

    fn cited(&self, file: &str) -> String {
        let source = self.source(file);
        source.map_or_else(String::new, |Source { source, as_of, .. }| {
            format!("{source}, {as_of}")
        })
    }
}

fn measured_where(run: &Run) -> String {
    let place = run.measured_where();
    let ran_on = run.ran_on();
    let separator = if ran_on.is_empty() { "" } else { "; " };
    format!(
        "Durations were measured {place} ({ran_on}{separator}run {}).",
        run.run_id
    )
}

/// The timings of a run that was deployed on one architecture.
fn timings_of(run: &Run, rows: &[Invocation]) -> Vec<Timing> {
    let architecture = run.architecture();
    let timings = timings(rows).into_iter();
    timings
        .map(|timing| Timing {
            architecture,
            ..timing
        })
        .collect()
}

fn timings(rows: &[Invocation]) -> Vec<Timing> {
    let sizes: BTreeSet<u32> = rows.iter().map(|row| row.memory_mb).collect();
    let mut timings = Vec::new();
    for workload in Workload::compared() {
        for &memory_mb in &sizes {
            for &variant in workload.variants() {
                timings.extend(measured_timing(rows, workload, variant, memory_mb));
            }
        }
    }
    timings
}

/// Mean timings of one variant of a workload at one memory size; `None` unless both
/// cold and warm starts were measured.
#[must_use]
pub fn measured_timing(
    rows: &[Invocation],
    workload: Workload,
    variant: Variant,
    memory_mb: u32,
) -> Option<Timing> {
    let cold = Selection::at(workload, variant, memory_mb, Start::Cold);
    let warm = cold.with(Start::Warm);
    cold.of(rows).next()?;
    let samples = cold.of(rows).chain(warm.of(rows)).map(|row| Sample {
        duration: row.duration_ms,
        billed_ms: row.billed_ms,
        init: row.init_ms,
    });
    let samples: Vec<_> = samples.collect();
    let summary = Summary::of(warm.of(rows), |row| Some(row.duration_ms.as_f64()))?;
    Some(Timing {
        percentiles: Percentiles::from(&summary),
        ..Timing::of_samples(workload.to_string(), variant, memory_mb, &samples)?
    })
}

impl From<&Summary> for Percentiles {
    /// Converts percentiles, with confidence intervals if the summary has repetitions.
    fn from(summary: &Summary) -> Self {
        let percentile = |statistic, pooled: f64| {
            let interval = summary.interval(statistic);
            let estimate = interval.map_or(pooled, |interval| interval.estimate);
            Some(Percentile {
                ms: Millis::from_f64(estimate)?,
                interval: interval.and_then(|interval| {
                    let low = Millis::from_f64(interval.low.max(0.0));
                    low.zip(Millis::from_f64(interval.high))
                }),
            })
        };
        Self {
            p50: percentile(Statistic::Median, summary.median),
            p95: percentile(Statistic::P95, summary.p95),
            p99: percentile(Statistic::P99, summary.p99),
        }
    }
}

/// Others' means stand for billed durations: what each call was rounded up to is not known.
fn published_timings(rows: &[PublishedWorkload]) -> Vec<Timing> {
    let mut timings = Vec::new();
    for warm in rows.iter().filter(|row| row.start == Start::Warm) {
        let same = |row: &&PublishedWorkload| {
            row.start == Start::Cold
                && (&row.workload, &row.runtime, row.arch, row.memory_mb)
                    == (&warm.workload, &warm.runtime, warm.arch, warm.memory_mb)
        };
        let mut runtimes = RUNTIMES.iter();
        let variant = runtimes.find(|(runtime, _)| *runtime == warm.runtime);
        let (Some((_, variant)), Some(cold)) = (variant, rows.iter().find(same)) else {
            continue;
        };
        let Some(init_ms) = cold.mean_init_ms else {
            continue;
        };
        timings.push(Timing {
            function: warm.workload.clone(),
            variant: *variant,
            architecture: Some(warm.arch),
            memory_mb: warm.memory_mb,
            warm_ms: warm.mean_duration_ms.exact(),
            warm_billed_ms: warm.mean_duration_ms.exact(),
            cold_billed_ms: cold.mean_duration_ms.exact(),
            init_ms: init_ms.exact(),
            percentiles: Percentiles {
                p99: Some(Percentile {
                    ms: warm.p99_duration_ms,
                    interval: None,
                }),
                ..Percentiles::default()
            },
        });
    }
    timings
}
