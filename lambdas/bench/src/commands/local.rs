//! `cargo measure local`: measures on the local Lambda, or goes on with an interrupted run.

use super::{
    data_folder::DataFolder,
    find_hierarchy,
    matrix::{self, Matrix, refuse_missing_variants},
    python_check::PythonCheck,
    surroundings::{self, Surroundings},
    warn_if_unoptimised,
};
use anyhow::{Context, Result, bail};
use bench::{
    cgroup::Hierarchy,
    dynamodb::{Connection, DynamoDb},
    harness_overhead::OverheadClient,
    interrupt::Interrupts,
    languages::{self, rust::DEPLOYED},
    local::{self, Functions},
    plan::Plan,
    run_description::{self, Conditions},
    sandbox::Host,
    summary_table, workloads,
};
use clap::{Args, value_parser};
use data::{CpuLimit, RecordedRun, Recorder, Run, Workload, interrupted_run};
use std::{fmt, str::FromStr, time::Duration};

/// The options of `cargo measure local`.
#[derive(Args)]
pub struct Local {
    /// Continue the last interrupted run with its own plan: on the same machine, at the same commit, with
    /// the same versions
    #[arg(long, conflicts_with_all = matrix::OPTIONS, conflicts_with_all = surroundings::OPTIONS, conflicts_with = "pace")]
    resume: bool,
    #[command(flatten)]
    matrix: Matrix,
    #[command(flatten)]
    surroundings: Surroundings,
    /// The pause between two invocations: `back-to-back`, or milliseconds
    #[arg(long, value_name = "PACE", default_value_t = Pace::BACK_TO_BACK)]
    pace: Pace,
    /// Attempts at a repetition, which is measured again if the machine's speed changed during it
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = value_parser!(u32).range(1..=100))]
    attempts: u32,
    /// Cargo profile of the Rust functions; any but `lambda` is for trying out only
    #[arg(long, value_name = "NAME", default_value = DEPLOYED)]
    profile: String,
    #[command(flatten)]
    python: PythonCheck,
    #[command(flatten)]
    data: DataFolder,
}

/// A pause between two invocations in ms; none is back to back.
#[derive(Clone, Copy)]
struct Pace(Option<u32>);

impl Pace {
    const BACK_TO_BACK: Self = Self(None);
}

impl FromStr for Pace {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "back-to-back" {
            return Ok(Self::BACK_TO_BACK);
        }
        match text.parse() {
            Ok(ms @ 1..=3_600_000) => Ok(Self(Some(ms))),
            _ => Err("write `back-to-back`, or milliseconds from 1 to 3600000"),
        }
    }
}

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(ms) => write!(f, "{ms}"),
            None => f.write_str("back-to-back"),
        }
    }
}

impl Local {
    /// The command that goes on with the run.
    fn resuming(&self) -> String {
        let mut words = vec!["cargo measure local --resume".to_owned()];
        if self.profile != DEPLOYED {
            words.push(format!("--profile {}", self.profile));
        }
        if let Some(data) = self.data.given() {
            words.push(format!("--data {}", data.display()));
        }
        if let Some(python) = languages::python::asked_for() {
            words.push(format!("--python {}", python.display()));
        }
        if self.python.allow_unoptimised_python {
            words.push("--allow-unoptimised-python".to_owned());
        }
        words.join(" ")
    }
}

/// Measures, and prints a table of what was measured.
///
/// # Errors
/// A function can't be built or fails when tried out, a run can't be resumed, the disk is full, or
/// the run is interrupted.
pub async fn measure(options: &Local) -> Result<()> {
    let measurements = options.data.measurements()?;
    let mut interrupted = None;
    if options.resume {
        let run = interrupted_run(&measurements)?;
        interrupted = Some(run.with_context(|| {
            let folder = measurements.display();
            format!("no local run in {folder} was interrupted: start one without --resume")
        })?);
    }
    let plan = interrupted.as_ref().map_or_else(
        || options.matrix.plan(Workload::ALL.iter().copied()),
        Plan::of,
    );
    let (protocol, latency_ms, cold_files) = if let Some(run) = &interrupted {
        let (protocol, latency_ms) = (run.dynamodb_protocol, run.dynamodb_latency_ms);
        (protocol, latency_ms, run.cold_files)
    } else {
        let chosen = &options.surroundings;
        (chosen.dynamodb, chosen.latency_ms()?, chosen.cold_files)
    };
    refuse_missing_variants(&plan)?;
    if options.profile == DEPLOYED {
        warn_if_unoptimised("local");
    }

    let variants = || plan.functions().map(|(_, variant)| variant);
    options.python.check(variants())?;
    languages::prepare(variants())?;
    let hierarchy = find_hierarchy();
    let conditions = Conditions {
        cpu_limit: hierarchy
            .as_ref()
            .map_or(CpuLimit::None, Hierarchy::cpu_limit),
        profile: &options.profile,
        dynamodb_protocol: protocol,
        dynamodb_latency_ms: latency_ms,
        cold_files,
        pace_ms: options.pace.0,
    };
    let now = run_description::describe(&plan, conditions, &measurements)?;
    if let Some(run) = &interrupted {
        refuse_difference(run, &now)?;
    }
    let functions = find_functions(&plan, &options.profile)?;

    let mut interrupts = Interrupts::catch()?;
    let connection = Connection {
        protocol,
        latency: Duration::from_millis(latency_ms.into()),
    };
    let dynamodb = DynamoDb::start(connection).await?;
    let mut host = Host::new(hierarchy, dynamodb.environment())?;
    host.cold_files = cold_files;
    let (mut recorder, measured) = match interrupted {
        Some(run) => Recorder::resume(&measurements, run)?,
        None => (Recorder::start(&measurements, &now)?, RecordedRun::new(now)),
    };
    let file = recorder.file().display().to_string();
    let left = plan.invocations() - measured.invocations.len() as u64;
    eprintln!("Measuring {left} invocations into {file}");
    let measured = local::run(
        measured,
        &host,
        &functions,
        &mut recorder,
        &mut interrupts,
        options.attempts,
    )
    .await
    .inspect_err(|_| {
        let command = options.resuming();
        eprintln!("The finished rows are in {file}: resume with `{command}`");
    })?;
    print!("{}", summary_table::table(&measured));
    Ok(())
}

fn refuse_difference(run: &Run, now: &Run) -> Result<()> {
    let Some(difference) = run.difference(now) else {
        return Ok(());
    };
    bail!(
        "{} can't be resumed, because its figures would be of two kinds: {} was `{}` and is `{}`: \
         restore that, or start a new run without --resume",
        run.run_id,
        difference.column,
        difference.first,
        difference.second
    )
}

fn find_functions(plan: &Plan, profile: &str) -> Result<Functions> {
    let mut found = Functions {
        overhead_client: Some(OverheadClient::with(&std::env::current_exe()?)?),
        ..Functions::default()
    };
    for &workload in &plan.workloads {
        found.events.insert(workload, workloads::event(workload)?);
    }
    for (workload, variant) in plan.functions() {
        let function = workloads::function(workload, variant, profile)?;
        found.functions.insert((workload, variant), function);
    }
    Ok(found)
}
