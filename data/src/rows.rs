//! The rows of `data/measurements/*.csv`: one per invocation, and one per run.

use crate::{
    Millis, Start, UnknownName, Variant, Workload,
    measurement::named,
    reader::{Problem, Row},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// One invocation of a function: a row of `data/measurements/<date>-<environment>.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invocation {
    /// The run it belongs to: [`Run::run_id`].
    pub run_id: String,
    /// The position in the run, from 1: rows of the variants alternate.
    pub sequence: u64,
    /// The workload.
    pub workload: Workload,
    /// The variant.
    pub variant: Variant,
    /// Memory size in MB, from 128 to 10,240.
    pub memory_mb: u32,
    /// The repetition, from 1.
    pub repetition: u32,
    /// Whether the sandbox was new.
    pub start: Start,
    /// Wall time in ms from the start of the process to its first request for an event; of a
    /// cold start only.
    pub init_ms: Option<Millis>,
    /// CPU time in ms that INIT took; of a cold start only.
    pub init_cpu_ms: Option<Millis>,
    /// Wall time in ms from handing over the event to receiving the response.
    pub duration_ms: Millis,
    /// CPU time in ms that the invocation took, without INIT.
    pub cpu_ms: Option<Millis>,
    /// Periods in which the CPU limit stopped the function during the invocation.
    pub throttled_periods: Option<u64>,
    /// The process's largest resident set so far (`VmHWM`), in KiB.
    pub max_memory_kb: u64,
    /// What AWS would bill, in ms: duration and init together, rounded up.
    pub billed_ms: u64,
    /// The kind of error; empty when the function answered.
    pub error: Option<String>,
}

impl Row for Invocation {
    const COLUMNS: &'static [&'static str] = &[
        "run_id",
        "sequence",
        "workload",
        "variant",
        "memory_mb",
        "repetition",
        "start",
        "init_ms",
        "init_cpu_ms",
        "duration_ms",
        "cpu_ms",
        "throttled_periods",
        "max_memory_kb",
        "billed_ms",
        "error",
    ];

    fn check(&self) -> Result<(), Problem> {
        if !(128..=10_240).contains(&self.memory_mb) {
            return Err(Problem::new("memory_mb", "outside 128 to 10240"));
        }
        if self.error.is_some() {
            return Ok(());
        }
        match (self.start, self.init_ms) {
            (Start::Cold, None) => return Err(Problem::new("init_ms", "empty for a cold start")),
            (Start::Warm, Some(_)) => {
                return Err(Problem::new("init_ms", "must be empty for a warm start"));
            }
            _ => {}
        }
        let billed = Millis::billed_ms(self.duration_ms, self.init_ms);
        if self.billed_ms != billed {
            let reason = format!("duration and init round up to {billed}");
            return Err(Problem::new("billed_ms", reason));
        }
        Ok(())
    }
}

named! {
    /// Where a run took place.
    Environment {
        /// The local Lambda of `lambdas/bench`; never to be shown as AWS's.
        Local = "local",
        /// Functions deployed on AWS.
        Aws = "aws",
    }
}

named! {
    /// What limited a function's CPU to its memory's share.
    CpuLimit {
        /// A quota of the first version of Linux's control groups.
        CgroupV1 = "cgroup-v1",
        /// A quota of the second version.
        CgroupV2 = "cgroup-v2",
        /// Nothing: memory sizes differ in name only.
        None = "none",
        /// AWS itself.
        Aws = "aws",
    }
}

/// Where, when and with what a run was made: a row of `data/measurements/runs.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Unique; the run's rows are in `data/measurements/<run_id>.csv`.
    pub run_id: String,
    /// When it started, in RFC 3339, UTC.
    pub date: String,
    /// Where it took place.
    pub environment: Environment,
    /// The processor's name.
    pub cpu_model: String,
    /// Processors that the machine has.
    pub cores: u32,
    /// The machine's architecture, as `uname -m` says it.
    pub machine: String,
    /// The kernel's release.
    pub kernel: String,
    /// What limited the CPU.
    pub cpu_limit: CpuLimit,
    /// The limit's period in ms; empty without one.
    pub cpu_period_ms: Option<u32>,
    /// What answered the function's DynamoDB calls.
    pub dynamodb: String,
    /// What was added to each DynamoDB call, in ms.
    pub dynamodb_latency_ms: u32,
    /// The Rust compiler's version.
    pub rustc: String,
    /// The version of the crate `lambda_runtime`.
    pub lambda_runtime: String,
    /// The version of the crate `aws-sdk-dynamodb`.
    pub aws_sdk_dynamodb: String,
    /// Python's version.
    pub python: String,
    /// The version of the package `awslambdaric`.
    pub awslambdaric: String,
    /// The version of the package `boto3`.
    pub boto3: String,
    /// The commit that was measured, with `-dirty` where files differed from it.
    pub git_revision: String,
    /// The seed of the order.
    pub seed: u64,
    /// Repetitions.
    pub repetitions: u32,
    /// Cold starts per repetition, workload, variant and memory size.
    pub cold: u32,
    /// Warm invocations per repetition, workload, variant and memory size.
    pub warm: u32,
}

impl Run {
    /// Whether all of the run's invocations were recorded: an interrupted run stays on disk,
    /// and is not shown.
    #[must_use]
    pub fn is_complete(&self, invocations: &[Invocation]) -> bool {
        let cells: BTreeSet<_> = invocations
            .iter()
            .map(|row| (row.workload, row.variant, row.memory_mb))
            .collect();
        let planned = u64::from(self.repetitions) * u64::from(self.cold + self.warm);
        invocations.len() as u64 == planned * cells.len() as u64
    }
}

impl Row for Run {
    const COLUMNS: &'static [&'static str] = &[
        "run_id",
        "date",
        "environment",
        "cpu_model",
        "cores",
        "machine",
        "kernel",
        "cpu_limit",
        "cpu_period_ms",
        "dynamodb",
        "dynamodb_latency_ms",
        "rustc",
        "lambda_runtime",
        "aws_sdk_dynamodb",
        "python",
        "awslambdaric",
        "boto3",
        "git_revision",
        "seed",
        "repetitions",
        "cold",
        "warm",
    ];

    fn check(&self) -> Result<(), Problem> {
        let name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if self.run_id.is_empty() || !self.run_id.chars().all(name) {
            return Err(Problem::new("run_id", "write letters, digits and hyphens"));
        }
        let day = self.date.get(..10).unwrap_or_default();
        if !self.run_id.starts_with(day) || day.is_empty() {
            return Err(Problem::new(
                "date",
                "must be the day that run_id begins with",
            ));
        }
        Ok(())
    }
}
