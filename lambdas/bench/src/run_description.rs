//! The rows that describe a run: on the local Lambda, and on AWS, of which less is known than of one's
//! own machine.

use crate::{
    cgroup,
    languages::{self, rust::locked_version},
    plan::Plan,
    provenance::{Machine, RunKind, free_run_id, git_revision, kernel, now},
    sha_extensions,
};
use anyhow::Result;
use data::{CpuLimit, DynamoDbProtocol, Environment, Run, Version};
use std::path::Path;

/// The conditions of a run besides its plan and the machine.
#[derive(Clone, Copy, Debug)]
pub struct Conditions<'a> {
    /// The limit of the CPU.
    pub cpu_limit: CpuLimit,
    /// The Cargo profile of what is compiled.
    pub profile: &'a str,
    /// The protocol between functions and DynamoDB.
    pub dynamodb_protocol: DynamoDbProtocol,
    /// The least time of a DynamoDB call, in ms.
    pub dynamodb_latency_ms: u32,
    /// Evicts a function's files from memory before each cold start.
    pub cold_files: bool,
    /// The pause between two invocations in ms; `None` is back to back.
    pub pace_ms: Option<u32>,
}

/// Describes a run on the local Lambda that begins now.
///
/// # Errors
/// A version can't be found out, or the runs that exist can't be read.
pub fn describe(plan: &Plan, conditions: Conditions, measurements: &Path) -> Result<Run> {
    let Conditions {
        cpu_limit,
        profile,
        dynamodb_protocol,
        dynamodb_latency_ms,
        cold_files,
        pace_ms,
    } = conditions;
    let date = now()?;
    let run_id = free_run_id(&date, RunKind::Local, measurements)?;
    let machine = Machine::this()?;
    let mut versions = languages::versions(plan.functions(), profile)?;
    versions.extend(sha_extensions::version(plan.functions()));
    let run = Run {
        date,
        cpu_model: machine.cpu_model,
        cores: machine.cores,
        machine: std::env::consts::ARCH.to_owned(),
        kernel: kernel(),
        cpu_limit,
        cpu_period_ms: (cpu_limit != CpuLimit::None).then_some(cgroup::PERIOD_MS),
        dynamodb: format!("dynoxide-rs {}", locked_version("dynoxide-rs")?),
        dynamodb_protocol,
        dynamodb_latency_ms,
        cold_files,
        versions,
        git_revision: git_revision(workspace::root()),
        pace_ms,
        ..Run::unknown(&run_id, Environment::Local)
    };
    Ok(plan.noted_in(run))
}

/// Functions on AWS, as far as they are known.
#[derive(Clone, Debug, Default)]
pub struct Deployment {
    /// The region's code.
    pub region: Option<String>,
    /// The functions' architecture, by AWS's name.
    pub architecture: Option<String>,
    /// The versions of their runtimes.
    pub versions: Vec<Version>,
    /// The server that calls go to instead of AWS: a trial is never to be taken for AWS.
    pub endpoint: Option<String>,
}

/// Describes a run on AWS that begins now; a plan without invocations is that of an import.
///
/// # Errors
/// The runs that exist can't be read.
pub fn describe_aws(plan: &Plan, deployment: Deployment, measurements: &Path) -> Result<Run> {
    let date = now()?;
    let run_id = free_run_id(&date, RunKind::Aws, measurements)?;
    let run = Run::unknown(&run_id, Environment::Aws);
    // What functions elsewhere speak to, only their server knows.
    let dynamodb = match deployment.endpoint {
        None => "Amazon DynamoDB".to_owned(),
        Some(_) => run.dynamodb,
    };
    Ok(plan.noted_in(Run {
        date,
        region: deployment.region,
        endpoint: deployment.endpoint,
        machine: deployment.architecture.unwrap_or(run.machine),
        dynamodb,
        versions: deployment.versions,
        git_revision: git_revision(workspace::root()),
        ..run
    }))
}
