//! The functions that the local Lambda serves, chosen on the command line.

use super::{memory_size, without_repeats};
use anyhow::Result;
use bench::{local_lambda::Options, workloads};
use clap::{Args, value_parser};
use data::{Variant, Workload};
use std::time::Duration;

/// Functions, and how each is configured.
#[derive(Args, Clone, Debug)]
pub struct Served {
    /// Workloads, separated by commas [default: those that are compared]
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_values_t = Workload::compared(),
          hide_default_value = true)]
    pub workload: Vec<Workload>,
    /// Variants, separated by commas [default: all]
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_values_t = Variant::ALL.to_vec(),
          hide_default_value = true)]
    pub variant: Vec<Variant>,
    /// Memory size in MB
    #[arg(long, value_name = "MB", default_value_t = 128, value_parser = memory_size())]
    pub memory: u32,
    /// Sandboxes that a function may have at once; further calls are answered with 429
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = value_parser!(u32).range(1..=1000))]
    pub concurrency: u32,
    /// Time limit of an invocation, in seconds
    #[arg(long, value_name = "S", default_value_t = 30, value_parser = value_parser!(u32).range(1..=900))]
    timeout: u32,
    /// Cargo profile of the Rust functions; any but `lambda` is for trying out only
    #[arg(long, value_name = "NAME", default_value = "lambda")]
    pub profile: String,
}

impl Served {
    /// The chosen workloads and variants, each pair that exists.
    ///
    /// # Errors
    /// There is none.
    pub fn functions(&self) -> Result<Vec<(Workload, Variant)>> {
        workloads::choose(&without_repeats(&self.workload), &self.variant)
    }

    /// The functions and their configuration.
    ///
    /// # Errors
    /// There is no such function.
    pub fn options(&self) -> Result<Options> {
        Ok(Options {
            functions: self.functions()?,
            profile: self.profile.clone(),
            memory_mb: self.memory,
            timeout: Duration::from_secs(self.timeout.into()),
            concurrency: self.concurrency as usize,
        })
    }
}
