//! Numbers and amounts as a reader sees them. Integers only: printing floats costs 9 KB of wasm.

use cost::{Cents, grouped};
use data_core::Decimal;

/// A text's words in lines of at most `most` characters.
#[must_use]
pub fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A number counted in units of `10^-decimals`: 123450 at two decimals is `1,234.50`.
fn fixed(units: u64, decimals: u32) -> String {
    let whole = 10_u64.pow(decimals);
    // The leading 1 keeps the zeros behind the point.
    let fraction = (whole + units % whole).to_string();
    format!("{}.{}", grouped(units / whole), &fraction[1..])
}

/// An amount in US dollars: `$1,234.50`.
pub fn dollars(amount: Cents) -> String {
    format!("${}", fixed(amount.0, 2))
}

/// An amount in US dollars for an axis: `$0.50`, `$20`, `$1.5 k`.
pub fn round_dollars(amount: Cents) -> String {
    if amount.0 < 1000 && amount.0 > 0 {
        return dollars(amount);
    }
    format!("${}", compact(amount.0 / 100))
}

/// A count for an axis, rounded down to one digit after the point: `2.5 M`.
pub fn compact(count: u64) -> String {
    let units = [
        (1_000_000_000_000, "\u{a0}tn"),
        (1_000_000_000, "\u{a0}bn"),
        (1_000_000, "\u{a0}M"),
        (1_000, "\u{a0}k"),
    ];
    let Some((unit, suffix)) = units.into_iter().find(|(unit, _)| count >= *unit) else {
        return count.to_string();
    };
    let tenths = count / (unit / 10);
    let whole = grouped(tenths / 10);
    match tenths % 10 {
        0 => format!("{whole}{suffix}"),
        tenth => format!("{whole}.{tenth}{suffix}"),
    }
}

/// A duration for a table, rounded to the microsecond: `1.234 ms`.
pub fn milliseconds(ms: Decimal) -> String {
    let micros = ms.to_units(3).unwrap_or(u64::MAX);
    format!("{}\u{a0}ms", fixed(micros, 3))
}

/// A round duration for an axis, without zeros behind its last digit: `0.5 ms`, `20 ms`.
pub fn round_milliseconds(micros: u64) -> String {
    let text = fixed(micros, 3);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text}\u{a0}ms")
}

/// Any exact number with its thousands grouped: `1,234,567.0000002`.
pub fn exact(number: Decimal) -> String {
    let text = number.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    if fraction.is_empty() {
        return whole;
    }
    format!("{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(dollars(Cents(123_450)), "$1,234.50");
        assert_eq!(dollars(Cents(5)), "$0.05");
        assert_eq!(exact(Decimal::new(12_345_678, 4)), "1,234.5678");
        assert_eq!(exact(Decimal::new(2, 7)), "0.0000002");
        assert_eq!(milliseconds(Decimal::new(10_406, 4)), "1.041\u{a0}ms");
    }

    #[test]
    fn axis_labels_are_short() {
        for (count, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1\u{a0}k"),
            (2_500_000, "2.5\u{a0}M"),
            (150_000_000, "150\u{a0}M"),
            (2_000_000_000_000_000, "2,000\u{a0}tn"),
        ] {
            assert_eq!(compact(count), text);
        }
        assert_eq!(round_dollars(Cents(123_456)), "$1.2\u{a0}k");
        assert_eq!(round_dollars(Cents(20_000)), "$200");
        assert_eq!(round_dollars(Cents(50)), "$0.50");
        assert_eq!(round_milliseconds(500), "0.5\u{a0}ms");
        assert_eq!(round_milliseconds(20_000), "20\u{a0}ms");
    }
}
