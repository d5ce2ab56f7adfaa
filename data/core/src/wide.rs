//! The integer in a decimal number: wide, and with no more operations than that needs.
//!
//! The numbers of a bill fill two or three of the limbs that the longest product needs. What is
//! here passes over empty ones, so it takes a fraction of a general library's time and of its
//! code.

use std::cmp::Ordering;

/// Number of an integer's limbs: 384 bits, 115 digits.
const LIMBS: usize = 12;

/// The exponent of the largest power of ten in a limb.
const LIMB_DIGITS: u32 = u32::MAX.ilog10();

/// An unsigned integer of 384 bits; its limbs, the least significant one first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wide([u32; LIMBS]);

impl Wide {
    pub(crate) const ZERO: Self = Self([0; LIMBS]);

    pub(crate) fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }

    /// The limbs up to the last one that is not zero.
    fn used(&self) -> &[u32] {
        let length = self.0.iter().rposition(|&limb| limb != 0);
        &self.0[..length.map_or(0, |last| last + 1)]
    }

    pub(crate) fn to_u64(self) -> Option<u64> {
        match *self.used() {
            [] => Some(0),
            [low] => Some(low.into()),
            [low, high] => Some(u64::from(high) << 32 | u64::from(low)),
            _ => None,
        }
    }

    /// `self * factor + addend`.
    ///
    /// # Panics
    /// It needs more than 384 bits.
    pub(crate) fn times_plus(mut self, factor: u32, addend: u32) -> Self {
        let length = self.used().len();
        let mut carry = addend;
        for limb in &mut self.0[..length] {
            (*limb, carry) = limb.carrying_mul(factor, carry);
        }
        if carry != 0 {
            *self.0.get_mut(length).expect(OVERFLOW) = carry;
        }
        self
    }

    /// The quotient, rounded down, and the remainder.
    pub(crate) fn divided(mut self, divisor: u32) -> (Self, u32) {
        let length = self.used().len();
        let divisor = u64::from(divisor);
        let mut rest = 0;
        for limb in self.0[..length].iter_mut().rev() {
            let part = rest << 32 | u64::from(*limb);
            *limb = narrow(part / divisor);
            rest = part % divisor;
        }
        (self, narrow(rest))
    }

    /// `self * 10^exponent`.
    pub(crate) fn times_power_of_ten(mut self, mut exponent: u32) -> Self {
        while exponent > 0 {
            let digits = exponent.min(LIMB_DIGITS);
            self = self.times_plus(10_u32.pow(digits), 0);
            exponent -= digits;
        }
        self
    }

    /// `self / 10^exponent` rounded down, and whether nothing is lost.
    pub(crate) fn over_power_of_ten(mut self, mut exponent: u32) -> (Self, bool) {
        let mut is_exact = true;
        while exponent > 0 {
            let digits = exponent.min(LIMB_DIGITS);
            let (quotient, rest) = self.divided(10_u32.pow(digits));
            self = quotient;
            is_exact &= rest == 0;
            exponent -= digits;
        }
        (self, is_exact)
    }

    /// The sum.
    ///
    /// # Panics
    /// It needs more than 384 bits.
    pub(crate) fn plus(mut self, other: &Self) -> Self {
        let mut carry = false;
        for (limb, &other) in self.0.iter_mut().zip(&other.0) {
            (*limb, carry) = limb.carrying_add(other, carry);
        }
        assert!(!carry, "{OVERFLOW}");
        self
    }

    /// The difference, or zero if `other` is larger.
    pub(crate) fn saturating_minus(mut self, other: &Self) -> Self {
        let mut is_borrowed = false;
        for (limb, &other) in self.0.iter_mut().zip(&other.0) {
            (*limb, is_borrowed) = limb.borrowing_sub(other, is_borrowed);
        }
        if is_borrowed { Self::ZERO } else { self }
    }

    /// The product.
    ///
    /// # Panics
    /// It needs more than 384 bits.
    pub(crate) fn times(&self, other: &Self) -> Self {
        let mut whole = Self::ZERO;
        for (at, &factor) in self.used().iter().enumerate() {
            let mut carry = 0;
            let mut others = other.used().iter();
            for limb in &mut whole.0[at..] {
                let other = others.next().copied();
                if other.is_none() && carry == 0 {
                    break;
                }
                (*limb, carry) = factor.carrying_mul_add(other.unwrap_or(0), *limb, carry);
            }
            assert!(carry == 0 && others.next().is_none(), "{OVERFLOW}");
        }
        whole
    }
}

const OVERFLOW: &str = "a decimal number has over 115 digits";

#[allow(clippy::cast_possible_truncation, reason = "of a division by a limb")]
fn narrow(number: u64) -> u32 {
    number as u32
}

impl From<u128> for Wide {
    fn from(number: u128) -> Self {
        let mut limbs = [0; LIMBS];
        for (limb, bytes) in limbs.iter_mut().zip(number.to_le_bytes().as_chunks().0) {
            *limb = u32::from_le_bytes(*bytes);
        }
        Self(limbs)
    }
}

impl Ord for Wide {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}

impl PartialOrd for Wide {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn small_numbers_are_computed_as_the_machine_does(a: u64, b: u64, limb in 1_u32..) {
            let wide = |number: u64| Wide::from(u128::from(number));
            let (long_a, long_b) = (u128::from(a), u128::from(b));
            prop_assert_eq!(wide(a).times(&wide(b)), Wide::from(long_a * long_b));
            prop_assert_eq!(wide(a).plus(&wide(b)), Wide::from(long_a + long_b));
            prop_assert_eq!(wide(a).saturating_minus(&wide(b)), wide(a.saturating_sub(b)));
            prop_assert_eq!(wide(a).cmp(&wide(b)), a.cmp(&b));
            prop_assert_eq!(wide(a).to_u64(), Some(a));
            let (quotient, rest) = wide(a).divided(limb);
            let limb = u64::from(limb);
            prop_assert_eq!((quotient.to_u64(), u64::from(rest)), (Some(a / limb), a % limb));
        }

        #[test]
        fn long_numbers_obey_the_laws_of_arithmetic(a: u128, b: u128, c: u64, exponent in 0_u32..76) {
            let [a, b, c] = [a, b, c.into()].map(Wide::from);
            prop_assert_eq!(a.times(&b).times(&c), c.times(&b).times(&a));
            prop_assert_eq!(a.plus(&b).times(&c), a.times(&c).plus(&b.times(&c)));
            prop_assert_eq!(a.times(&b).plus(&c).saturating_minus(&c), a.times(&b));
            prop_assert!(a.times(&b).plus(&c) >= a.times(&b));
            prop_assert_eq!(a.times_power_of_ten(exponent).over_power_of_ten(exponent), (a, true));
        }
    }

    #[test]
    #[should_panic(expected = "over 115 digits")]
    fn a_product_that_has_no_room_is_no_wrong_number() {
        let long = Wide::from(u128::MAX);
        let _ = long.times(&long).times(&long).times(&Wide::from(2));
    }

    #[test]
    fn the_longest_product_that_has_room_is_right() {
        let largest = Wide([u32::MAX; LIMBS]);
        let half = largest.divided(2).0;
        assert_eq!(half.plus(&half).plus(&Wide::from(1)), largest);
        assert_eq!(half.times(&Wide::from(2)).plus(&Wide::from(1)), largest);
    }
}
