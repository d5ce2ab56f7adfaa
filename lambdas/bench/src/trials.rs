//! Cold starts of functions that are changed in one thing: what INIT and the first call are spent on.

mod change;

use crate::{
    cgroup::Hierarchy,
    dynamodb::{self, Connection, DynamoDb},
    function::Function,
    languages,
    provenance::{Machine, git_revision, now},
    sandbox::{Host, Sandbox},
    workloads,
};
use anyhow::{Context, Result, anyhow};
use axum::body::Bytes;
use change::{Change, Roots};
use data::{DynamoDbProtocol, Trial, TrialStart, Version};
use std::time::Duration;

/// The memory size in MB at which each function is tried out.
const FULL_CPU_MB: u32 = 1769;

/// The trials to make, and how often.
#[derive(Clone, Debug)]
pub struct Options {
    /// The trials, in the order in which they take turns.
    pub trials: Vec<Trial>,
    /// Memory sizes in MB.
    pub memory_mb: Vec<u32>,
    /// Cold starts of each at each memory size.
    pub count: u32,
    /// Cargo's profile of the functions.
    pub profile: String,
}

/// Makes the cold starts of each trial, in turn, at one memory size after the other, after one that does
/// not count.
///
/// # Errors
/// A function can't be built, its INIT or its first call fails, or there is no control group to count
/// CPU time.
pub async fn measure(options: &Options) -> Result<Vec<TrialStart>> {
    let hierarchy =
        Hierarchy::detect().context("CPU time is counted by control groups: run as root")?;
    let latency_ms = dynamodb::latency_ms()?;
    let latency = Duration::from_millis(latency_ms.into());
    let connection = |protocol| Connection { protocol, latency };
    let places = Places {
        hierarchy,
        tls: DynamoDb::start(connection(DynamoDbProtocol::Tls)).await?,
        plain: DynamoDb::start(connection(DynamoDbProtocol::Plain)).await?,
    };
    let mut prepared = Vec::new();
    for &trial in &options.trials {
        let trial = places.prepare(trial, &options.profile)?;
        trial.cold_start(FULL_CPU_MB).await?;
        prepared.push(trial);
    }
    let date = now()?;
    let Machine { cpu_model, .. } = Machine::this()?;
    let versions = versions(options)?;
    let git_revision = git_revision(workspace::root());
    let mut rows: Vec<TrialStart> = Vec::new();
    for &memory_mb in &options.memory_mb {
        for _ in 0..options.count {
            for prepared in &prepared {
                // Another trial may have evicted what they share, such as Python's own library.
                if !prepared.host.cold_files {
                    prepared.cold_start(memory_mb).await?;
                }
                let start = prepared.cold_start(memory_mb).await?;
                rows.push(TrialStart {
                    date: date.clone(),
                    sequence: rows.len() as u64 + 1,
                    trial: prepared.trial,
                    memory_mb,
                    init_ms: start.init.into(),
                    init_cpu_ms: start.init_cpu.into(),
                    duration_ms: start.call.into(),
                    cpu_ms: start.call_cpu.into(),
                    dynamodb_latency_ms: latency_ms,
                    cpu_model: cpu_model.clone(),
                    versions: versions.clone(),
                    git_revision: git_revision.clone(),
                });
            }
        }
    }
    Ok(rows)
}

fn versions(options: &Options) -> Result<Vec<Version>> {
    let changes = options.trials.iter().map(|&trial| Change::of(trial));
    let functions = changes.map(|change| (change.workload, change.variant));
    languages::versions(functions, &options.profile)
}

/// The control groups and the databases of the trials.
struct Places {
    hierarchy: Hierarchy,
    tls: DynamoDb,
    plain: DynamoDb,
}

impl Places {
    fn prepare(&self, trial: Trial, profile: &str) -> Result<Prepared> {
        let change = Change::of(trial);
        let dynamodb = match change.protocol {
            DynamoDbProtocol::Tls => &self.tls,
            DynamoDbProtocol::Plain => &self.plain,
        };
        let mut environment = dynamodb.environment();
        match change.roots {
            Roots::System => {}
            Roots::Own => environment.extend(dynamodb.trusting_own_root()),
        }
        let mut host = Host::new(Some(self.hierarchy.clone()), environment)?;
        host.cold_files = change.cold_files;
        Ok(Prepared {
            trial,
            function: change.function(trial, profile)?,
            event: workloads::event(change.workload)?,
            host,
        })
    }
}

/// A trial that can be started.
struct Prepared {
    trial: Trial,
    function: Function,
    event: Bytes,
    host: Host,
}

/// A cold start: wall time and CPU time.
struct ColdStart {
    init: Duration,
    init_cpu: Duration,
    call: Duration,
    call_cpu: Duration,
}

impl Prepared {
    async fn cold_start(&self, memory_mb: u32) -> Result<ColdStart> {
        let mut sandbox = Sandbox::start(&self.host, &self.function, memory_mb)?;
        let result = Self::call(&mut sandbox, &self.event).await;
        sandbox.stop().await;
        result.with_context(|| format!("the trial {} at {memory_mb} MB", self.trial))
    }

    async fn call(sandbox: &mut Sandbox, event: &Bytes) -> Result<ColdStart> {
        let failed = |fault| anyhow!("{fault}");
        let init = sandbox.init().await.map_err(failed)?;
        let answer = sandbox.invoke(event).await.map_err(failed)?;
        let uncounted = "no CPU time was counted";
        Ok(ColdStart {
            init: init.duration,
            init_cpu: init.usage.context(uncounted)?.cpu,
            call: answer.duration,
            call_cpu: answer.usage.context(uncounted)?.cpu,
        })
    }
}
