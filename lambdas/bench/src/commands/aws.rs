//! `cargo measure aws`: the same matrix on deployed functions.

use super::{
    data_folder::DataFolder,
    matrix::{Matrix, refuse_missing_variants},
};
use anyhow::{Result, bail, ensure};
use bench::{
    aws::{
        self,
        deployed::{Deployed, Destination, connect},
        price::Estimate,
    },
    interrupt::Interrupts,
    run_description::{Deployment, describe_aws},
    site_advice, summary_table, workloads,
};
use clap::Args;
use data::{Architecture, Dataset, RecordedRun, Recorder, Workload};
use std::{
    collections::BTreeMap,
    io::{self, IsTerminal, Write},
};

/// Measures functions that were deployed with lambdas/template.yaml, by the REPORT lines that AWS
/// answers with. It changes their memory size, and an environment variable to force cold starts,
/// and puts both back. Before that it estimates the cost.
#[derive(Args)]
pub struct Aws {
    #[command(flatten)]
    matrix: Matrix,
    /// Prefix of each function's name, as in the template's parameter Prefix
    #[arg(long, value_name = "TEXT", default_value = "")]
    prefix: String,
    /// The region [default: as set for AWS's tools]
    #[arg(long, value_name = "CODE")]
    region: Option<String>,
    /// A server in AWS's place, for trying this out; needs --data because its figures are not AWS's
    #[arg(long, value_name = "URL")]
    endpoint_url: Option<String>,
    /// Don't ask for confirmation
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    data: DataFolder,
}

/// Measures, and prints a table of what was measured.
///
/// # Errors
/// A function is not deployed, the price is refused, AWS refuses a call, or the run is
/// interrupted.
pub async fn measure(options: Aws) -> Result<()> {
    let plan = options.matrix.plan(Workload::compared());
    refuse_missing_variants(&plan)?;
    let Destination {
        client,
        region,
        endpoint,
    } = connect(options.region, options.endpoint_url).await?;
    ensure!(
        endpoint.is_none() || options.data.given().is_some(),
        "an endpoint in AWS's place gives figures that are not AWS's: keep them out of the \
         repository with --data DIR"
    );
    let deployed = Deployed::find(client, &options.prefix, plan.functions()).await?;
    let architecture: Architecture = deployed.architecture.parse()?;
    let committed = Dataset::read(&workspace::data())?;
    let estimate = Estimate::of(&plan, &committed, &region, architecture)?;
    eprintln!("{estimate}");
    if !options.yes {
        ask()?;
    }

    let measurements = options.data.measurements()?;
    let mut events = BTreeMap::new();
    for &workload in &plan.workloads {
        events.insert(workload, workloads::event(workload)?);
    }
    let deployment = Deployment {
        region: Some(region),
        architecture: Some(deployed.architecture.clone()),
        versions: deployed.versions.clone(),
        endpoint,
    };
    let run = describe_aws(&plan, deployment, &measurements)?;
    let mut interrupts = Interrupts::catch()?;
    let mut recorder = Recorder::start(&measurements, &run)?;
    let file = recorder.file().display().to_string();
    eprintln!("Measuring {} invocations into {file}", plan.invocations());
    let measured = RecordedRun::new(run);
    let measured = aws::run(measured, &deployed, &events, &mut recorder, &mut interrupts)
        .await
        .inspect_err(|_| eprintln!("The finished rows are in {file}"))?;
    print!("{}", summary_table::table(&measured));
    println!("\n{}", site_advice::advice(&measured, &options.data.path()));
    Ok(())
}

/// Anything but a yes ends the command.
fn ask() -> Result<()> {
    ensure!(
        io::stdin().is_terminal(),
        "stdin is not a terminal: pass --yes"
    );
    eprint!("Go on? [y/N] ");
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    match answer.trim() {
        "y" | "Y" | "yes" => Ok(()),
        _ => bail!("not measured"),
    }
}
