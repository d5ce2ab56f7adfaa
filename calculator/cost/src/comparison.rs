//! Two bills for the same month, side by side.

use crate::{Bill, Cents, Item};
use std::{cmp::Ordering, fmt};

/// What moving a function from one variant to another does to the bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Whether the new bill is less than, equal to or greater than the old one.
    pub change: Ordering,
    /// The difference.
    pub by: Cents,
    /// The difference as a share of the old bill; `None` if that is zero.
    pub share: Option<Share>,
    /// What both bills pay alike whatever the language: the request charge.
    pub common: Cents,
}

impl Comparison {
    /// From the bill `old` to the bill `new`, which are for the same requests.
    #[must_use]
    pub fn of(old: &Bill, new: &Bill) -> Self {
        let (was, is) = (old.total(), new.total());
        let by = Cents(was.0.abs_diff(is.0));
        Self {
            change: is.cmp(&was),
            by,
            share: Share::of(by, was),
            common: old.amount(Item::Requests).min(new.amount(Item::Requests)),
        }
    }
}

/// A part of an amount, in tenths of a per cent, rounded half up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    permille: u128,
}

impl Share {
    /// `part` of `whole`; `None` if `whole` is zero.
    #[must_use]
    pub fn of(part: Cents, whole: Cents) -> Option<Self> {
        let permille = (2000 * part.0 + whole.0).checked_div(2 * whole.0)?;
        Some(Self { permille })
    }
}

impl fmt::Display for Share {
    /// Per cent with one digit after the point: `15.1 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}\u{a0}%", self.permille / 10, self.permille % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_half_up() {
        let share = |part, whole| Share::of(Cents(part), Cents(whole)).map(|s| s.to_string());
        assert_eq!(share(375, 2480).unwrap(), "15.1\u{a0}%");
        assert_eq!(share(1, 2000).unwrap(), "0.1\u{a0}%");
        assert_eq!(share(1, 2001).unwrap(), "0.0\u{a0}%");
        assert_eq!(share(1, 0), None);
    }
}
