//! Clusters of records that belong together.

use crate::is_near;
use std::collections::BTreeMap;

/// The positions of records that are near-duplicates, directly or through others (single linkage).
///
/// Each cluster has two positions or more, ascending; clusters are in the order of their first.
/// Every pair of records is compared.
#[must_use]
pub fn clusters(records: &[Vec<char>], max_distance: usize) -> Vec<Vec<usize>> {
    let mut parents: Vec<usize> = (0..records.len()).collect();
    for (first, a) in records.iter().enumerate() {
        for (second, b) in records.iter().enumerate().skip(first + 1) {
            if is_near(a, b, max_distance) {
                join(&mut parents, first, second);
            }
        }
    }
    let mut members = BTreeMap::<usize, Vec<usize>>::new();
    for position in 0..records.len() {
        members
            .entry(root(&parents, position))
            .or_default()
            .push(position);
    }
    members
        .into_values()
        .filter(|cluster| cluster.len() > 1)
        .collect()
}

/// Puts both clusters below the smaller of their roots, which thus is a cluster's first position.
fn join(parents: &mut [usize], first: usize, second: usize) {
    let (first, second) = (root(parents, first), root(parents, second));
    parents[first.max(second)] = first.min(second);
}

fn root(parents: &[usize], mut position: usize) -> usize {
    while parents[position] != position {
        position = parents[position];
    }
    position
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(records: &[&str], max_distance: usize) -> Vec<Vec<usize>> {
        let records: Vec<_> = records
            .iter()
            .map(|record| record.chars().collect())
            .collect();
        clusters(&records, max_distance)
    }

    #[test]
    fn no_record_is_its_own_duplicate() {
        assert!(found(&[], 1).is_empty());
        assert!(found(&["a"], 1).is_empty());
    }

    #[test]
    fn a_chain_is_one_cluster() {
        assert_eq!(found(&["abcd", "wxyz", "abxy", "abcy"], 1), [[0, 2, 3]]);
    }

    #[test]
    fn clusters_stand_in_the_order_of_their_first_record() {
        let records = ["north", "south", "south!", "north!", "east"];
        assert_eq!(found(&records, 1), [[0, 3], [1, 2]]);
    }

    #[test]
    fn a_later_record_joins_two_clusters() {
        assert_eq!(
            found(&["aaaa", "bbaa", "aaaa", "bbaa", "baaa"], 1),
            [[0, 1, 2, 3, 4]]
        );
    }
}
