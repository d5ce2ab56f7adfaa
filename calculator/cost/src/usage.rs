//! What a function does in a month, and the limits within which it can be billed.

use data::{Architecture, Decimal, ParseDecimalError};
use std::{error, fmt};

/// A month of one function. The fields are in the ranges of the `parse_…` functions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The architecture; prices and tiers depend on it.
    pub architecture: Architecture,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Ephemeral storage (`/tmp`) in MB; 512 are included.
    pub ephemeral_mb: u32,
    /// Invocations a month, cold or warm.
    pub requests: u64,
    /// Mean billed duration of an invocation in ms, without init.
    pub duration_ms: Decimal,
    /// Mean init duration of a cold start in ms.
    pub init_ms: Decimal,
    /// The share of invocations that are cold starts, from 0 to 1.
    pub cold_share: Decimal,
    /// Whether INIT is billed: for every function since 2025-08-01, before that not for
    /// managed runtimes packed as zip. Source: AWS Compute Blog, 2025.
    pub init_billing: bool,
    /// Whether the account's monthly free tier is left for this function.
    pub free_tier: bool,
}

impl Usage {
    /// Mean billed time of an invocation in ms: `duration + cold share × init`.
    #[must_use]
    pub fn billed_ms(&self) -> Decimal {
        if self.init_billing {
            self.duration_ms + self.cold_share * self.init_ms
        } else {
            self.duration_ms
        }
    }
}

/// Why a text can't be used as an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidInput {
    /// No decimal number.
    NotANumber(ParseDecimalError),
    /// A fraction where only whole numbers make sense.
    NotWhole,
    /// A number outside of what AWS offers, or of what can be billed.
    OutOfRange {
        /// The smallest that is allowed.
        from: u64,
        /// The largest that is allowed.
        to: u64,
        /// The unit of both: ` MB`, ` ms`, or nothing.
        unit: &'static str,
    },
}

impl fmt::Display for InvalidInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber(error) => error.fmt(f),
            Self::NotWhole => f.write_str("not a whole number: leave out the fraction"),
            Self::OutOfRange { from, to, unit } => {
                write!(f, "out of range: write a number from {from} to {to}{unit}")
            }
        }
    }
}

impl error::Error for InvalidInput {}

/// Invocations a month: a whole number up to 10^15.
///
/// # Errors
/// The text is no such number.
pub fn parse_requests(text: &str) -> Result<u64, InvalidInput> {
    whole(text, 0, 1_000_000_000_000_000, "")
}

/// Memory size: whole MB from 128 to 10,240. Source: AWS Lambda quotas.
///
/// # Errors
/// The text is no such number.
pub fn parse_memory_mb(text: &str) -> Result<u32, InvalidInput> {
    whole(text, 128, 10_240, " MB")
}

/// Ephemeral storage: whole MB from 512 to 10,240. Source: AWS Lambda quotas.
///
/// # Errors
/// The text is no such number.
pub fn parse_ephemeral_mb(text: &str) -> Result<u32, InvalidInput> {
    whole(text, 512, 10_240, " MB")
}

/// A mean duration or init duration: ms up to 900,000, Lambda's longest timeout.
///
/// # Errors
/// The text is no such number.
pub fn parse_duration_ms(text: &str) -> Result<Decimal, InvalidInput> {
    decimal(text, 900_000, " ms")
}

/// A share: from 0 to 1.
///
/// # Errors
/// The text is no such number.
pub fn parse_share(text: &str) -> Result<Decimal, InvalidInput> {
    decimal(text, 1, "")
}

/// A share in per cent, from 0 to 100, as a share from 0 to 1.
///
/// # Errors
/// The text is no such number.
pub fn parse_percent(text: &str) -> Result<Decimal, InvalidInput> {
    Ok(decimal(text, 100, " %")? * Decimal::new(1, 2))
}

fn whole<T: TryFrom<u64>>(
    text: &str,
    from: u64,
    to: u64,
    unit: &'static str,
) -> Result<T, InvalidInput> {
    let number: Decimal = text.parse().map_err(InvalidInput::NotANumber)?;
    if !number.is_whole() {
        return Err(InvalidInput::NotWhole);
    }
    number
        .to_units(0)
        .filter(|number| (from..=to).contains(number))
        .and_then(|number| T::try_from(number).ok())
        .ok_or(InvalidInput::OutOfRange { from, to, unit })
}

fn decimal(text: &str, to: u64, unit: &'static str) -> Result<Decimal, InvalidInput> {
    let number: Decimal = text.parse().map_err(InvalidInput::NotANumber)?;
    if number > Decimal::from(to) {
        return Err(InvalidInput::OutOfRange { from: 0, to, unit });
    }
    Ok(number)
}
