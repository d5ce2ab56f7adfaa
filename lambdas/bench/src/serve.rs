//! `cargo measure serve`: the local Lambda for whoever wants to call it.

use crate::{
    cgroup::Hierarchy,
    configuration_api::is_reserved,
    dynamodb::{Connection, DynamoDb},
    function::{self, Function},
    interrupt::Interrupts,
    invocation::Invocation,
    languages,
    pool::{Configuration, Observer, Pool},
    sandbox::Host,
    service::{Functions, Service},
};
use anyhow::{Result, ensure};
use clap::{Args, value_parser};
use data::{Variant, Workload};
use std::{io::Write, sync::Arc, time::Duration};

/// Which functions are served, and how.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// Workloads, separated by commas
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_values_t = Workload::compared())]
    pub workload: Vec<Workload>,
    /// Variants, separated by commas
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_values_t = Variant::ALL.to_vec())]
    pub variant: Vec<Variant>,
    /// Memory size in MB
    #[arg(long, value_name = "MB", default_value_t = 128, value_parser = value_parser!(u32).range(128..=10_240))]
    pub memory: u32,
    /// Sandboxes that a function may have at once; beyond, the answer is 429
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = value_parser!(u32).range(1..=1000))]
    pub concurrency: u32,
    /// How long an invocation may take, in seconds
    #[arg(long, value_name = "S", default_value_t = 30, value_parser = value_parser!(u32).range(1..=900))]
    pub timeout: u32,
    /// Cargo profile of the Rust functions; any but `lambda` is for trying out only
    #[arg(long, value_name = "NAME", default_value = "lambda")]
    pub profile: String,
}

impl Options {
    /// The chosen workloads and variants, each pair that exists.
    #[must_use]
    pub fn functions(&self) -> Vec<(Workload, Variant)> {
        let mut functions = Vec::new();
        for &workload in &self.workload {
            let variants = workload.variants().iter().copied();
            let chosen = variants.filter(|variant| self.variant.contains(variant));
            functions.extend(chosen.map(|variant| (workload, variant)));
        }
        functions
    }
}

/// Serves until a signal ends it.
#[derive(Args, Debug)]
pub struct Serve {
    /// Port on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "P", default_value_t = 3001)]
    port: u16,
    #[command(flatten)]
    options: Options,
}

/// A running local Lambda with what its functions need.
pub struct LocalLambda {
    /// The server.
    pub service: Service,
    _dynamodb: DynamoDb,
}

impl LocalLambda {
    /// Builds the functions and serves them.
    ///
    /// # Errors
    /// A function can't be built, or the port is taken.
    pub async fn start(port: u16, options: &Options, observer: &Observer) -> Result<Self> {
        let functions = find(options)?;
        let dynamodb = DynamoDb::start(Connection::as_on_aws()?).await?;
        let host = Arc::new(Host::new(limits(), dynamodb.environment())?);
        let pools = functions.into_iter().map(|function| {
            let configuration = configuration(&function, options);
            let (host, observer) = (Arc::clone(&host), Arc::clone(observer));
            let limit = options.concurrency as usize;
            Pool::new(function, host, configuration, limit, observer)
        });
        let service = Service::start(port, Functions::new(pools)).await?;
        Ok(Self {
            service,
            _dynamodb: dynamodb,
        })
    }
}

/// The control groups that limit functions, or a line that says why there are none.
pub(crate) fn limits() -> Option<Hierarchy> {
    let hierarchy = Hierarchy::detect()
        .inspect_err(|reason| {
            eprintln!(
                "Serving without limits of CPU and memory, run as root to have them: {reason}"
            );
        })
        .ok()?;
    if !hierarchy.limits_memory() {
        eprintln!("Serving without a limit of memory: the kernel's controller can't be used");
    }
    Some(hierarchy)
}

fn find(options: &Options) -> Result<Vec<Function>> {
    let chosen = options.functions();
    ensure!(
        !chosen.is_empty(),
        "none of these workloads has one of these variants: leave out --variant to have all"
    );
    languages::prepare(chosen.iter().map(|(_, variant)| *variant))?;
    let find = |(workload, variant)| function::find(workload, variant, &options.profile);
    chosen.into_iter().map(find).collect()
}

/// What a function sets besides Lambda's own variables can be seen and changed.
fn configuration(function: &Function, options: &Options) -> Configuration {
    let own = function.environment.iter().cloned();
    Configuration {
        memory_mb: options.memory,
        timeout: Duration::from_secs(options.timeout.into()),
        environment: own.filter(|(name, _)| !is_reserved(name)).collect(),
    }
}

/// Runs `cargo measure serve`.
///
/// # Errors
/// A function can't be built, the port is taken, or a signal ends it
/// ([`crate::interrupt::Interrupted`]).
pub async fn run(serve: Serve) -> Result<()> {
    let Serve { port, options } = serve;
    let mut interrupts = Interrupts::catch()?;
    let observer: Observer = Arc::new(print_log);
    let lambda = LocalLambda::start(port, &options, &observer).await?;
    introduce(&lambda.service, &options);
    let interrupted = interrupts.next().await;
    lambda.service.stop().await;
    Err(interrupted.into())
}

fn introduce(service: &Service, options: &Options) {
    let endpoint = service.endpoint();
    eprintln!(
        "Local Lambda on {endpoint}: {} MB, up to {} sandboxes a function; Ctrl-C ends it\n",
        options.memory, options.concurrency
    );
    for pool in service.functions().iter() {
        eprintln!("  {endpoint}/url/{}/", pool.name());
    }
    if let Some(pool) = service.functions().iter().next() {
        eprintln!(
            "\naws lambda invoke --endpoint-url {endpoint} --function-name {} --log-type Tail \
             /dev/stdout\n",
            pool.name()
        );
    }
}

/// Each line after the function's name. Nobody may be reading.
fn print_log(function: &str, invocation: &Invocation) {
    let log = String::from_utf8_lossy(&invocation.log);
    let mut out = std::io::stdout().lock();
    for line in log.lines() {
        let _ = writeln!(out, "{function}\t{line}");
    }
}
