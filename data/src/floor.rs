//! What AWS adds to every function, whatever its language, and a local Lambda does not.

use crate::{
    Architecture, Invocation, Millis, PublishedColdStart, Selection, Start, Variant, Workload,
};

/// The means of the cold starts of an empty function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColdStart {
    /// Init duration.
    pub init_ms: Millis,
    /// Duration of the first invocation, without init.
    pub duration_ms: Millis,
}

impl ColdStart {
    /// The runtime of the published function that the floor is read from.
    pub const RUST_RUNTIME: &str = "rust on provided.al2023";

    /// Those of `hello` at all memory sizes; `None` if none was measured. Neither figure
    /// depends on the memory size.
    #[must_use]
    pub fn measured(rows: &[Invocation], variant: Variant) -> Option<Self> {
        let selection = Selection {
            workload: Workload::Hello,
            variant,
            memory_mb: None,
            start: Start::Cold,
        };
        let rows: Vec<_> = selection.of(rows).collect();
        let init = rows.iter().filter_map(|row| Some((row.init_ms?, 1)));
        Some(Self {
            init_ms: weighted_mean(init)?,
            duration_ms: weighted_mean(rows.iter().map(|row| (row.duration_ms, 1)))?,
        })
    }

    /// Those that others measured on AWS: of a runtime's function that was uploaded as a zip,
    /// at all memory sizes, each weighted by its cold starts; `None` if there are none.
    #[must_use]
    pub fn published(
        rows: &[PublishedColdStart],
        runtime: &str,
        architecture: Architecture,
    ) -> Option<Self> {
        let of_runtime = |row: &&PublishedColdStart| {
            row.runtime == runtime && row.package == "zip" && row.arch == architecture
        };
        let rows: Vec<_> = rows.iter().filter(of_runtime).collect();
        Some(Self {
            init_ms: weighted_mean(rows.iter().map(|row| (row.mean_ms, row.n)))?,
            duration_ms: weighted_mean(rows.iter().map(|row| (row.avg_duration_ms, row.n)))?,
        })
    }

    /// What AWS adds: the published figures less those measured here. `None` where something
    /// took longer here, since then there is nothing that AWS adds.
    ///
    /// To be read from the leanest function that there is, an empty one in Rust: it does
    /// nothing itself, so what remains is AWS's.
    #[must_use]
    pub fn floor(published: Self, measured: Self) -> Option<Self> {
        let difference = |published: Millis, measured: Millis| {
            let micros = published.micros().checked_sub(measured.micros())?;
            Some(Millis::from_micros(micros))
        };
        Some(Self {
            init_ms: difference(published.init_ms, measured.init_ms)?,
            duration_ms: difference(published.duration_ms, measured.duration_ms)?,
        })
    }

    /// The estimate of a cold start on AWS: measured here, plus the floor.
    #[must_use]
    pub fn above(self, floor: Self) -> Self {
        let sum = |a: Millis, b: Millis| Millis::from_micros(a.micros() + b.micros());
        Self {
            init_ms: sum(self.init_ms, floor.init_ms),
            duration_ms: sum(self.duration_ms, floor.duration_ms),
        }
    }
}

/// Rounded down to the microsecond.
fn weighted_mean(values: impl Iterator<Item = (Millis, u32)>) -> Option<Millis> {
    let (sum, weights) = values.fold((0_u128, 0_u128), |(sum, weights), (value, weight)| {
        let weight = u128::from(weight);
        (sum + u128::from(value.micros()) * weight, weights + weight)
    });
    let mean = sum.checked_div(weights)?;
    u64::try_from(mean).ok().map(Millis::from_micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cold_start(init: u64, duration: u64) -> ColdStart {
        ColdStart {
            init_ms: Millis::from_micros(init),
            duration_ms: Millis::from_micros(duration),
        }
    }

    /// Rust: 17.5 ms there and 2.5 ms here. Python: 60 ms here, so 75 ms are expected there.
    #[test]
    fn an_estimate_is_what_was_measured_and_the_floor() {
        let floor = ColdStart::floor(cold_start(17_500, 1300), cold_start(2500, 300));
        let estimate = cold_start(60_000, 600).above(floor.unwrap());
        assert_eq!(estimate, cold_start(75_000, 1600));
    }

    #[test]
    fn what_is_slower_here_has_no_floor() {
        let here = cold_start(2500, 1400);
        assert_eq!(ColdStart::floor(cold_start(17_500, 1300), here), None);
    }

    #[test]
    fn a_mean_counts_each_measurement() {
        let means = [(Millis::from_micros(10), 1), (Millis::from_micros(20), 3)];
        let mean = weighted_mean(means.into_iter());
        assert_eq!(mean, Some(Millis::from_micros(17)));
        assert_eq!(weighted_mean(std::iter::empty()), None);
    }
}
