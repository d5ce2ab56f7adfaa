//! Timings from single invocations.

use crate::{Decimal, Millis, Percentile, Percentiles, Timing, Variant};

/// Durations of one successful invocation, for a timing.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Duration without INIT.
    pub duration: Millis,
    /// Billed duration in ms, INIT included.
    pub billed_ms: u64,
    /// Init duration, of a cold start only.
    pub init: Option<Millis>,
}

impl Timing {
    /// The mean timings of one function at one memory size; `None` unless one of its invocations
    /// was warm. Without a cold one, a cold start counts as a warm call.
    #[must_use]
    pub fn of_samples(
        function: String,
        variant: Variant,
        memory_mb: u32,
        samples: &[Sample],
    ) -> Option<Self> {
        let warm = || samples.iter().filter(|sample| sample.init.is_none());
        let cold = || samples.iter().filter(|sample| sample.init.is_some());
        let warm_billed_ms = mean_ms(warm().map(|sample| sample.billed_ms * 1000))?;
        let init = cold().map(|sample| sample.init.unwrap_or_default().micros());
        let init_ms = mean_ms(init).unwrap_or_default();
        let cold_billed_ms = mean_ms(cold().map(|sample| sample.billed_ms * 1000));
        let mut durations: Vec<u64> = warm().map(|sample| sample.duration.micros()).collect();
        durations.sort_unstable();
        Some(Self {
            function,
            variant,
            architecture: None,
            memory_mb,
            warm_ms: mean_ms(durations.iter().copied())?,
            warm_billed_ms,
            cold_billed_ms: cold_billed_ms
                .map_or(warm_billed_ms, |billed| billed.saturating_sub(init_ms)),
            init_ms,
            percentiles: Percentiles {
                p50: percentile(&durations, 50),
                p95: percentile(&durations, 95),
                p99: percentile(&durations, 99),
            },
        })
    }
}

/// The mean of microseconds in ms, rounded half up to the microsecond.
fn mean_ms(micros: impl Iterator<Item = u64>) -> Option<Decimal> {
    let (sum, n) = micros.fold((0_u64, 0), |(sum, n), micros| {
        (sum.saturating_add(micros), n + 1)
    });
    let mean = sum.saturating_add(n / 2).checked_div(n)?;
    Some(Decimal::new(mean.into(), 3))
}

fn percentile(ascending: &[u64], percent: usize) -> Option<Percentile> {
    Some(Percentile {
        ms: Millis::from_micros(nearest_rank(ascending, percent)?),
        interval: None,
    })
}

/// The nearest-rank percentile of ascending values: the smallest value that at least `percent`
/// of them do not exceed.
pub fn nearest_rank<T: Copy>(ascending: &[T], percent: usize) -> Option<T> {
    let rank = (ascending.len() * percent).div_ceil(100);
    ascending.get(rank.max(1) - 1).copied()
}
