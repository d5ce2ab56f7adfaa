//! The description of a run on AWS, which tells less of itself than a machine of one's own.

use super::{Kind, free_run_id, git_revision, now};
use crate::{plan::Plan, project};
use anyhow::Result;
use data::{Environment, Run};
use std::path::Path;

/// What is known of functions on AWS.
#[derive(Clone, Debug, Default)]
pub struct Deployment {
    /// The region's code.
    pub region: Option<String>,
    /// Their architecture, by AWS's name.
    pub architecture: Option<String>,
    /// The runtime of the Python functions, such as `python3.11`.
    pub python: Option<String>,
    /// Where the calls went, unless to AWS itself: a trial is never to be taken for AWS.
    pub endpoint: Option<String>,
}

/// Describes a run on AWS that begins now; a plan without invocations is an import.
///
/// # Errors
/// The clock is out of range.
pub fn describe_aws(plan: &Plan, deployment: Deployment, measurements: &Path) -> Result<Run> {
    let date = now()?;
    let run_id = free_run_id(&date, Kind::Aws, measurements);
    let run = Run::unknown(&run_id, Environment::Aws);
    let trial = deployment.endpoint;
    Ok(plan.noted_in(Run {
        date,
        region: deployment.region,
        cpu_model: trial.map_or(run.cpu_model, |endpoint| {
            format!("trial by way of {endpoint}")
        }),
        machine: deployment.architecture.unwrap_or(run.machine),
        dynamodb: "Amazon DynamoDB".to_owned(),
        python: deployment.python.unwrap_or(run.python),
        git_revision: git_revision(&project::root()),
        ..run
    }))
}
