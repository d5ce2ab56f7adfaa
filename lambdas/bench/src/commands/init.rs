//! `cargo measure init`: what the INIT of `record` in Rust is spent on.

use anyhow::{Context, Result};
use bench::{init_parts, languages::rust::DEPLOYED, project};
use clap::{Args, value_parser};
use data::{InitPart, InitStep, Summary};
use std::{fs, path::PathBuf};

/// Starts `hello` and `record` in Rust, and `record` with less to do, and writes the CPU time of
/// each INIT to `measurements/init-parts.csv`, in place of what stood there.
#[derive(Args)]
pub struct Init {
    /// Cold starts of each
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = value_parser!(u32).range(1..=10_000))]
    cold: u32,
    /// Cargo profile of the functions; any but `lambda` is for trying out only
    #[arg(long, value_name = "NAME", default_value = DEPLOYED)]
    profile: String,
    /// The folder with `measurements/` to write to [default: the repository's `data`]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Measures, and prints each step's median.
///
/// # Errors
/// A function can't be built or started, or the file can't be written.
pub async fn measure(options: Init) -> Result<()> {
    let data = options.data.unwrap_or_else(|| project::root().join("data"));
    let measurements = data.join("measurements");
    fs::create_dir_all(&measurements).with_context(|| measurements.display().to_string())?;
    let rows = init_parts::measure(&options.profile, options.cold).await?;
    InitPart::record(&measurements, &rows)?;
    for &step in InitStep::ALL {
        if let Some(summary) = Summary::of_init_parts(&rows, step) {
            println!("{step:<13}{:>8.3} ms of CPU time, median", summary.median);
        }
    }
    Ok(())
}
