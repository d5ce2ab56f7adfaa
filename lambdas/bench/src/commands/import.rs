//! `cargo measure import`: rows from the REPORT lines of AWS's logs.

use super::data_folder::DataFolder;
use anyhow::{Context, Result, bail};
use bench::{
    import,
    plan::Plan,
    run_description::{Deployment, describe_aws},
    site_advice,
};
use clap::Args;
use data::{Architecture, Invocation, RecordedRun, Variant, Workload, record_run};
use std::{
    collections::BTreeSet,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

/// Makes a run of environment `aws` from the REPORT lines that Lambda logged: an export of
/// `CloudWatch`, the output of `sam logs`, or pasted text. Lines of the local Lambda look the same
/// and don't belong here.
#[derive(Args)]
pub struct Import {
    /// The text; `-` is the standard input
    file: PathBuf,
    /// The workload of all lines; without it, each line must hold its function's log group
    #[arg(long, value_name = "NAME", requires = "variant")]
    workload: Option<Workload>,
    /// The variant of all lines
    #[arg(long, value_name = "NAME", requires = "workload")]
    variant: Option<Variant>,
    /// The region where the functions ran
    #[arg(long, value_name = "CODE")]
    region: Option<String>,
    /// The functions' architecture
    #[arg(long, value_name = "ARCH")]
    arch: Option<Architecture>,
    #[command(flatten)]
    data: DataFolder,
}

/// Reads the lines and records the run, whole or not at all.
///
/// # Errors
/// The file can't be read, or a line of it; the line is named.
pub fn import(options: Import) -> Result<()> {
    let function = options.workload.zip(options.variant);
    if let Some((workload, variant)) = function
        && !workload.variants().contains(&variant)
    {
        bail!("{workload} has no variant {variant}");
    }
    let text = read(&options.file)?;
    let measurements = options.data.measurements()?;

    let nothing = Plan {
        workloads: Vec::new(),
        variants: Vec::new(),
        memory_mb: Vec::new(),
        cold: 0,
        warm: 0,
        repetitions: 0,
        seed: 0,
    };
    let deployment = Deployment {
        region: options.region,
        architecture: options.arch.map(|arch| arch.to_string()),
        ..Deployment::default()
    };
    let mut run = describe_aws(&nothing, deployment, &measurements)?;
    let imported = import::import(&text, &run.run_id, function)
        .with_context(|| options.file.display().to_string())?;
    let rows = &imported.invocations;
    run.workloads = distinct(rows, |row| row.workload);
    run.variants = distinct(rows, |row| row.variant);
    run.memory_mb = distinct(rows, |row| row.memory_mb);
    let file = record_run(&measurements, &run, rows)?;
    let repeated = match imported.repeated {
        0 => String::new(),
        count => format!(", {count} duplicates left out"),
    };
    println!("{} rows in {}{repeated}", rows.len(), file.display());
    let recorded = RecordedRun {
        invocations: imported.invocations,
        ..RecordedRun::new(run)
    };
    println!("{}", site_advice::advice(&recorded, &options.data.path()));
    Ok(())
}

fn read(file: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = fs::read(file).with_context(|| file.display().to_string())?;
    }
    // What a function printed need not be UTF-8; REPORT lines are.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn distinct<T: Ord>(rows: &[Invocation], value: impl Fn(&Invocation) -> T) -> Vec<T> {
    let values: BTreeSet<T> = rows.iter().map(value).collect();
    values.into_iter().collect()
}
