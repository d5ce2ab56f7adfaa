//! Exact, non-negative decimal numbers: what money and billed time are counted in.

use crate::wide::Wide;
use std::{cmp::Ordering, fmt, iter::Sum, ops, str::FromStr};

/// The most digits that a number may have after its point, and before it.
const MAX_DIGITS: usize = 24;

/// An exact decimal of zero or more: `mantissa / 10^scale`.
///
/// Sums and products are exact. The mantissa has 384 bits, 115 digits. The longest product of
/// a bill (requests × share × init duration × memory × price, each with at most 24 digits after
/// the point) has 107, so nothing that can be read and is within its limits overflows.
///
/// # Panics
/// Adding and multiplying panic on results of more than 115 digits.
///
/// # Example
/// ```
/// use data_core::Decimal;
///
/// let price: Decimal = "0.0000166667".parse()?;
/// assert_eq!((price * Decimal::from(3)).to_string(), "0.0000500001");
/// # Ok::<(), data_core::ParseDecimalError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Decimal {
    mantissa: Wide,
    scale: u32,
}

/// Error of a text that is not a [`Decimal`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseDecimalError {
    /// Something other than digits with at most one point.
    NotANumber,
    /// The number is below zero.
    Negative,
    /// More than 24 digits before or after the point.
    TooLong,
}

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber => f.write_str("not a number: write digits, such as 120 or 0.5"),
            Self::Negative => f.write_str("negative: write a number of zero or more"),
            Self::TooLong => {
                f.write_str("too long: write at most 24 digits before and after the point")
            }
        }
    }
}

impl std::error::Error for ParseDecimalError {}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self {
        mantissa: Wide::ZERO,
        scale: 0,
    };

    /// `mantissa / 10^scale`: `Decimal::new(5, 1)` is 0.5.
    #[must_use]
    pub fn new(mantissa: u128, scale: u32) -> Self {
        Self {
            mantissa: mantissa.into(),
            scale,
        }
    }

    /// `self - other`, or zero if `other` is larger.
    #[must_use]
    pub fn saturating_sub(self, other: Self) -> Self {
        let (a, b, scale) = aligned(self, other);
        let mantissa = a.saturating_minus(&b);
        Self { mantissa, scale }
    }

    /// The nearest number with `decimals` digits after the point, halves up.
    #[must_use]
    pub fn round_half_up(self, decimals: u32) -> Self {
        if self.scale <= decimals {
            return self;
        }
        let one_more = self.scale - decimals - 1;
        let (with_one_more, _) = self.mantissa.over_power_of_ten(one_more);
        let (mantissa, _) = with_one_more.times_plus(1, 5).divided(10);
        Self {
            mantissa,
            scale: decimals,
        }
    }

    /// The number in units of `10^-decimals`, rounded half up, if it fits:
    /// `"2.335"` in units of two decimals is 234.
    #[must_use]
    pub fn to_units(self, decimals: u32) -> Option<u64> {
        let rounded = self.round_half_up(decimals);
        let missing = decimals - rounded.scale;
        rounded.mantissa.times_power_of_ten(missing).to_u64()
    }

    /// Returns whether this is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.mantissa.is_zero()
    }

    /// Returns whether it has no digits after the point.
    #[must_use]
    pub fn is_whole(self) -> bool {
        let (_, is_exact) = self.mantissa.over_power_of_ten(self.scale);
        is_exact
    }
}

/// Both mantissas at the larger of the two scales.
fn aligned(a: Decimal, b: Decimal) -> (Wide, Wide, u32) {
    let scale = a.scale.max(b.scale);
    let [a, b] = [a, b].map(|number| number.mantissa.times_power_of_ten(scale - number.scale));
    (a, b, scale)
}

impl From<u64> for Decimal {
    fn from(whole: u64) -> Self {
        Self::new(u128::from(whole), 0)
    }
}

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    /// Reads digits with at most one point; no sign, exponent or grouping.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(magnitude) = text.strip_prefix('-') {
            return Err(match magnitude.parse::<Self>() {
                Ok(_) | Err(ParseDecimalError::TooLong) => ParseDecimalError::Negative,
                Err(_) => ParseDecimalError::NotANumber,
            });
        }
        if !digits(whole) || !digits(fraction) || whole.len() + fraction.len() == 0 {
            return Err(ParseDecimalError::NotANumber);
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        if whole.len() > MAX_DIGITS || fraction.len() > MAX_DIGITS {
            return Err(ParseDecimalError::TooLong);
        }
        let digits = whole.bytes().chain(fraction.bytes());
        let mantissa = digits.fold(Wide::ZERO, |mantissa, digit| {
            mantissa.times_plus(10, u32::from(digit - b'0'))
        });
        let scale = u32::try_from(fraction.len()).map_err(|_| ParseDecimalError::TooLong)?;
        Ok(Self { mantissa, scale })
    }
}

