//! The host of sandboxes: their environment, their limits, their scratch space.

use crate::{cgroup::Hierarchy, function::Function, runtime_api::RuntimeApi};
use anyhow::{Context, Result};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;
use uuid::Uuid;

const REGION: &str = "ap-southeast-2";

/// The ARN of a function of that name.
#[must_use]
pub fn arn(function: &str) -> String {
    format!("arn:aws:lambda:{REGION}:123456789012:function:{function}")
}

/// The time limits of a function.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// The limit of INIT.
    pub init: Duration,
    /// The limit of an invocation.
    pub invocation: Duration,
}

impl Default for Timeouts {
    /// 10 s for INIT, as on AWS, and 30 s for an invocation, as an HTTP API waits at most.
    fn default() -> Self {
        Self {
            init: Duration::from_secs(10),
            invocation: Duration::from_secs(30),
        }
    }
}

/// The surroundings that all sandboxes of a run share.
#[derive(Debug)]
pub struct Host {
    /// Limits the CPU; `None` measures without a limit.
    pub hierarchy: Option<Hierarchy>,
    /// Environment variables for every function that has not its own of the same name.
    pub environment: Vec<(String, String)>,
    /// The functions' time limits.
    pub timeouts: Timeouts,
    /// Evicts a function's files from memory before it is started.
    pub cold_files: bool,
    /// The functions' output and their empty home.
    scratch: TempDir,
}

impl Host {
    /// A host that limits CPU by the given hierarchy.
    ///
    /// # Errors
    /// No temporary folder can be made.
    pub fn new(hierarchy: Option<Hierarchy>, environment: Vec<(String, String)>) -> Result<Self> {
        Ok(Self {
            hierarchy,
            environment,
            timeouts: Timeouts::default(),
            cold_files: false,
            scratch: tempfile::tempdir().context("no temporary folder can be made")?,
        })
    }

    /// A host that serves functions with the limits of CPU and memory that this machine can set. Those
    /// that it can't set are named on stderr.
    ///
    /// # Errors
    /// No temporary folder can be made.
    pub fn to_serve(environment: Vec<(String, String)>) -> Result<Self> {
        let hierarchy = Hierarchy::detect().inspect_err(|reason| {
            eprintln!(
                "Serving without limits of CPU and memory, run as root to have them: {reason}"
            );
        });
        let hierarchy = hierarchy.ok();
        if hierarchy
            .as_ref()
            .is_some_and(|found| !found.limits_memory())
        {
            eprintln!("Serving without a limit of memory: the kernel's controller can't be used");
        }
        Self::new(hierarchy, environment)
    }

    /// A new file for a function's output.
    pub(super) fn log_file(&self) -> PathBuf {
        self.scratch.path().join(Uuid::new_v4().to_string())
    }

    /// A home without anybody's AWS configuration.
    pub(super) fn home(&self) -> &Path {
        self.scratch.path()
    }
}

/// The environment variables of a function: those that Lambda sets, and its own.
pub(super) fn environment(
    function: &Function,
    memory_mb: u32,
    api: &RuntimeApi,
) -> Vec<(String, String)> {
    let directory = Path::to_string_lossy(&function.directory).into_owned();
    let own = [
        ("AWS_ACCESS_KEY_ID", "local".to_owned()),
        ("AWS_DEFAULT_REGION", REGION.to_owned()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", memory_mb.to_string()),
        ("AWS_LAMBDA_FUNCTION_NAME", function.name.clone()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".to_owned()),
        (
            "AWS_LAMBDA_LOG_GROUP_NAME",
            format!("/aws/lambda/{}", function.name),
        ),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "local".to_owned()),
        ("AWS_LAMBDA_RUNTIME_API", api.address.to_string()),
        ("AWS_REGION", REGION.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "local".to_owned()),
        ("AWS_SESSION_TOKEN", "local".to_owned()),
        ("LAMBDA_TASK_ROOT", directory),
        ("LANG", "C.UTF-8".to_owned()),
        ("PATH", "/usr/local/bin:/usr/bin:/bin".to_owned()),
        ("TZ", ":UTC".to_owned()),
        ("_HANDLER", function.handler.clone()),
    ];
    let own = own
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    own.chain(function.environment.iter().cloned()).collect()
}
