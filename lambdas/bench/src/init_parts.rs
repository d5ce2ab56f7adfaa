//! What `record`'s INIT is spent on: cold starts of functions of which each does one thing more
//! than the one before.

use crate::{
    cgroup::Hierarchy,
    dynamodb::{Connection, DynamoDb},
    function::{self, Function},
    languages::rust::{DEPLOYED, rustc_version},
    project,
    provenance::{Machine, git_revision, now},
    sandbox::{Host, Sandbox},
};
use anyhow::{Context, Result, anyhow};
use data::{InitPart, InitStep, Variant, Workload};
use std::path::Path;

/// A full CPU, which INIT has at every memory size.
const MEMORY_MB: u32 = 1769;

/// Starts each function `count` times, in turn, after once that does not count.
///
/// # Errors
/// A function can't be built, its INIT fails, or there is no control group to count CPU time.
pub async fn measure(profile: &str, count: u32) -> Result<Vec<InitPart>> {
    let hierarchy =
        Hierarchy::detect().context("CPU time is counted by control groups: run as root")?;
    let dynamodb = DynamoDb::start(Connection::PLAIN).await?;
    let host = Host::new(Some(hierarchy), dynamodb.environment())?;
    let no_certificates = tempfile::NamedTempFile::new()?;
    let mut functions = Vec::new();
    for &step in InitStep::ALL {
        let function = function_of(step, profile, no_certificates.path())?;
        init_cpu(&host, &function).await?;
        functions.push((step, function));
    }
    let date = now()?;
    let Machine { cpu_model, .. } = Machine::this()?;
    let git_revision = git_revision(&project::root());
    let mut rustc = rustc_version()?;
    if profile != DEPLOYED {
        rustc = format!("{rustc} (profile {profile})");
    }
    let mut rows: Vec<InitPart> = Vec::new();
    for _ in 0..count {
        for (step, function) in &functions {
            rows.push(InitPart {
                date: date.clone(),
                sequence: rows.len() as u64 + 1,
                step: *step,
                init_cpu_ms: init_cpu(&host, function).await?,
                cpu_model: cpu_model.clone(),
                rustc: rustc.clone(),
                git_revision: git_revision.clone(),
            });
        }
    }
    Ok(rows)
}

fn function_of(step: InitStep, profile: &str, no_certificates: &Path) -> Result<Function> {
    let (workload, variant) = match step {
        InitStep::Runtime => (Workload::Hello, Variant::Rust),
        InitStep::Sdk | InitStep::Certificates => (Workload::Record, Variant::RustLazy),
        InitStep::Connection => (Workload::Record, Variant::Rust),
    };
    let mut function = function::find(workload, variant, profile)?;
    if step == InitStep::Sdk {
        let file = no_certificates.to_string_lossy().into_owned();
        function
            .environment
            .push(("SSL_CERT_FILE".to_owned(), file));
    }
    Ok(function)
}

async fn init_cpu(host: &Host, function: &Function) -> Result<data::Millis> {
    let mut sandbox = Sandbox::start(host, function, MEMORY_MB)?;
    let init = sandbox.init().await;
    sandbox.stop().await;
    let init = init.map_err(|fault| anyhow!("{}: {fault}", function.name))?;
    let usage = init.usage.context("no CPU time was counted")?;
    Ok(usage.cpu.into())
}
