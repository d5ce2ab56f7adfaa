//! Invocations as people write them: `100M`, `2.5k/s`, `2,500,000`.

use cost::MOST_REQUESTS;
use data_core::Decimal;

/// Suffixes of large numbers, and their powers of ten.
const SUFFIXES: [(&str, u32); 8] = [
    ("k", 3),
    ("m", 6),
    ("mio", 6),
    ("million", 6),
    ("g", 9),
    ("b", 9),
    ("bn", 9),
    ("billion", 9),
];

/// Invocations a month, of 730 hours as in AWS's own calculator, rounded half up. The text may end
/// in `/s`, `/min`, `/h`, `/day` or `/month`; otherwise it counts per `per`.
///
/// # Errors
/// The text can't be read: says what to write instead.
pub fn parse_requests_a_month(text: &str, per: &str) -> Result<u64, String> {
    let (number, unit) = match text.split_once('/') {
        Some((number, unit)) => (number, unit.trim()),
        None => (text, per),
    };
    let Some((times, parts)) = month_of(unit) else {
        return Err("no such unit: write /s, /min, /h, /day or /month".to_owned());
    };
    let number = number_of(number.trim())?;
    let scaled = number * Decimal::from(times);
    // No division of decimals: in units of a day's 24th, then half up.
    let requests = scaled.to_units(0).filter(|_| parts == 1).or_else(|| {
        let parts_of_ten = scaled.to_units(1)?;
        Some((parts_of_ten + 5 * parts) / (10 * parts))
    });
    requests
        .filter(|requests| *requests <= MOST_REQUESTS)
        .ok_or_else(|| "out of range: at most 10^15 a month".to_owned())
}

/// A month in a unit: `times / parts`.
fn month_of(unit: &str) -> Option<(u64, u64)> {
    Some(match unit {
        "s" | "sec" | "second" => (730 * 3600, 1),
        "min" | "minute" => (730 * 60, 1),
        "h" | "hour" => (730, 1),
        "d" | "day" => (730, 24),
        "month" | "mo" => (1, 1),
        _ => return None,
    })
}

fn number_of(text: &str) -> Result<Decimal, String> {
    let end = text
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (digits, suffix) = text.split_at(end);
    let suffix = suffix.trim().to_ascii_lowercase();
    let power = match suffix.as_str() {
        "" => Some(0),
        suffix => SUFFIXES
            .iter()
            .find(|(name, _)| *name == suffix)
            .map(|(_, power)| *power),
    };
    let number = without_grouping(digits.trim()).and_then(|digits| digits.parse::<Decimal>().ok());
    match (number, power) {
        (Some(number), Some(power)) => Ok(number * Decimal::from(10_u64.pow(power))),
        _ => Err("not a number: write 2500000, 2,500,000, 2.5M or 1/s".to_owned()),
    }
}

/// Digits without the separators of thousands; `None` where these do not stand between groups
/// of three, since `1,5` may mean anything.
fn without_grouping(text: &str) -> Option<String> {
    let separators = [',', ' ', '\u{a0}', '\u{202f}', '_', '\''];
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let groups: Vec<&str> = whole.split(separators).collect();
    let (first, rest) = groups.split_first()?;
    if rest.iter().any(|group| group.len() != 3) || (!rest.is_empty() && first.len() > 3) {
        return None;
    }
    Some(format!("{}.{fraction}", groups.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, requests) in [
            ("2500000", 2_500_000),
            ("2,500,000", 2_500_000),
            ("2 500 000", 2_500_000),
            ("2\u{a0}500\u{202f}000", 2_500_000),
            ("2_500_000", 2_500_000),
            ("100M", 100_000_000),
            ("2.5 k", 2_500),
            ("1bn", 1_000_000_000),
            ("0", 0),
        ] {
            assert_eq!(
                parse_requests_a_month(text, "month"),
                Ok(requests),
                "{text:?}"
            );
        }
    }

    /// A month has 730 hours: 2,628,000 seconds, 30.4167 days.
    #[test]
    fn rates_become_months() {
        for (text, requests) in [
            ("1/s", 2_628_000),
            ("2.5k/s", 6_570_000_000),
            ("1/min", 43_800),
            ("1/h", 730),
            ("24/day", 730),
            ("1/day", 30),
            ("7/month", 7),
        ] {
            assert_eq!(
                parse_requests_a_month(text, "month"),
                Ok(requests),
                "{text:?}"
            );
        }
        assert_eq!(parse_requests_a_month("1k", "second"), Ok(2_628_000_000));
        assert_eq!(parse_requests_a_month("1k/month", "second"), Ok(1000));
    }

    #[test]
    fn what_may_mean_anything_is_refused() {
        for text in [
            "1,5",
            "1,50",
            "2500,000",
            "1,,000",
            "100,0000",
            "1,000,",
            "",
            "M",
            "-1",
            "many",
            "1e6",
            "1.2.3",
            "1 zillion",
            "1/fortnight",
            "1/2/s",
        ] {
            let error = parse_requests_a_month(text, "month").unwrap_err();
            assert!(error.contains("write "), "{text:?}: {error}");
        }
        for text in ["1000000000000001", "400bn/s", "99999999999999999999999bn"] {
            let error = parse_requests_a_month(text, "month").unwrap_err();
            assert!(error.starts_with("out of range"), "{text:?}: {error}");
        }
    }
}
