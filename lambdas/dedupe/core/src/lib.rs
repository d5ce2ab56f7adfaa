//! Finds near-duplicate records by edit distance, from a request's bytes to its answer's.

mod cluster;
mod levenshtein;

pub use cluster::clusters;
pub use levenshtein::is_near;

use serde::{Deserialize, Serialize};

/// The most records that a request may have.
pub const MAX_RECORDS: usize = 1000;

const MAX_CODE_POINTS: usize = 100;

/// The request is not what [`dedupe`] reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    r#"the body must be a JSON object with two fields: "max_distance", a whole number from 1 to 9, and "records", a list of at most 1000 texts of 1 to 100 code points"#
)]
pub struct BadRequest;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    max_distance: usize,
    records: Vec<String>,
}

#[derive(Serialize)]
struct Answer {
    clusters: Vec<Vec<usize>>,
}

/// Answers `{"max_distance": 2, "records": ["…", …]}` by `{"clusters": [[0, 3], …]}`: the
/// positions, from 0, of the records that belong together, as [`clusters`] gives them.
///
/// # Errors
/// The bytes are not such a JSON object, or a limit that [`BadRequest`] names is exceeded.
pub fn dedupe(body: &[u8]) -> Result<Vec<u8>, BadRequest> {
    let Request {
        max_distance,
        records,
    } = parse(body)?;
    let records: Vec<Vec<char>> = records
        .iter()
        .map(|record| record.chars().collect())
        .collect();
    let in_limits = (1..=9).contains(&max_distance)
        && records.len() <= MAX_RECORDS
        && records
            .iter()
            .all(|record| (1..=MAX_CODE_POINTS).contains(&record.len()));
    if !in_limits {
        return Err(BadRequest);
    }
    let answer = Answer {
        clusters: clusters(&records, max_distance),
    };
    serde_json::to_vec(&answer).map_err(|_| BadRequest)
}

fn parse(body: &[u8]) -> Result<Request, BadRequest> {
    // Serde would read a struct from an array as well.
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(BadRequest);
    }
    serde_json::from_slice(body).map_err(|_| BadRequest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(body: &str) -> Result<String, BadRequest> {
        dedupe(body.as_bytes()).map(|answer| String::from_utf8(answer).unwrap())
    }

    #[test]
    fn answers_the_positions_of_near_duplicates() {
        let body = r#"{"max_distance": 1, "records": ["Mill Lane", "High Street", "Mil Lane"]}"#;
        assert_eq!(answer(body).as_deref(), Ok(r#"{"clusters":[[0,2]]}"#));
    }

    #[test]
    fn limits_are_inclusive() {
        let body = |distance: usize, count: usize, length: usize| {
            let records = vec!["é".repeat(length); count];
            json!({ "max_distance": distance, "records": records }).to_string()
        };
        for good in [
            body(1, 2, 1),
            body(9, 2, 100),
            body(1, 1000, 1),
            body(1, 0, 1),
        ] {
            assert!(answer(&good).is_ok());
        }
        for bad in [
            body(0, 2, 1),
            body(10, 2, 1),
            body(1, 1001, 1),
            body(1, 1, 0),
            body(1, 1, 101),
        ] {
            assert_eq!(answer(&bad), Err(BadRequest));
        }
    }

    #[test]
    fn refuses_what_is_not_exactly_such_an_object() {
        for body in [
            "",
            "[1, []]",
            r#"{"max_distance": 1}"#,
            r#"{"max_distance": 1, "records": [], "other": 1}"#,
            r#"{"max_distance": 1, "max_distance": 1, "records": []}"#,
        ] {
            assert_eq!(answer(body), Err(BadRequest), "{body}");
        }
    }
}
