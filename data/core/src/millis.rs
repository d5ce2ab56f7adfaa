//! Durations as the CSV files hold them.

use crate::{Decimal, ParseDecimalError};
use std::{fmt, str::FromStr, time::Duration};

/// A duration in milliseconds, exact to the microsecond: `12.345` in a CSV file.
///
/// ```
/// # use data_core::Millis;
/// let duration: Millis = "12.5".parse()?;
/// assert_eq!(duration, Millis::from_micros(12_500));
/// assert_eq!(duration.to_string(), "12.500");
/// # Ok::<(), data_core::ParseMillisError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis {
    micros: u64,
}

/// Error of a text that is not a [`Millis`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseMillisError {
    /// Not a decimal at all.
    Decimal(ParseDecimalError),
    /// More than three digits after the point.
    FinerThanMicroseconds,
    /// More than `u64::MAX` microseconds.
    TooLarge,
}

impl fmt::Display for ParseMillisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decimal(error) => error.fmt(f),
            Self::FinerThanMicroseconds => {
                f.write_str("too fine: write milliseconds with at most 3 digits after the point")
            }
            Self::TooLarge => f.write_str("too large for a duration in milliseconds"),
        }
    }
}

impl std::error::Error for ParseMillisError {}

impl Millis {
    /// Creates a duration from whole microseconds.
    #[must_use]
    pub const fn from_micros(micros: u64) -> Self {
        Self { micros }
    }

    /// Returns whole microseconds.
    #[must_use]
    pub const fn micros(self) -> u64 {
        self.micros
    }

    /// Returns milliseconds, for statistics and charts; money is computed from [`Self::exact`].
    #[must_use]
    #[allow(
        clippy::cast_precision_loss,
        reason = "2^53 microseconds are 285 years"
    )]
    pub fn as_f64(self) -> f64 {
        self.micros as f64 / 1000.0
    }

    /// Creates a duration from milliseconds, rounded to the microsecond; `None` if it is none: negative,
    /// not a number, or over a century.
    ///
    /// ```
    /// # use data_core::Millis;
    /// assert_eq!(Millis::from_f64(1.0006), Some(Millis::from_micros(1_001)));
    /// assert_eq!(Millis::from_f64(-0.1), None);
    /// ```
    #[must_use]
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to 2^32 seconds"
    )]
    pub fn from_f64(ms: f64) -> Option<Self> {
        let is_duration = (0.0..f64::from(u32::MAX) * 1000.0).contains(&ms);
        is_duration.then(|| Self::from_micros((ms * 1000.0).round() as u64))
    }

    /// Returns milliseconds, exactly.
    ///
    /// ```
    /// # use data_core::Millis;
    /// assert_eq!(Millis::from_micros(1_100).exact().to_string(), "1.1");
    /// ```
    #[must_use]
    pub fn exact(self) -> Decimal {
        Decimal::new(u128::from(self.micros), 3)
    }

    /// Computes the billed duration of one invocation: duration and init together, rounded up to the next
    /// millisecond. Source: AWS Compute Blog, 2025, on INIT billing, whose example this is:
    ///
    /// ```
    /// # use data_core::Millis;
    /// let (duration, init) = (Millis::from_micros(250_060), Millis::from_micros(100_770));
    /// assert_eq!(Millis::billed_ms(duration, Some(init)), 351);
    /// assert_eq!(Millis::billed_ms(duration, None), 251);
    /// ```
    #[must_use]
    pub const fn billed_ms(duration: Self, init: Option<Self>) -> u64 {
        let init = match init {
            Some(init) => init.micros,
            None => 0,
        };
        (duration.micros + init).div_ceil(1000)
    }
}

impl From<Duration> for Millis {
    /// Rounded down to the microsecond.
    fn from(duration: Duration) -> Self {
        Self::from_micros(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX))
    }
}

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:03}", self.micros / 1000, self.micros % 1000))
    }
}

impl FromStr for Millis {
    type Err = ParseMillisError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let ms: Decimal = text.parse().map_err(ParseMillisError::Decimal)?;
        let micros = ms * Decimal::from(1000);
        if !micros.is_whole() {
            return Err(ParseMillisError::FinerThanMicroseconds);
        }
        micros
            .to_units(0)
            .map(Self::from_micros)
            .ok_or(ParseMillisError::TooLarge)
    }
}

as_text!(Millis);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips() {
        for text in ["0.000", "0.042", "12.345", "826.000"] {
            assert_eq!(text.parse::<Millis>().unwrap().to_string(), text);
        }
        assert_eq!("42.49".parse(), Ok(Millis::from_micros(42_490)));
    }

    #[test]
    fn finer_than_a_microsecond_is_refused() {
        assert_eq!(
            "0.0001".parse::<Millis>(),
            Err(ParseMillisError::FinerThanMicroseconds)
        );
    }

    #[test]
    fn what_is_no_duration_is_none() {
        for ms in [-0.1, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(Millis::from_f64(ms), None);
        }
    }
}
