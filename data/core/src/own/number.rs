//! Numbers as AWS's tools write them: `12`, `12.0`, `1.28E8`.

use crate::{Decimal, Millis};

/// The largest power of ten after an `E`, either way.
const MOST_EXPONENT: u32 = 12;

/// An exact number of zero or more; `None` of anything else.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return text.parse().ok();
    };
    let mantissa: Decimal = mantissa.parse().ok()?;
    let (is_negative, digits) = match exponent.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, exponent.strip_prefix('+').unwrap_or(exponent)),
    };
    let exponent: u32 = digits.parse().ok()?;
    if exponent > MOST_EXPONENT {
        return None;
    }
    let factor = if is_negative {
        Decimal::new(1, exponent)
    } else {
        Decimal::new(10_u128.pow(exponent), 0)
    };
    Some(mantissa * factor)
}

/// A duration in ms, to the nearest microsecond.
pub(super) fn millis(text: &str) -> Option<Millis> {
    decimal(text)?.to_units(3).map(Millis::from_micros)
}

/// A whole number, with or without `.0`.
pub(super) fn whole(text: &str) -> Option<u64> {
    let number = decimal(text)?;
    number.is_whole().then(|| number.to_units(0))?
}
