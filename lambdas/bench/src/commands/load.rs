//! `cargo measure load`: k6 against function URLs.

use super::{data_folder::DataFolder, python_check::PythonCheck, served::Served};
use anyhow::{Context, Result, ensure};
use bench::{
    interrupt::Interrupts,
    languages::{self, python},
    load::{self, Figures, Intensity},
    local_lambda::LocalLambda,
    provenance::{self, Machine, RunKind, free_run_id},
    service::pool::Observer,
};
use clap::{Args, value_parser};
use data::{Environment, Language, Load as Row, Variant, Workload};
use std::{path::Path, sync::Arc};

/// Has k6 call each function with virtual users who never pause, and records its own figures in
/// `measurements/load.csv`. The functions run on the local Lambda, on the machine on which k6
/// runs too; with --url, one function runs wherever that is.
#[derive(Args)]
pub struct Load {
    #[command(flatten)]
    served: Served,
    /// Virtual users
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = value_parser!(u32).range(1..=10_000))]
    vus: u32,
    /// Time for which each function is called, in seconds
    #[arg(long, value_name = "S", default_value_t = 10, value_parser = value_parser!(u32).range(1..=3600))]
    seconds: u32,
    /// Repetitions, in which the functions take turns
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = value_parser!(u32).range(1..=1000))]
    repetitions: u32,
    /// A function URL on AWS, instead of the local Lambda: with one --workload and one --variant,
    /// and the --memory that it has. Its authentication must be NONE
    #[arg(long, value_name = "URL", conflicts_with_all = ["concurrency", "timeout", "profile"])]
    url: Option<String>,
    #[command(flatten)]
    python: PythonCheck,
    #[command(flatten)]
    data: DataFolder,
}

/// Loads the functions in turn, records a row each and prints it.
///
/// # Errors
/// A function can't be built, k6 fails, the file can't be written, or a signal ends it.
pub async fn test(options: Load) -> Result<()> {
    let measurements = options.data.measurements()?;
    let functions = options.served.functions()?;
    languages::prepared(Language::Python)?;
    let k6 = python::tool("k6");
    let template = template(&options, &functions, &k6, &measurements)?;
    let mut interrupts = Interrupts::catch()?;
    let Some(url) = &options.url else {
        options
            .python
            .check(functions.iter().map(|&(_, variant)| variant))?;
        let quiet: Observer = Arc::new(|_, _| ());
        let lambda = LocalLambda::start(0, &options.served.options()?, &quiet).await?;
        let endpoint = lambda.service.endpoint();
        let url = |row: &Row| format!("{endpoint}/url/{}-{}/", row.workload, row.variant);
        let rows = rows(&options, &functions, &template);
        let result = load_all(rows, &k6, url, &measurements, &mut interrupts).await;
        lambda.service.stop().await;
        return result;
    };
    ensure!(
        functions.len() == 1,
        "--url belongs to one function: name its --workload and its --variant"
    );
    ensure!(host(url).is_some(), "--url {url}: write it with https://");
    let rows = rows(&options, &functions, &template);
    let url = |_: &Row| url.clone();
    load_all(rows, &k6, url, &measurements, &mut interrupts).await
}

/// The rows to be filled in: per repetition each function.
fn rows(options: &Load, functions: &[(Workload, Variant)], template: &Row) -> Vec<Row> {
    let mut rows = Vec::new();
    for repetition in 1..=options.repetitions {
        rows.extend(functions.iter().map(|&(workload, variant)| Row {
            workload,
            variant,
            repetition,
            ..template.clone()
        }));
    }
    rows
}

async fn load_all(
    rows: Vec<Row>,
    k6: &Path,
    url: impl Fn(&Row) -> String,
    measurements: &Path,
    interrupts: &mut Interrupts,
) -> Result<()> {
    println!(
        "{:<10}{:<17}{:>10}{:>8}{:>10}{:>10}{:>10}",
        "workload", "variant", "per s", "failed", "median", "p95", "p99"
    );
    for mut row in rows {
        row.date = provenance::now()?;
        let intensity = Intensity {
            virtual_users: row.virtual_users,
            seconds: row.duration_s,
        };
        let figures = load::run(k6, row.workload, &url(&row), intensity, interrupts).await;
        let function = || format!("{} in {}", row.workload, row.variant.label());
        let row = filled(&row, &figures.with_context(function)?);
        println!("{}", line(&row));
        Row::record(measurements, row)?;
    }
    Ok(())
}

fn filled(row: &Row, figures: &Figures) -> Row {
    Row {
        requests: figures.requests,
        requests_per_s: figures.requests_per_s,
        failed: figures.failed,
        mean_ms: figures.mean,
        median_ms: figures.median,
        p90_ms: figures.p90,
        p95_ms: figures.p95,
        p99_ms: figures.p99,
        max_ms: figures.max,
        ..row.clone()
    }
}

fn line(row: &Row) -> String {
    format!(
        "{:<10}{:<17}{:>10}{:>8}{:>10}{:>10}{:>10}",
        row.workload,
        row.variant,
        row.requests_per_s.round_half_up(1).to_string(),
        row.failed,
        row.median_ms,
        row.p95_ms,
        row.p99_ms
    )
}

/// The columns that all rows of this command have in common.
fn template(
    options: &Load,
    functions: &[(Workload, Variant)],
    k6: &Path,
    measurements: &Path,
) -> Result<Row> {
    let Machine { cpu_model, cores } = Machine::this()?;
    let date = provenance::now()?;
    let is_aws = options.url.as_deref().is_some_and(is_on_aws);
    let is_served_here = options.url.is_none();
    let served = &options.served;
    let &(workload, variant) = functions.first().context("no function")?;
    Ok(Row {
        run_id: free_run_id(&date, RunKind::Load, measurements)?,
        date,
        environment: if is_aws {
            Environment::Aws
        } else {
            Environment::Local
        },
        workload,
        variant,
        memory_mb: served.memory,
        concurrency: is_served_here.then_some(served.concurrency),
        repetition: 1,
        virtual_users: options.vus,
        duration_s: options.seconds,
        requests: 0,
        requests_per_s: data::Decimal::default(),
        failed: 0,
        mean_ms: data::Millis::default(),
        median_ms: data::Millis::default(),
        p90_ms: data::Millis::default(),
        p95_ms: data::Millis::default(),
        p99_ms: data::Millis::default(),
        max_ms: data::Millis::default(),
        k6: load::version(k6)?,
        cpu_model,
        cores,
        profile: is_served_here.then(|| served.profile.clone()),
        versions: if is_served_here {
            languages::versions(functions.iter().copied(), &served.profile)?
        } else {
            Vec::new()
        },
        git_revision: provenance::git_revision(workspace::root()),
    })
}

/// Whatever is not AWS by its name is never shown as AWS's.
fn is_on_aws(url: &str) -> bool {
    let aws = [".on.aws", ".amazonaws.com"];
    host(url).is_some_and(|host| aws.iter().any(|domain| host.ends_with(domain)))
}

fn host(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://");
    let rest = rest.or_else(|| url.strip_prefix("http://"))?;
    rest.split(['/', ':', '?']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_aws_s_own_hosts_are_aws() {
        assert!(is_on_aws("https://abc.lambda-url.us-east-1.on.aws/"));
        assert!(is_on_aws(
            "https://abc.execute-api.us-east-1.amazonaws.com/x?y=1"
        ));
        assert!(!is_on_aws("http://127.0.0.1:3001/url/hello-rust/"));
        assert!(!is_on_aws("https://example.com/x.on.aws"));
        assert!(!is_on_aws("abc.on.aws"));
    }
}
