//! `cargo measure`: how the functions behave, as rows in `data/measurements`.

use anyhow::{Context, Result};
use bench::{
    cgroup::Hierarchy,
    dynamodb::DynamoDb,
    function,
    interrupt::{Interrupted, Interrupts},
    local::{self, Functions},
    plan::Plan,
    project, provenance, python, report,
    sandbox::Host,
    serve,
};
use clap::{Args, Parser, Subcommand, value_parser};
use data::{CpuLimit, Recorder, Variant, Workload};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Measures the functions below `lambdas/`.
#[derive(Parser)]
#[command(bin_name = "cargo measure")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Set up the virtual environment in `target/python` and print its interpreter's path
    Setup,
    /// Measure on the local Lambda
    Local(Local),
    /// Serve the functions as Lambda does: Invoke API, function URLs, REPORT lines
    Serve(serve::Serve),
}

#[derive(Args)]
struct Local {
    /// Workloads, parted by commas
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_values_t = Workload::ALL.to_vec())]
    workload: Vec<Workload>,
    /// Variants, parted by commas
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_values_t = Variant::ALL.to_vec())]
    variant: Vec<Variant>,
    /// Memory sizes in MB, parted by commas
    #[arg(long, value_name = "MB", value_delimiter = ',', default_values_t = [128, 256, 512, 1024, 1769],
          value_parser = value_parser!(u32).range(128..=10_240))]
    memory: Vec<u32>,
    /// Cold starts per repetition, workload, variant and memory size
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = value_parser!(u32).range(1..=100_000))]
    cold: u32,
    /// Warm invocations per repetition, workload, variant and memory size
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = value_parser!(u32).range(0..=100_000))]
    warm: u32,
    /// How often everything is repeated
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = value_parser!(u32).range(1..=1000))]
    repetitions: u32,
    /// Decides the order of workloads and memory sizes
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Cargo profile of the Rust functions; any but `lambda` is for trying out only
    #[arg(long, value_name = "NAME", default_value = "lambda")]
    profile: String,
    /// The folder with `measurements/` to write to [default: the repository's `data`]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Setup => {
            python::prepare().map(|interpreter| println!("{}", interpreter.display()))
        }
        Command::Local(options) => measure_locally(options).await,
        Command::Serve(options) => serve::run(options).await,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            let interrupted = error.downcast_ref::<Interrupted>();
            interrupted.map_or(ExitCode::FAILURE, |signal| signal.exit_status().into())
        }
    }
}

async fn measure_locally(options: Local) -> Result<()> {
    let data = options.data.unwrap_or_else(|| project::root().join("data"));
    let measurements = data.join("measurements");
    fs::create_dir_all(&measurements).with_context(|| measurements.display().to_string())?;
    let plan = Plan {
        workloads: without_repeats(options.workload),
        variants: without_repeats(options.variant),
        memory_mb: without_repeats(options.memory),
        cold: options.cold,
        warm: options.warm,
        repetitions: options.repetitions,
        seed: options.seed,
    };
    if cfg!(debug_assertions) && options.profile == "lambda" {
        eprintln!(
            "warning: this bench is built without optimisation, which adds to every duration: \
             use `cargo run --release -p bench --bin measure -- local`"
        );
    }
    let interpreter = python::prepare()?;
    let functions = find_functions(&plan, &interpreter, &options.profile)?;

    let mut interrupts = Interrupts::catch()?;
    let hierarchy = Hierarchy::detect()
        .inspect_err(|reason| {
            eprintln!("Measuring without a CPU limit, run as root to have one: {reason}");
        })
        .ok();
    let cpu_limit = hierarchy
        .as_ref()
        .map_or(CpuLimit::None, Hierarchy::cpu_limit);
    let dynamodb = DynamoDb::start().await?;
    let host = Host::new(hierarchy, dynamodb.environment())?;

    let run = provenance::describe(
        &plan,
        cpu_limit,
        &interpreter,
        &options.profile,
        &measurements,
    )?;
    let mut recorder = Recorder::start(&measurements, &run)?;
    let file = recorder.file().to_owned();
    eprintln!(
        "Measuring {} invocations into {}",
        plan.invocations() * u64::from(plan.repetitions),
        file.display()
    );
    let rows = local::run(
        &plan,
        &host,
        &functions,
        &run.run_id,
        &mut recorder,
        &mut interrupts,
    )
    .await
    .inspect_err(|_| eprintln!("The finished rows are in {}", file.display()))?;
    print!("{}", report::table(&plan, &rows));
    Ok(())
}

fn find_functions(plan: &Plan, interpreter: &Path, profile: &str) -> Result<Functions> {
    let mut found = Functions::default();
    for &workload in &plan.workloads {
        found.events.insert(workload, function::event(workload)?);
        for variant in plan.variants_of(workload) {
            let function = function::find(workload, variant, interpreter, profile)?;
            found.functions.insert((workload, variant), function);
        }
    }
    Ok(found)
}

/// In the order given.
fn without_repeats<T: PartialEq>(values: Vec<T>) -> Vec<T> {
    let mut once = Vec::new();
    for value in values {
        if !once.contains(&value) {
            once.push(value);
        }
    }
    once
}
