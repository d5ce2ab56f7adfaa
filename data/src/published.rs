//! Measurements on AWS that others published, and the source of each of their files.

use crate::{
    Architecture, Decimal, Error, Millis, Start,
    reader::{Row, rows},
};
use serde::Deserialize;
use std::path::Path;

/// Source of a file of published figures: a row of `data/sources.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct Source {
    /// The file, below `data/`.
    pub file: String,
    /// Content.
    pub holds: String,
    /// Publisher and address.
    pub source: String,
    /// Date on which it was valid or measured.
    pub as_of: String,
}

impl Row for Source {}

/// Init durations of an empty function on AWS, as a third party measured them.
#[derive(Clone, Debug, Deserialize)]
pub struct PublishedColdStart {
    /// Lambda's runtime, with the language where it is an OS-only one.
    pub runtime: String,
    /// `zip` or `image`.
    pub package: String,
    /// The architecture.
    pub arch: Architecture,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Cold starts measured.
    pub n: u32,
    /// Median init duration.
    pub init_p50_ms: Millis,
    /// 90th percentile.
    pub init_p90_ms: Millis,
    /// 99th percentile.
    pub init_p99_ms: Millis,
    /// Mean init duration.
    pub mean_ms: Millis,
    /// Mean duration of the handler.
    pub avg_duration_ms: Millis,
    /// Largest memory used, in MB.
    pub max_memory_used_mb: Decimal,
}

impl PublishedColdStart {
    /// The runtime of a function in Rust.
    pub const RUST: &str = "rust on provided.al2023";
}

impl Row for PublishedColdStart {}

/// Durations of a workload on AWS, as a third party measured them.
#[derive(Clone, Debug, Deserialize)]
pub struct PublishedWorkload {
    /// The third party's name of the workload.
    pub workload: String,
    /// Lambda's runtime, or the language where it is an OS-only one.
    pub runtime: String,
    /// The architecture.
    pub arch: Architecture,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Cold or warm starts.
    pub start: Start,
    /// Mean duration of the handler.
    pub mean_duration_ms: Millis,
    /// Mean init duration; of cold starts only.
    pub mean_init_ms: Option<Millis>,
    /// 99th percentile of the handler's duration.
    pub p99_duration_ms: Millis,
}

impl PublishedWorkload {
    /// Reads `published/published-workloads.csv` below the folder `data`.
    ///
    /// # Errors
    /// The first row that is wrong.
    pub fn read(data: &Path) -> Result<Vec<Self>, Error> {
        rows(&data.join("published/published-workloads.csv"))
    }

    /// Duration of a call to DynamoDB on AWS, in whole ms; `None` if no row tells it.
    ///
    /// The published function `light` makes two calls. In Rust, from 512 MB on, its warm invocations
    /// are little else: half their mean, rounded down, since the function computes a little, too.
    #[must_use]
    pub fn dynamodb_latency_ms(rows: &[Self]) -> Option<u32> {
        let waits = rows.iter().filter(|row| {
            row.workload == "light"
                && row.runtime == "rust"
                && row.start == Start::Warm
                && row.memory_mb >= 512
        });
        let waits: Vec<u64> = waits.map(|row| row.mean_duration_ms.micros()).collect();
        let mean = waits.iter().sum::<u64>().checked_div(waits.len() as u64)?;
        u32::try_from(mean / 2 / 1000).ok()
    }
}

impl Row for PublishedWorkload {}
