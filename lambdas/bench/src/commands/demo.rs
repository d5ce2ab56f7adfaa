//! `cargo measure demo`: the race of Rust and Python on the site's own page.

use super::memory_size;
use anyhow::Result;
use bench::{
    demo::{self, Options, Served},
    interrupt::Interrupts,
};
use clap::{Args, value_parser};
use data::Workload;
use std::path::PathBuf;

/// Serves the built site, on which Rust and Python race live, until a signal ends it.
#[derive(Args)]
pub struct Demo {
    /// Port on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "P", default_value_t = 3002)]
    port: u16,
    /// Functions to choose from, separated by commas [default: those that are compared]
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_values_t = Workload::compared(),
          hide_default_value = true)]
    workload: Vec<Workload>,
    /// Memory size in MB
    #[arg(long, value_name = "MB", default_value_t = 512, value_parser = memory_size())]
    memory: u32,
    /// Calls in each language, the first of them a cold start
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = value_parser!(u32).range(1..=10_000))]
    calls: u32,
    /// The region whose prices the bill is computed with
    #[arg(long, value_name = "CODE", default_value = "ap-southeast-2")]
    region: String,
    /// The folder of the built site [default: `site` in Cargo's target folder]
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// Cargo profile of the Rust functions; any but `lambda` is for trying out only
    #[arg(long, value_name = "NAME", default_value = "lambda")]
    profile: String,
    /// Only check that it works on this machine: each function answers one call
    #[arg(long)]
    check: bool,
}

/// Serves the demo, or checks that it can be served.
///
/// # Errors
/// The demo can't be served ([`Served::start`]), or a signal ends it
/// ([`bench::interrupt::Interrupted`]).
pub async fn run(demo: Demo) -> Result<()> {
    let mut interrupts = Interrupts::catch()?;
    let site = demo.site;
    let options = Options {
        port: demo.port,
        workloads: demo.workload,
        memory_mb: demo.memory,
        calls: demo.calls,
        region: demo.region,
        site: site.unwrap_or_else(|| workspace::target().join("site")),
        profile: demo.profile,
    };
    if demo.check {
        return tokio::select! {
            checked = demo::check(&options) => checked.map(|found| println!("{found}")),
            interrupted = interrupts.next() => Err(interrupted.into()),
        };
    }
    let served = Served::start(&options).await?;
    let site = format!("http://{}", served.address);
    println!("The race:   {site}/demo.html?live");
    println!("The slides: {site}/slides/index.html?live#/the-race");
    println!("Ctrl-C ends it");
    let interrupted = interrupts.next().await;
    served.stop().await;
    Err(interrupted.into())
}
