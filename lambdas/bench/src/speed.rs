//! A fixed computation that measures the machine's own speed before and after a repetition.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// The number of computations, of which the median counts. Without optimisation, as in tests, each takes 25
/// times as long, and nothing that is measured is kept.
const TIMES: usize = if cfg!(debug_assertions) { 1 } else { 51 };

/// Numbers that are sorted each time, 8 bytes each.
const NUMBERS: usize = 200_000;

/// Computes for about a third of a second, and gives the median wall time.
#[must_use]
pub fn measure() -> Duration {
    let mut times: Vec<Duration> = (0..TIMES).map(|_| once()).collect();
    times.sort_unstable();
    times[TIMES / 2]
}

fn once() -> Duration {
    let mut random = fastrand::Rng::with_seed(1);
    let mut numbers: Vec<u64> = (0..NUMBERS).map(|_| random.u64(..)).collect();
    let started = Instant::now();
    numbers.sort_unstable();
    black_box(numbers);
    started.elapsed()
}
