//! Mean timings: what a bill needs to know of a measured function.

use crate::{Decimal, Variant, Workload};

/// The mean timings of one variant of a workload at one memory size, over a run's successful
/// invocations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// The workload.
    pub workload: Workload,
    /// The variant.
    pub variant: Variant,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Mean billed duration of a warm invocation, in ms; each was rounded up to a whole one.
    pub warm_billed_ms: Decimal,
    /// Mean billed duration of a cold invocation less its mean init duration, in ms.
    pub cold_billed_ms: Decimal,
    /// Mean init duration, in ms.
    pub init_ms: Decimal,
}

impl Timing {
    /// The mean billed duration in ms, without init, when `cold_share` (0 to 1) of the
    /// invocations are cold. A first invocation does work that later ones do not, so it counts
    /// with its own duration.
    #[must_use]
    pub fn mean_duration_ms(&self, cold_share: Decimal) -> Decimal {
        let warm_share = Decimal::from(1).saturating_sub(cold_share);
        warm_share * self.warm_billed_ms + cold_share * self.cold_billed_ms
    }
}
