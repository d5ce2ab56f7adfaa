//! Counts as a reader sees them.

/// A number with its thousands grouped: `1,234,567`.
///
/// ```
/// assert_eq!(cost::grouped(999), "999");
/// assert_eq!(cost::grouped(12_345_678), "12,345,678");
/// ```
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
