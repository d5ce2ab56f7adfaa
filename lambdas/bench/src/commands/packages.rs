//! `cargo measure packages`: builds deployment packages and weighs them.

use super::{data_folder::DataFolder, without_repeats};
use anyhow::Result;
use bench::{languages::rust::DEPLOYED, packages};
use clap::Args;
use data::{Package, Variant, Workload};
use std::path::{self, PathBuf};

/// Every package is built twice, from folders of different names and from nothing but downloaded
/// dependencies: when both are the same to the byte, its row goes to
/// `measurements/packages.csv`, in place of its earlier one. The zip file stays in
/// `target/packages`, ready to be uploaded.
#[derive(Args)]
pub struct Packages {
    /// Workloads, separated by commas [default: those that are compared]
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_values_t = Workload::compared(),
          hide_default_value = true)]
    workload: Vec<Workload>,
    /// Variants, separated by commas; those that differ only in an environment variable share a package
    /// [default: all]
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_values_t = Variant::ALL.to_vec(),
          hide_default_value = true)]
    variant: Vec<Variant>,
    /// Cargo profile of what is compiled; `lambda` is each function's own
    #[arg(long, value_name = "NAME", default_value = DEPLOYED)]
    profile: String,
    #[command(flatten)]
    data: DataFolder,
    /// The folder for the zip files [default: `packages` in Cargo's target folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Builds the packages, records a row each and prints them as a table.
///
/// # Errors
/// A package can't be built, or two builds of it differ.
pub fn weigh(options: Packages) -> Result<()> {
    let measurements = options.data.measurements()?;
    let out = options.out;
    let options = packages::Options {
        workloads: without_repeats(&options.workload),
        variants: options.variant,
        profile: options.profile,
        out: out.map_or_else(|| Ok(workspace::target().join("packages")), path::absolute)?,
    };
    let mut rows = Vec::new();
    packages::build(&options, |package| {
        Package::record(&measurements, vec![package.clone()])?;
        rows.push(package);
        Ok(())
    })?;
    print!("{}", packages::table(&rows));
    Ok(())
}
