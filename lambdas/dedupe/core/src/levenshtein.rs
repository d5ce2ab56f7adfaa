//! The check that two texts are within an edit distance.

use std::mem;

/// Tells whether at most `max_distance` insertions, deletions and substitutions of single code points
/// turn `a` into `b`: the Levenshtein distance, by Wagner and Fischer's algorithm (1974) with two
/// rows. It stops as soon as a whole row is above `max_distance`, since no later row can be below.
#[must_use]
pub fn is_near(a: &[char], b: &[char], max_distance: usize) -> bool {
    if a.len().abs_diff(b.len()) > max_distance {
        return false;
    }
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    let mut current = Vec::with_capacity(b.len() + 1);
    for (row, x) in (1..).zip(a) {
        let mut left = row;
        current.clear();
        current.push(left);
        for (y, neighbours) in b.iter().zip(previous.windows(2)) {
            let (diagonal, above) = (neighbours[0], neighbours[1]);
            left = if x == y {
                diagonal
            } else {
                1 + diagonal.min(above).min(left)
            };
            current.push(left);
        }
        if current.iter().all(|&distance| distance > max_distance) {
            return false;
        }
        mem::swap(&mut previous, &mut current);
    }
    previous[b.len()] <= max_distance
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: &str, b: &str, max_distance: usize) -> bool {
        let [a, b] = [a, b].map(|text| text.chars().collect::<Vec<_>>());
        is_near(&a, &b, max_distance)
    }

    #[test]
    fn counts_edits_of_code_points() {
        for (a, b, distance) in [
            ("kitten", "sitting", 3),
            ("", "ab", 2),
            ("ab", "ba", 2),
            ("é", "e\u{301}", 2),
            ("🦀", "é", 1),
        ] {
            assert!(near(a, b, distance), "{a} {b}");
            assert!(!near(a, b, distance - 1), "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_another_implementation(a in "[ab🦀]{0,8}", b in "[ab🦀]{0,8}", max in 0_usize..9) {
            prop_assert_eq!(near(&a, &b, max), strsim::levenshtein(&a, &b) <= max);
        }
    }
}
