//! Reading inputs, within the limits of what can be billed.

use data_core::{Decimal, Input, MEMORY_MB, ParseDecimalError, Service, UsageInput};
use std::{error, fmt, ops::RangeInclusive};

/// The largest number of invocations or restores a month that is billed here.
pub const MOST_REQUESTS: u64 = 1_000_000_000_000_000;

/// Ephemeral storage in MB, of which every function has the least at no charge. Source: AWS Lambda
/// quotas.
pub(crate) const EPHEMERAL_MB: RangeInclusive<u32> = 512..=10_240;

/// Error: a text that is no valid input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidInput {
    /// Not a decimal number.
    NotANumber(ParseDecimalError),
    /// A fraction where only a whole number makes sense.
    NotWhole,
    /// A number outside the range that AWS offers, or that can be billed.
    OutOfRange {
        /// Smallest number that is allowed.
        from: u64,
        /// Largest number that is allowed, in thousandths.
        to_thousandths: u64,
        /// The unit of both: ` MB`, ` ms`, or nothing.
        unit: &'static str,
    },
    /// A word other than the two that can be chosen.
    NotAChoice([&'static str; 2]),
}

impl fmt::Display for InvalidInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber(error) => error.fmt(f),
            Self::NotWhole => f.write_str("not a whole number: leave out the fraction"),
            Self::OutOfRange {
                from,
                to_thousandths,
                unit,
            } => {
                let to = Decimal::new(u128::from(*to_thousandths), 3);
                write!(f, "out of range: write a number from {from} to {to}{unit}")
            }
            Self::NotAChoice([first, second]) => write!(f, "use {first} or {second}"),
        }
    }
}

impl error::Error for InvalidInput {}

/// Invocations or restores a month: a whole number up to 10^15.
///
/// # Errors
/// The text is not such a number.
pub fn parse_requests(text: &str) -> Result<u64, InvalidInput> {
    whole(text, 0..=MOST_REQUESTS, "")
}

/// Memory size: whole MB from 128 to 10,240.
///
/// # Errors
/// The text is not such a number.
///
/// ```
/// use cost::parse_memory_mb;
///
/// assert_eq!(parse_memory_mb("512"), Ok(512));
/// let error = parse_memory_mb("64").unwrap_err();
/// assert_eq!(error.to_string(), "out of range: write a number from 128 to 10240 MB");
/// ```
pub fn parse_memory_mb(text: &str) -> Result<u32, InvalidInput> {
    whole(text, MEMORY_MB, " MB")
}

/// Ephemeral storage: whole MB from 512 to 10,240.
///
/// # Errors
/// The text is not such a number.
pub fn parse_ephemeral_mb(text: &str) -> Result<u32, InvalidInput> {
    whole(text, EPHEMERAL_MB, " MB")
}

/// Provisioned concurrency: a whole number up to 1,000,000.
///
/// # Errors
/// The text is not such a number.
pub fn parse_concurrency(text: &str) -> Result<u32, InvalidInput> {
    whole(text, 0..=1_000_000, "")
}

/// A mean duration or init duration: ms up to 900,000, Lambda's longest timeout.
///
/// # Errors
/// The text is not such a number.
pub fn parse_duration_ms(text: &str) -> Result<Decimal, InvalidInput> {
    decimal(text, 900_000, " ms")
}

/// Hours of a month, which has 744 at most.
///
/// # Errors
/// The text is not such a number.
pub fn parse_hours(text: &str) -> Result<Decimal, InvalidInput> {
    decimal(text, 744, " h")
}

/// A share: from 0 to 1.
///
/// # Errors
/// The text is not such a number.
pub fn parse_share(text: &str) -> Result<Decimal, InvalidInput> {
    decimal(text, 1, "")
}

/// A share in per cent, from 0 to 100, as a share from 0 to 1.
///
/// # Errors
/// The text is not such a number.
pub fn parse_percent(text: &str) -> Result<Decimal, InvalidInput> {
    Ok(decimal(text, 100, " %")? * Decimal::new(1, 2))
}

/// Usage of a service by an invocation, within [`UsageInput::input`].
///
/// # Errors
/// The text is not such a number, or none of the choices.
pub fn parse_usage(input: &UsageInput, text: &str) -> Result<Decimal, InvalidInput> {
    match input.input {
        Input::Number { most, unit } => decimal(text, most.into(), unit),
        Input::Choice(choices) => {
            let chosen = (0_u64..).zip(choices).find(|(_, word)| *word == text);
            let (count, _) = chosen.ok_or(InvalidInput::NotAChoice(choices))?;
            Ok(count.into())
        }
    }
}

/// A reader's own price of a service in USD per unit: up to [`Service::most_usd_thousandths`].
///
/// # Errors
/// The text is not such a number.
pub fn parse_price(service: Service, text: &str) -> Result<Decimal, InvalidInput> {
    thousandths(text, service.most_usd_thousandths().into(), " USD")
}

/// Days of work to port a function: up to 10,000.
///
/// # Errors
/// The text is not such a number.
pub fn parse_days(text: &str) -> Result<Decimal, InvalidInput> {
    decimal(text, 10_000, " days")
}

/// Cost of a day of work: up to 100,000 USD.
///
/// # Errors
/// The text is not such a number.
pub fn parse_day_rate(text: &str) -> Result<Decimal, InvalidInput> {
    decimal(text, 100_000, " USD")
}

fn whole<T: Copy + Into<u64> + TryFrom<u64>>(
    text: &str,
    range: RangeInclusive<T>,
    unit: &'static str,
) -> Result<T, InvalidInput> {
    let [from, to] = [range.start(), range.end()].map(|&end| end.into());
    let number: Decimal = text.parse().map_err(InvalidInput::NotANumber)?;
    if !number.is_whole() {
        return Err(InvalidInput::NotWhole);
    }
    number
        .to_units(0)
        .filter(|number| (from..=to).contains(number))
        .and_then(|number| T::try_from(number).ok())
        .ok_or(InvalidInput::OutOfRange {
            from,
            to_thousandths: to * 1000,
            unit,
        })
}

fn decimal(text: &str, to: u64, unit: &'static str) -> Result<Decimal, InvalidInput> {
    thousandths(text, to * 1000, unit)
}

fn thousandths(
    text: &str,
    to_thousandths: u64,
    unit: &'static str,
) -> Result<Decimal, InvalidInput> {
    let number: Decimal = text.parse().map_err(InvalidInput::NotANumber)?;
    if number > Decimal::new(u128::from(to_thousandths), 3) {
        return Err(InvalidInput::OutOfRange {
            from: 0,
            to_thousandths,
            unit,
        });
    }
    Ok(number)
}
