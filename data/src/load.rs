//! The load tests: `data/measurements/load.csv`, one row per run of k6.

use crate::{
    Decimal, Environment, Error, MEMORY_MB, Millis, Variant, Version, Workload, list,
    reader::{Problem, Row, rows_if_any},
    writer::write,
};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Load test: k6's figures while its virtual users called a function's URL without a pause. A duration is
/// k6's `http_req_duration`: wall time from sending a request to having received its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// The same for all rows of one command; it begins with the day.
    pub run_id: String,
    /// Start of the row's run of k6, in RFC 3339, UTC.
    pub date: String,
    /// Environment of the URL: the local Lambda or AWS.
    pub environment: Environment,
    /// The workload.
    pub workload: Workload,
    /// The variant.
    pub variant: Variant,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// The sandboxes that the function could have at once; empty where k6 was given a URL.
    pub concurrency: Option<u32>,
    /// The repetition, from 1.
    pub repetition: u32,
    /// Virtual users.
    pub virtual_users: u32,
    /// The length that k6 was told, in s.
    pub duration_s: u32,
    /// Requests.
    pub requests: u64,
    /// Requests per s, failed ones included.
    pub requests_per_s: Decimal,
    /// Requests whose answer was no success: 429 and faults.
    pub failed: u64,
    /// Mean duration in ms.
    pub mean_ms: Millis,
    /// Median in ms.
    pub median_ms: Millis,
    /// 90th percentile in ms.
    pub p90_ms: Millis,
    /// 95th percentile in ms.
    pub p95_ms: Millis,
    /// 99th percentile in ms.
    pub p99_ms: Millis,
    /// Longest duration in ms.
    pub max_ms: Millis,
    /// The version of k6.
    pub k6: String,
    /// The processor of the machine that k6 ran on, which served as well if `environment` is
    /// `local`.
    pub cpu_model: String,
    /// Its cores.
    pub cores: u32,
    /// Cargo's profile of the Rust functions; empty where k6 was given a URL.
    pub profile: Option<String>,
    /// Versions of compilers, interpreters and libraries; nothing if k6 was given a URL.
    #[serde(with = "list")]
    pub versions: Vec<Version>,
    /// The commit, with `-dirty` where files differed from it.
    pub git_revision: String,
}

const FILE: &str = "load.csv";

impl Load {
    /// Adds a row to `<measurements>/load.csv`, which is made if it is missing.
    ///
    /// # Errors
    /// An existing row is wrong, or the file can't be written. It stays as it was.
    pub fn record(measurements: &Path, load: Self) -> Result<(), Error> {
        let file = measurements.join(FILE);
        load.check().map_err(|Problem { column, reason }| {
            Error::file(&file, format!("column `{column}`: {reason}"))
        })?;
        let mut rows = read_load(measurements)?;
        rows.push(load);
        write(&file, &rows)
    }
}

impl Row for Load {
    fn check(&self) -> Result<(), Problem> {
        if !self.workload.variants().contains(&self.variant) {
            let reason = format!("{} has no such variant", self.workload);
            return Err(Problem::new("variant", reason));
        }
        if !MEMORY_MB.contains(&self.memory_mb) {
            return Err(Problem::new("memory_mb", "write 128 to 10240"));
        }
        for (column, count) in [
            ("repetition", self.repetition.into()),
            ("virtual_users", self.virtual_users.into()),
            ("duration_s", self.duration_s.into()),
            ("requests", self.requests),
        ] {
            if count == 0 {
                return Err(Problem::new(column, "0: write at least 1"));
            }
        }
        if self.failed > self.requests {
            return Err(Problem::new("failed", "more than the requests"));
        }
        let ascending = [
            ("p90_ms", self.median_ms, self.p90_ms),
            ("p95_ms", self.p90_ms, self.p95_ms),
            ("p99_ms", self.p95_ms, self.p99_ms),
            ("max_ms", self.p99_ms, self.max_ms),
            ("max_ms", self.mean_ms, self.max_ms),
        ];
        match ascending.iter().find(|(_, lower, upper)| lower > upper) {
            Some((column, ..)) => Err(Problem::new(
                column,
                "less than a lower percentile or the mean",
            )),
            None => Ok(()),
        }
    }
}

/// The runs of k6; none before the first.
pub(crate) fn read_load(measurements: &Path) -> Result<Vec<Load>, Error> {
    rows_if_any(&measurements.join(FILE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const ROW: &str = "2026-01-02-load,2026-01-02T03:04:05Z,local,hello,rust,128,10,1,5,10,\
        1000,100.5,2,1.5,1.25,2,3,4,9.5,1.1.0,CPU,2,lambda,rustc=1.95.0,0123abc";

    fn read_back(row: &str) -> Result<Vec<Load>, String> {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("{}\n{row}\n", Load::columns().join(","));
        fs::write(folder.path().join(FILE), text).unwrap();
        read_load(folder.path()).map_err(|error| error.to_string())
    }

    #[test]
    fn rows_are_added_in_order_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read_load(folder.path()).unwrap(), []);
        let first = read_back(ROW).unwrap().remove(0);
        let second = Load {
            repetition: 2,
            concurrency: None,
            profile: None,
            ..first.clone()
        };
        Load::record(folder.path(), first.clone()).unwrap();
        Load::record(folder.path(), second.clone()).unwrap();
        assert_eq!(read_load(folder.path()).unwrap(), [first, second]);
    }

    #[test]
    fn a_bad_row_is_named_by_line_and_column() {
        for (right, wrong, column) in [
            ("hello,rust", "hello,hybrid", "variant"),
            (",1000,", ",0,", "requests"),
            (",100.5,2,", ",100.5,1001,", "failed"),
            (",4,9.5,", ",9.6,9.5,", "max_ms"),
            (",2,3,4,", ",3.5,3,4,", "p95_ms"),
        ] {
            let error = read_back(&ROW.replacen(right, wrong, 1)).unwrap_err();
            let expected = format!("load.csv:2: column `{column}`: ");
            assert!(error.contains(&expected), "{error}");
        }
    }
}
