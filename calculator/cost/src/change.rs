//! The difference between two bills for the same month.

use crate::Cents;
use std::{cmp::Ordering, fmt};

/// Change of an amount when a function moves from one variant to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Order of the new amount and the old one: less, equal or greater.
    pub direction: Ordering,
    /// The difference, always positive or zero.
    pub by: Cents,
    /// The difference as a share of the old amount; `None` if that is zero.
    pub share: Option<Share>,
}

impl Change {
    /// The change from the amount `old` to the amount `new`.
    ///
    /// ```
    /// use cost::{Cents, Change};
    /// use std::cmp::Ordering;
    ///
    /// let change = Change::between(Cents(24_80), Cents(21_05));
    /// assert_eq!(change.direction, Ordering::Less);
    /// assert_eq!(change.by.to_string(), "3.75");
    /// assert_eq!(change.share.unwrap().to_string(), "15.1\u{a0}%");
    /// ```
    #[must_use]
    pub fn between(old: Cents, new: Cents) -> Self {
        let by = Cents(old.0.abs_diff(new.0));
        Self {
            direction: new.cmp(&old),
            by,
            share: Share::of(by, old),
        }
    }

    /// Returns whether it is written as less than a per cent of the old amount: no reason for a port.
    #[must_use]
    pub fn is_negligible(self) -> bool {
        match self.share {
            Some(share) => share.permille < 10,
            None => self.direction == Ordering::Equal,
        }
    }
}

/// A part of an amount, in tenths of a per cent, rounded half up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    permille: u64,
}

impl Share {
    /// The share of `part` in `whole`; `None` if `whole` is zero, or tiny compared with `part`.
    #[must_use]
    pub fn of(part: Cents, whole: Cents) -> Option<Self> {
        Self::of_counts(part.0, whole.0)
    }

    /// [`Share::of`] for counts of anything.
    #[must_use]
    pub fn of_counts(part: u64, whole: u64) -> Option<Self> {
        // From 2^52 on, the last bits make no difference that a tenth of a per cent shows.
        let excess = 12_u32.saturating_sub(part.max(whole).leading_zeros());
        let (part, whole) = (part >> excess, whole >> excess);
        let permille = (2000 * part + whole).checked_div(2 * whole)?;
        Some(Self { permille })
    }

    /// Returns whether it is more than the whole.
    #[must_use]
    pub const fn exceeds_whole(self) -> bool {
        self.permille > 1000
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
    fn a_change_has_a_direction() {
        let change = Change::between(Cents(2480), Cents(2105));
        assert_eq!((change.direction, change.by), (Ordering::Less, Cents(375)));
        let change = Change::between(Cents(0), Cents(1));
        assert_eq!((change.direction, change.share), (Ordering::Greater, None));
    }

    #[test]
    fn less_than_a_per_cent_is_negligible() {
        for (old, new, is_negligible) in [
            (10_000, 9_906, true),
            (10_000, 10_094, true),
            (10_000, 9_905, false),
            (10_000, 10_100, false),
            (0, 0, true),
            (0, 1, false),
        ] {
            let change = Change::between(Cents(old), Cents(new));
            assert_eq!(change.is_negligible(), is_negligible, "{old} to {new}");
        }
    }

    #[test]
    fn a_share_is_rounded_half_up() {
        let share = |part, whole| Share::of(Cents(part), Cents(whole)).map(|s| s.to_string());
        assert_eq!(share(375, 2480).unwrap(), "15.1\u{a0}%");
        assert_eq!(share(1, 2000).unwrap(), "0.1\u{a0}%");
        assert_eq!(share(1, 2001).unwrap(), "0.0\u{a0}%");
        assert_eq!(share(1, 0), None);
        assert_eq!(share(u64::MAX, u64::MAX).unwrap(), "100.0\u{a0}%");
        assert_eq!(share(u64::MAX / 8, u64::MAX).unwrap(), "12.5\u{a0}%");
        assert_eq!(share(u64::MAX, 1), None);
    }
}
