//! Findings by function and memory size.

use super::call::{Call, Means};
use crate::{Decimal, Millis, Percentiles, Timing, Variant, samples::Sample};

/// The name of a function that came without one.
const FUNCTION: &str = "yours";

/// Lambda's own names have 64 at most.
const MOST_LETTERS: usize = 80;

/// MB at which a function has a whole processor. Source: AWS Lambda's developer guide, on memory.
const FULL_CPU_MB: u32 = 1769;

/// The invocations of a function at one memory size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The function's name, where the text says it.
    pub function: Option<String>,
    /// Variant that ran, if the text says so.
    pub variant: Option<Variant>,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Number of invocations, if known: Power Tuning's means don't say it.
    pub counts: Option<Counts>,
    /// Mean duration in ms, without INIT, cold starts included.
    pub mean_duration: Millis,
    /// Mean init duration of the cold starts in ms, or what restoring their snapshots took.
    pub mean_init: Option<Millis>,
    /// The share of its time in which a warm invocation computes, from 0 to 1, where CPU time is known.
    pub busy_share: Option<Decimal>,
    /// `None` if all invocations were cold starts.
    timing: Option<Timing>,
}

/// Numbers of invocations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Invocations that succeeded.
    pub invocations: u64,
    /// Cold starts among them.
    pub cold: u64,
    /// Billed duration of all of them in ms.
    pub billed_ms: u64,
}

impl Cell {
    /// Returns the timing for a bill, of `variant` if the text does not say what ran.
    ///
    /// # Errors
    /// There were cold starts only.
    pub fn timing(&self, variant: Variant) -> Result<Timing, String> {
        let variant = self.variant.unwrap_or(variant);
        match &self.timing {
            Some(timing) => Ok(Timing {
                variant,
                ..timing.clone()
            }),
            None => Err(format!(
                "only cold starts at {} MB: also give calls that found a sandbox ready",
                self.memory_mb
            )),
        }
    }
}

/// The cells of all that was found, in the order of function and memory size.
pub(super) fn of(mut calls: Vec<Call>, means: Vec<Means>) -> Vec<Cell> {
    fn key(call: &Call) -> (&Option<String>, Option<Variant>, u32) {
        (&call.function, call.variant, call.memory_mb)
    }
    calls.sort_by(|a, b| key(a).cmp(&key(b)));
    let groups = calls.chunk_by(|a, b| key(a) == key(b));
    let of_calls = groups.filter_map(cell_of_calls);
    let mut all: Vec<Cell> = of_calls
        .chain(means.into_iter().map(cell_of_means))
        .collect();
    all.sort_by(|a, b| (&a.function, a.memory_mb).cmp(&(&b.function, b.memory_mb)));
    all
}

fn cell_of_calls(calls: &[Call]) -> Option<Cell> {
    let Call {
        function,
        variant,
        memory_mb,
        ..
    } = calls.first()?;
    let samples = calls.iter().map(|call| Sample {
        duration: call.duration,
        billed_ms: call.billed_today(),
        init: call.billed_init(),
    });
    let samples: Vec<Sample> = samples.collect();
    let inits: Vec<Millis> = calls.iter().filter_map(|call| call.init).collect();
    let durations: Vec<Millis> = calls.iter().map(|call| call.duration).collect();
    Some(Cell {
        function: function.clone(),
        variant: *variant,
        memory_mb: *memory_mb,
        counts: Some(Counts {
            invocations: calls.len() as u64,
            cold: inits.len() as u64,
            billed_ms: calls.iter().map(|call| call.billed_ms).sum(),
        }),
        mean_duration: mean(&durations)?,
        mean_init: mean(&inits),
        busy_share: busy_share(calls, *memory_mb),
        timing: Timing::of_samples(
            name(function.as_ref()),
            Variant::Python,
            *memory_mb,
            &samples,
        ),
    })
}

/// Timing of means, which don't tell a cold start's billed duration: it counts as a warm call and INIT.
fn cell_of_means(means: Means) -> Cell {
    let Means {
        function,
        memory_mb,
        counts,
        duration,
        init,
        percentiles,
    } = means;
    let init_ms = init.unwrap_or_default();
    let counts = counts.map(|(invocations, cold, billed_ms)| Counts {
        invocations,
        cold,
        billed_ms,
    });
    let billed = counts.map_or(duration, |counts| {
        let of_init = u128::from(counts.cold) * u128::from(init_ms.micros());
        let all = u128::from(counts.billed_ms) * 1000;
        let each = all.saturating_sub(of_init) / u128::from(counts.invocations.max(1));
        Millis::from_micros(u64::try_from(each).unwrap_or(u64::MAX)).max(duration)
    });
    Cell {
        timing: Some(Timing {
            function: name(function.as_ref()),
            variant: Variant::Python,
            architecture: None,
            memory_mb,
            warm_ms: duration.exact(),
            warm_billed_ms: billed.exact(),
            cold_billed_ms: billed.exact(),
            init_ms: init_ms.exact(),
            percentiles: Percentiles { ..percentiles },
        }),
        function,
        variant: None,
        memory_mb,
        counts,
        mean_duration: duration,
        mean_init: init,
        busy_share: None,
    }
}

/// A name that fits into a list.
fn name(function: Option<&String>) -> String {
    let name = function.map_or(FUNCTION, String::as_str);
    let shown = name
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter });
    shown.take(MOST_LETTERS).collect()
}

/// Rounded half up to the microsecond; `None` of nothing.
fn mean(durations: &[Millis]) -> Option<Millis> {
    let n = durations.len() as u64;
    let sum: u64 = durations.iter().map(|duration| duration.micros()).sum();
    (sum + n / 2).checked_div(n).map(Millis::from_micros)
}

/// The busy share over warm invocations; `None` where the CPU time of one is not known.
fn busy_share(calls: &[Call], memory_mb: u32) -> Option<Decimal> {
    let warm = calls.iter().filter(|call| call.init.is_none());
    let (mut cpu, mut duration) = (0, 0);
    for call in warm {
        cpu += call.cpu?.micros();
        duration += call.duration.micros();
    }
    busy_share_of(
        Millis::from_micros(cpu),
        Millis::from_micros(duration),
        memory_mb,
    )
}

/// CPU time ÷ (duration × the memory's share of a processor), at most 1, in thousandths; `None` of no
/// duration. An upper bound: CPU time has the runtime's own and that of extensions in it.
pub(super) fn busy_share_of(cpu: Millis, duration: Millis, memory_mb: u32) -> Option<Decimal> {
    let available = u128::from(duration.micros()) * u128::from(memory_mb.min(FULL_CPU_MB));
    let used = u128::from(cpu.micros()) * u128::from(FULL_CPU_MB) * 1000;
    let thousandths = used.checked_div(available)?;
    Some(Decimal::new(thousandths.min(1000), 3))
}
