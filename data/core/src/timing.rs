//! Mean timings: what a bill needs to know of a measured function.

use crate::{Architecture, Decimal, Millis, TimingSource, Variant};

/// Timings from one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimingSet {
    /// The source.
    pub source: TimingSource,
    /// Place and date of measurement, and how to read the timings: whole sentences.
    pub provenance: String,
    /// Error of estimates: the percentage by which true figures may be higher or lower.
    pub error_percent: Option<u32>,
    /// One for each function, variant and memory size, of which these ascend.
    pub timings: Vec<Timing>,
}

/// The mean timings of one variant of a function at one memory size, over successful
/// invocations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// The function's name: a [`crate::Workload`]'s, a third party's or the reader's.
    pub function: String,
    /// The variant.
    pub variant: Variant,
    /// The architecture that it was measured on, where others give several; ours stands for
    /// both.
    pub architecture: Option<Architecture>,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Mean duration of a warm invocation, in ms.
    pub warm_ms: Decimal,
    /// Mean billed duration of a warm invocation, in ms; each was rounded up to a whole one.
    pub warm_billed_ms: Decimal,
    /// Mean billed duration of a cold invocation less its mean init duration, in ms.
    pub cold_billed_ms: Decimal,
    /// Mean init duration, in ms.
    pub init_ms: Decimal,
    /// The distribution of warm durations.
    pub percentiles: Percentiles,
}

/// Percentiles of a warm invocation's duration; those that are not known are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Percentiles {
    /// The median.
    pub p50: Option<Percentile>,
    /// The 95th.
    pub p95: Option<Percentile>,
    /// The 99th.
    pub p99: Option<Percentile>,
}

/// A percentile, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percentile {
    /// Duration in ms.
    pub ms: Millis,
    /// The bounds of its 95 % confidence interval, where repetitions gave one.
    pub interval: Option<(Millis, Millis)>,
}

impl Timing {
    /// The same, taking so many per cent of the time. Percentiles are left out.
    #[must_use]
    pub fn at_percent(&self, percent: u32) -> Self {
        let part = |ms: Decimal| ms * Decimal::new(percent.into(), 2);
        Self {
            warm_ms: part(self.warm_ms),
            warm_billed_ms: part(self.warm_billed_ms),
            cold_billed_ms: part(self.cold_billed_ms),
            init_ms: part(self.init_ms),
            percentiles: Percentiles::default(),
            function: self.function.clone(),
            ..*self
        }
    }

    /// The mean billed duration in ms, without init, when `cold_share` (0 to 1) of the
    /// invocations are cold. A first invocation does work that later ones do not, so it counts
    /// with its own duration.
    #[must_use]
    pub fn mean_duration_ms(&self, cold_share: Decimal) -> Decimal {
        let warm_share = Decimal::from(1).saturating_sub(cold_share);
        warm_share * self.warm_billed_ms + cold_share * self.cold_billed_ms
    }

    /// The mean time in ms from an invocation to its answer, INIT included, when `cold_share`
    /// of them are cold.
    #[must_use]
    pub fn mean_time_ms(&self, cold_share: Decimal) -> Decimal {
        let warm_share = Decimal::from(1).saturating_sub(cold_share);
        warm_share * self.warm_ms + cold_share * (self.cold_billed_ms + self.init_ms)
    }
}
