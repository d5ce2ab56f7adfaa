//! `cargo measure`: how the functions behave, as rows in `data/measurements`.

#![deny(clippy::wildcard_enum_match_arm)]

mod commands;

use bench::{harness_overhead, interrupt::Interrupted, languages::python};
use clap::{Parser, Subcommand};
use commands::{
    aws::{self, Aws},
    check::{self, Check},
    demo::{self, Demo},
    function::{self, Function},
    import::{self, Import},
    load::{self, Load},
    local::{self, Local},
    packages::{self, Packages},
    serve::{self, Serve},
    setup,
    trials::{self, Trials},
};
use std::{path::PathBuf, process::ExitCode};

/// Measures the functions below `lambdas/`.
#[derive(Parser)]
#[command(bin_name = "cargo measure")]
struct Cli {
    /// The Python that the repository's functions run on [default: the variable PYTHON, or a suitable one in the PATH]
    #[arg(long, global = true, value_name = "PATH")]
    python: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what the functions of each language need, and print the Python interpreter's path
    Setup,
    /// Measure on the local Lambda
    Local(Box<Local>),
    /// Measure a function of your own on the local Lambda: any program that speaks the Lambda Runtime API
    Function(Box<Function>),
    /// Build each function's deployment package twice, and weigh it
    Packages(Packages),
    /// Serve the functions as Lambda does: Invoke API, function URLs, REPORT lines
    Serve(Serve),
    /// Let Rust and Python race live, on the site's own page
    Demo(Demo),
    /// Measure what takes time in INIT and the first call, with functions that differ in one thing
    Trials(Trials),
    /// Compare the control functions with what others measured on AWS, and judge the estimate by that
    Check(Check),
    /// Load-test functions with k6
    Load(Load),
    /// Measure deployed functions on AWS
    Aws(Aws),
    /// Import the REPORT lines of AWS's logs
    Import(Import),
    /// The client of harness overhead, started by `local`
    #[command(hide = true, name = harness_overhead::COMMAND)]
    HarnessOverhead,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Cli { python, command } = Cli::parse();
    python.into_iter().for_each(python::choose);
    let result = match command {
        Command::Setup => setup::prepare(),
        Command::Local(options) => local::measure(&options).await,
        Command::Function(options) => function::measure(*options).await,
        Command::Packages(options) => packages::weigh(options),
        Command::Serve(options) => serve::run(options).await,
        Command::Demo(options) => demo::run(options).await,
        Command::Trials(options) => trials::measure(options).await,
        Command::Check(options) => check::print(options),
        Command::Load(options) => load::test(options).await,
        Command::Aws(options) => aws::measure(options).await,
        Command::Import(options) => import::import(options),
        Command::HarnessOverhead => harness_overhead::answer_events().await,
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
