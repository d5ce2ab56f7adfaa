//! The slider that sets the invocations, on a logarithmic scale.

use cost::grouped;

/// The id of its element on the page.
pub const ID: &str = "calculator-slider";

/// Its last step; the first one is 0.
pub const LAST: usize = STEPS.len() * POWERS;

/// The steps in each power of ten, in tenths of it: about evenly apart.
const STEPS: [u64; 10] = [10, 12, 15, 20, 25, 30, 40, 50, 60, 80];
/// The first power of ten.
const FIRST_POWER: u32 = 3;
/// The number of powers of ten.
const POWERS: usize = 8;

/// The invocations at a step.
pub fn requests(step: usize) -> u64 {
    let step = step.min(LAST);
    let power = FIRST_POWER + u32::try_from(step / STEPS.len()).unwrap_or(0);
    STEPS[step % STEPS.len()] * 10_u64.pow(power - 1)
}

/// The step nearest below a number of invocations.
pub fn step(requests: u64) -> usize {
    let mut steps = (0..=LAST).rev();
    steps
        .find(|&step| self::requests(step) <= requests)
        .unwrap_or(0)
}

/// A number of invocations in the words of a screen reader.
pub fn spoken(requests: u64) -> String {
    format!("{} a month", grouped(requests))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs_through_round_numbers() {
        assert_eq!(requests(0), 1_000);
        assert_eq!(requests(1), 1_200);
        assert_eq!(requests(50), 100_000_000);
        assert_eq!(requests(80), 100_000_000_000);
        for at in 0..=80 {
            assert_eq!(step(requests(at)), at);
        }
        assert_eq!(step(0), 0);
        assert_eq!(step(u64::MAX), 80);
    }
}