impl fmt::Display for Decimal {
    /// Plain notation without trailing zeros: `540000`, `0.0000002`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.mantissa;
        let mut next = || {
            let (quotient, digit) = rest.divided(10);
            rest = quotient;
            (
                char::from_digit(digit, 10).unwrap_or_default(),
                quotient.is_zero(),
            )
        };
        // From the last digit to the first.
        let mut reversed = String::new();
        for _ in 0..self.scale {
            let (digit, _) = next();
            if digit != '0' || !reversed.is_empty() {
                reversed.push(digit);
            }
        }
        if !reversed.is_empty() {
            reversed.push('.');
        }
        loop {
            let (digit, is_last) = next();
            reversed.push(digit);
            if is_last {
                break;
            }
        }
        f.pad(&reversed.chars().rev().collect::<String>())
    }
}

impl ops::Add for Decimal {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (a, b, scale) = aligned(self, other);
        Self {
            mantissa: a.plus(&b),
            scale,
        }
    }
}

impl ops::Mul for Decimal {
    type Output = Self;

    #[allow(clippy::suspicious_arithmetic_impl, reason = "exponents are added")]
    fn mul(self, other: Self) -> Self {
        Self {
            mantissa: self.mantissa.times(&other.mantissa),
            scale: self.scale + other.scale,
        }
    }
}

impl Sum for Decimal {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::ZERO, ops::Add::add)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b, _) = aligned(*self, *other);
        a.cmp(&b)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

as_text!(Decimal);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn halves_round_up() {
        for (exact, rounded) in [("2.335", "2.34"), ("2.3349", "2.33"), ("0.005", "0.01")] {
            assert_eq!(decimal(exact).round_half_up(2), decimal(rounded));
        }
    }

    #[test]
    fn numbers_print_plainly() {
        for (text, printed) in [
            ("540000", "540000"),
            ("0.0000002", "0.0000002"),
            ("007.500", "7.5"),
            (".5", "0.5"),
            ("5.", "5"),
            ("0.0", "0"),
        ] {
            assert_eq!(decimal(text).to_string(), printed);
        }
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in [
            "", ".", "1e6", "inf", "NaN", "1,000", "+1", "١", "1.2.3", "--1", "-x",
        ] {
            assert_eq!(
                text.parse::<Decimal>(),
                Err(ParseDecimalError::NotANumber),
                "{text:?}"
            );
        }
        assert_eq!("-1".parse::<Decimal>(), Err(ParseDecimalError::Negative));
        let long = "1".repeat(25);
        assert_eq!(long.parse::<Decimal>(), Err(ParseDecimalError::TooLong));
    }

    #[test]
    fn too_large_for_its_unit_is_none() {
        let huge = decimal(&"9".repeat(24));
        assert_eq!((huge * huge).to_units(2), None);
        assert_eq!(decimal("12.345").to_units(2), Some(1235));
        assert_eq!(decimal("12").to_units(2), Some(1200));
    }

    proptest! {
        #[test]
        fn printing_and_reading_gives_the_same_number(mantissa: u64, scale in 0_u32..20) {
            let number = Decimal::new(u128::from(mantissa), scale);
            prop_assert_eq!(decimal(&number.to_string()), number);
        }

        #[test]
        fn sums_and_products_agree_with_integers(a: u32, b: u32, scale in 0_u32..9) {
            let (wide_a, wide_b) = (u128::from(a), u128::from(b));
            let (x, y) = (Decimal::new(wide_a, scale), Decimal::new(wide_b, scale));
            prop_assert_eq!(x + y, Decimal::new(wide_a + wide_b, scale));
            prop_assert_eq!(x * y, Decimal::new(wide_a * wide_b, 2 * scale));
            prop_assert_eq!(x.saturating_sub(y), Decimal::new(wide_a.saturating_sub(wide_b), scale));
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
        }

        #[test]
        fn any_text_is_read_or_refused(text: String) {
            let _ = text.parse::<Decimal>();
        }
    }
}
