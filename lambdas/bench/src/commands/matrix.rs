//! The plan of a run, chosen on the command line.

use super::{memory_size, without_repeats};
use anyhow::{Result, bail, ensure};
use bench::plan::Plan;
use clap::{Args, value_parser};
use data::{Variant, Workload};

/// Functions, memory sizes and how often.
#[derive(Args, Clone, Debug)]
pub struct Matrix {
    /// Workloads, separated by commas [default: all; on AWS, those that are compared]
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    workload: Vec<Workload>,
    /// Variants, separated by commas; each workload is measured in those that it has [default: all]
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_values_t = Variant::ALL.to_vec(),
          hide_default_value = true)]
    variant: Vec<Variant>,
    /// Memory sizes in MB, separated by commas; each workload is measured at those that it fits into
    #[arg(long, value_name = "MB", value_delimiter = ',', default_value = "128,256,512,1024,1769",
          value_parser = memory_size())]
    memory: Vec<u32>,
    /// Cold starts per repetition, workload, variant and memory size; fewer where a call takes seconds
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = value_parser!(u32).range(1..=100_000))]
    cold: u32,
    /// Warm invocations per repetition, workload, variant and memory size; fewer where a call takes seconds
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = value_parser!(u32).range(0..=100_000))]
    warm: u32,
    /// Repetitions of everything; confidence intervals need 2 or more
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = value_parser!(u32).range(1..=1000))]
    repetitions: u32,
    /// Seed of the order of workloads and memory sizes
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

/// The options' names.
pub const OPTIONS: [&str; 7] = [
    "workload",
    "variant",
    "memory",
    "cold",
    "warm",
    "repetitions",
    "seed",
];

impl Matrix {
    /// The plan that it describes, of these workloads if it names none.
    pub fn plan(&self, default: impl IntoIterator<Item = Workload>) -> Plan {
        let mut workloads = without_repeats(&self.workload);
        if workloads.is_empty() {
            workloads.extend(default);
        }
        Plan {
            workloads,
            variants: without_repeats(&self.variant),
            memory_mb: without_repeats(&self.memory),
            cold: self.cold,
            warm: self.warm,
            repetitions: self.repetitions,
            seed: self.seed,
        }
    }
}

/// Refuses a plan with a workload that has none of the variants, or without a workload that fits into a
/// memory size.
///
/// # Errors
/// One has none of them, or none fits.
pub fn refuse_missing_variants(plan: &Plan) -> Result<()> {
    for &workload in &plan.workloads {
        if plan.variants_of(workload).is_empty() {
            let variants = workload.variants().iter();
            let variants: Vec<&str> = variants.map(|variant| variant.name()).collect();
            bail!(
                "{workload} has none of these variants: use one of {}",
                variants.join(", ")
            );
        }
    }
    ensure!(
        plan.invocations() > 0,
        "none of these workloads fits into the memory: choose a larger --memory"
    );
    Ok(())
}
