//! `cargo measure function`: measures functions that are none of the repository's.

mod subject;

use super::{
    find_hierarchy, memory_size, surroundings::Surroundings, warn_if_unoptimised, without_repeats,
};
use anyhow::{Context, Result, bail, ensure};
use bench::{
    dynamodb::{Connection, DynamoDb, Table},
    function_run::{self, Event, Extent, table},
    interrupt::Interrupts,
    runtime_api::MAX_PAYLOAD_BYTES,
    sandbox::Host,
};
use clap::{Args, value_parser};
use serde::de::IgnoredAny;
use std::{
    fs,
    path::{self, Path, PathBuf},
    time::Duration,
};
use subject::{Against, Own};

/// The text after the options in `--help`.
const MORE: &str = "\
A function gets the variables that Lambda sets and none of this shell's, not even PATH: pass what else it needs
with --environment. _HANDLER is the command's last word. AWS_ENDPOINT_URL_DYNAMODB, TABLE_NAME and the
variables for its certificates name the embedded DynamoDB. One cold start of each function does not count.
Every other call is a row of the CSV file, which the calculator and `cargo bill read` can open.

Examples:
  A function in Python, whose client is AWS's (pip install awslambdaric):
    cargo measure function --name orders --directory ../orders --event ../orders/event.json \\
      -- python -m awslambdaric app.handler

  The same beside its port to Rust, in turn:
    cargo measure function --name orders --directory ../orders --event ../orders/event.json \\
      --against-name orders-rust --against-language rust --against-directory ../orders-rust/package \\
      --against-command ./bootstrap -- python -m awslambdaric app.handler

  A function in Node.js, whose client is AWS's (npm install aws-lambda-ric), with S3 elsewhere:
    cargo measure function --name resize --language node --directory ../resize --event resize.json \\
      --environment AWS_ENDPOINT_URL_S3=http://localhost:9000 \\
      -- node node_modules/aws-lambda-ric/index.mjs app.handler

What the local Lambda can't imitate: a VPC, layers, extensions, and AWS services other than DynamoDB.";

/// The functions to measure, and how.
#[derive(Args)]
#[command(after_help = MORE)]
pub struct Function {
    #[command(flatten)]
    own: Own,
    /// The file with the event, in JSON, which is passed on unchanged
    #[arg(long, value_name = "FILE")]
    event: PathBuf,
    /// Memory sizes in MB, separated by commas
    #[arg(long, value_name = "MB", value_delimiter = ',', default_value = "128,512,1769",
          value_parser = memory_size())]
    memory: Vec<u32>,
    /// Repetitions of all of it: the table shows how far their warm means differ
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = value_parser!(u32).range(1..=100))]
    repetitions: u32,
    /// Cold starts of each function at each memory size, in each repetition
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = value_parser!(u32).range(1..=10_000))]
    cold: u32,
    /// Warm calls of each function at each memory size, in each repetition
    #[arg(long, value_name = "N", default_value_t = 35, value_parser = value_parser!(u32).range(1..=100_000))]
    warm: u32,
    /// Time limit of a call, in seconds
    #[arg(long, value_name = "S", default_value_t = 30, value_parser = value_parser!(u32).range(1..=900))]
    timeout: u32,
    #[command(flatten)]
    surroundings: Surroundings,
    /// An empty table of the embedded DynamoDB, with its keys, such as `orders=pk,sk`; may be repeated.
    /// `TABLE_NAME` names the first one
    #[arg(long, value_name = "NAME=KEYS")]
    table: Vec<Table>,
    /// The CSV file for the rows, which must not exist yet [default: the function's name and `.csv`, in this folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    // Last, since its heading applies to everything that follows.
    #[command(flatten)]
    against: Against,
}

/// Measures, and prints a table of what was measured.
///
/// # Errors
/// Something of the options is not there, a function fails when tried out, the file can't be written, or
/// the run is interrupted.
pub async fn measure(options: Function) -> Result<()> {
    let out = out(&options)?;
    let extent = Extent {
        event: event(&options.event)?,
        subjects: subject::subjects(&options.own, &options.against)?,
        memory_mb: without_repeats(&options.memory),
        repetitions: options.repetitions,
        cold: options.cold,
        warm: options.warm,
    };
    warn_if_unoptimised("function");
    let mut interrupts = Interrupts::catch()?;
    let dynamodb = dynamodb(&options).await?;
    let mut environment = dynamodb.environment();
    let first_table = options.table.first();
    environment.extend(first_table.map(|table| ("TABLE_NAME".to_owned(), table.name.clone())));
    let mut host = Host::new(find_hierarchy(), environment)?;
    host.cold_files = options.surroundings.cold_files;
    host.timeouts.invocation = Duration::from_secs(options.timeout.into());

    let file = out.display();
    eprintln!("Measuring {} calls into {file}", extent.invocations());
    let measured = function_run::run(&extent, &host, &out, &mut interrupts)
        .await
        .inspect_err(|_| {
            if out.exists() {
                eprintln!("The finished rows are in {file}");
            }
        })?;
    print!("{}", table(&extent, &measured));
    let shown = out.to_string_lossy();
    let quoted = shlex::try_quote(&shown).unwrap_or_default();
    println!(
        "\n{} rows in {file}: give that file to \"Your own figures\" of the calculator, or run \
         `cargo bill read {quoted}`.",
        measured.calls.len()
    );
    Ok(())
}

async fn dynamodb(options: &Function) -> Result<DynamoDb> {
    let latency_ms = options.surroundings.latency_ms()?;
    let dynamodb = DynamoDb::start(Connection {
        protocol: options.surroundings.dynamodb,
        latency: Duration::from_millis(latency_ms.into()),
    });
    let dynamodb = dynamodb.await?;
    for table in &options.table {
        dynamodb.create(table)?;
    }
    Ok(dynamodb)
}

/// The file for the rows. What was measured of the repository's own functions is no place for them.
fn out(options: &Function) -> Result<PathBuf> {
    let default = || PathBuf::from(format!("{}.csv", options.own.name));
    let out = options.out.clone().unwrap_or_else(default);
    let shown = out.display();
    let whole = path::absolute(&out)?;
    let folder = whole.parent().map(fs::canonicalize).and_then(Result::ok);
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        bail!(
            "{shown} can't be written: its folder is missing: make it, or name another file with --out"
        );
    };
    let data = workspace::data();
    ensure!(
        fs::canonicalize(data).map_or(true, |data| !folder.starts_with(data)),
        "{shown} is below data/, which holds what is measured of the repository's own functions: name another \
         file with --out"
    );
    ensure!(
        !out.exists(),
        "{shown} exists already: remove it, or name another file with --out"
    );
    Ok(out)
}

fn event(file: &Path) -> Result<Event> {
    let shown = file.display();
    let body = fs::read(file)
        .with_context(|| format!("the event {shown} can't be read: name a file with --event"))?;
    serde_json::from_slice::<IgnoredAny>(&body)
        .with_context(|| format!("the event {shown} is not JSON: write `{{}}` for an empty one"))?;
    ensure!(
        body.len() <= MAX_PAYLOAD_BYTES,
        "the event {shown} has {} bytes: Lambda takes {MAX_PAYLOAD_BYTES} at most",
        body.len()
    );
    Ok(Event {
        file: file.to_owned(),
        body: body.into(),
    })
}
