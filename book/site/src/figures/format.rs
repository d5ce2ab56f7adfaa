//! Figures and dates as text.

use anyhow::{Context as _, Result};
use cost::Cents;
use data::{Millis, Summary};

/// A figure with three significant digits, but all of those before the point: 0.0523, 1.23,
/// 45.6, 789, 1234.
pub(crate) fn three_digits(value: f64) -> String {
    let decimals = match value.abs() {
        magnitude if magnitude >= 99.95 => 0,
        magnitude if magnitude >= 9.995 => 1,
        magnitude if magnitude >= 0.9995 => 2,
        magnitude if magnitude >= 0.09995 => 3,
        _ => 4,
    };
    format!("{value:.decimals$}")
}

/// A duration: `45.6 ms`.
pub(crate) fn ms(value: f64) -> String {
    format!("{}\u{a0}ms", three_digits(value))
}

/// A size in MB: `45.6 MB`.
pub(crate) fn mb(value: f64) -> String {
    format!("{}\u{a0}MB", three_digits(value))
}

/// An amount of money: `12.34 USD`.
pub(crate) fn usd(amount: Cents) -> String {
    format!("{amount}\u{a0}USD")
}

/// A published duration.
pub(crate) fn published_ms(value: Millis) -> String {
    ms(value.as_f64())
}

/// The day of a date in RFC 3339: `2026-01-02`.
pub(crate) fn day(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

/// A number of times: `12.3`.
pub(crate) fn ratio(value: f64) -> String {
    format!("{value:.1}")
}

/// The smallest and the largest of several ratios: `11.9 to 12.7`.
pub(crate) fn ratio_range((smallest, largest): (f64, f64)) -> String {
    format!("{} to {}", ratio(smallest), ratio(largest))
}

/// The smallest and the largest ratio of two figures' means in single repetitions: `11.9 to 12.7`.
///
/// # Errors
/// There is no repetition in which both were measured.
pub(crate) fn ratio_range_of(dividend: &Summary, divisor: &Summary) -> Result<String> {
    let range = dividend.ratio_range(divisor);
    let range = range.context(
        "no repetition has measured both: show a run in which both succeeded at least once",
    )?;
    Ok(ratio_range(range))
}

/// A share: `17 %`.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", 100.0 * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_three_digits_but_lose_none_before_the_point() {
        for (value, text) in [
            (0.0523, "0.0523"),
            (0.523_4, "0.523"),
            (0.999_9, "1.00"),
            (45.64, "45.6"),
            (99.96, "100"),
            (1234.4, "1234"),
        ] {
            assert_eq!(three_digits(value), text);
        }
    }
}
