//! `cargo measure trials`: what INIT and the first call are spent on.

use super::{data_folder::DataFolder, memory_size, python_check::PythonCheck, without_repeats};
use anyhow::Result;
use bench::{
    languages::rust::DEPLOYED,
    terminal_table,
    trials::{self, Options},
};
use clap::{Args, value_parser};
use data::{Language, Summary, Trial, TrialFigure, TrialStart};

/// Starts functions that are changed in one thing, over and over, and writes what INIT and the first
/// call took to `measurements/trials.csv`, in place of what stood there.
#[derive(Args)]
pub struct Trials {
    /// Trials, separated by commas [default: all]
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_values_t = Trial::ALL.to_vec(),
          hide_default_value = true)]
    trial: Vec<Trial>,
    /// Memory sizes in MB, separated by commas
    #[arg(long, value_name = "MB", value_delimiter = ',', default_value = "128,512,1769",
          value_parser = memory_size())]
    memory: Vec<u32>,
    /// Cold starts of each at each memory size
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = value_parser!(u32).range(1..=10_000))]
    cold: u32,
    /// Cargo profile of the functions; any but `lambda` is for trying out only
    #[arg(long, value_name = "NAME", default_value = DEPLOYED)]
    profile: String,
    #[command(flatten)]
    python: PythonCheck,
    #[command(flatten)]
    data: DataFolder,
}

/// Measures, and prints the medians.
///
/// # Errors
/// A function can't be built, started or called, or the file can't be written.
pub async fn measure(options: Trials) -> Result<()> {
    let measurements = options.data.measurements()?;
    options.python.check([Language::Python.variant()])?;
    let options = Options {
        trials: without_repeats(&options.trial),
        memory_mb: without_repeats(&options.memory),
        count: options.cold,
        profile: options.profile,
    };
    let rows = trials::measure(&options).await?;
    TrialStart::record(&measurements, &rows)?;
    print!("{}", table(&options, &rows));
    Ok(())
}

/// The medians of each trial at each memory size, in ms.
fn table(options: &Options, rows: &[TrialStart]) -> String {
    let header = ["trial", "MB"].into_iter();
    let header = header.chain(TrialFigure::ALL.iter().map(|figure| figure.name()));
    let mut table = terminal_table::table(header, 1..2 + TrialFigure::ALL.len());
    for &trial in &options.trials {
        for &memory_mb in &options.memory_mb {
            let median = |&figure: &TrialFigure| {
                Summary::of_trial(rows, trial, memory_mb, figure)
                    .map_or_else(String::new, |summary| format!("{:.3}", summary.median))
            };
            let names = [trial.to_string(), memory_mb.to_string()].into_iter();
            table.add_row(names.chain(TrialFigure::ALL.iter().map(median)));
        }
    }
    terminal_table::lines(&table)
}
