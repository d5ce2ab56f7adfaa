//! `cargo measure serve`: the local Lambda for other programs to call.

use super::served::Served;
use anyhow::Result;
use bench::{
    interrupt::Interrupts,
    local_lambda::LocalLambda,
    service::{Service, invocation::Invocation, pool::Observer},
};
use clap::Args;
use std::{io::Write, sync::Arc};

/// Serves functions until a signal ends it.
#[derive(Args)]
pub struct Serve {
    /// Port on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "P", default_value_t = 3001)]
    port: u16,
    #[command(flatten)]
    served: Served,
}

/// Serves, and prints each invocation's log.
///
/// # Errors
/// A function can't be built, the port is taken, or a signal ends it
/// ([`bench::interrupt::Interrupted`]).
pub async fn run(Serve { port, served }: Serve) -> Result<()> {
    let mut interrupts = Interrupts::catch()?;
    let observer: Observer = Arc::new(print_log);
    let lambda = LocalLambda::start(port, &served.options()?, &observer).await?;
    introduce(&lambda.service, &served);
    let interrupted = interrupts.next().await;
    lambda.service.stop().await;
    Err(interrupted.into())
}

fn introduce(service: &Service, served: &Served) {
    let endpoint = service.endpoint();
    eprintln!(
        "Local Lambda on {endpoint}: {} MB, up to {} sandboxes per function; Ctrl-C ends it\n",
        served.memory, served.concurrency
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

/// Prints each line after the function's name. The reader of the standard output may be gone.
fn print_log(function: &str, invocation: &Invocation) {
    let log = String::from_utf8_lossy(&invocation.log);
    let mut out = std::io::stdout().lock();
    for line in log.lines() {
        let _ = writeln!(out, "{function}\t{line}");
    }
}
