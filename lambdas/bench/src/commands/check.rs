//! `cargo measure check`: how the control functions compare with what others measured on AWS.

use anyhow::{Result, ensure};
use clap::Args;
use data::{AwsModel, ControlCell, Dataset, Judgement, Parameter, turned_round};
use std::path::PathBuf;

/// Compares, figure by figure, the last complete run of the control functions with what others
/// published of the same functions on AWS, and the model's estimate with both.
#[derive(Args)]
pub struct Check {
    /// The folder with the figures [default: the repository's `data`]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Prints the comparison, the model's parameters and how well it does.
///
/// # Errors
/// The figures can't be read, or no run has all controls.
pub fn print(options: Check) -> Result<()> {
    let data = options.data.unwrap_or_else(workspace::data);
    let cells = Dataset::read(&data)?.control_cells();
    ensure!(
        !cells.is_empty(),
        "no complete run has all control functions in Rust and in Python: measure them with \
         `cargo measure local --workload hello,light,hash,sort --variant rust,python`"
    );
    let Some(model) = AwsModel::fit(&cells) else {
        anyhow::bail!(
            "the measured figures are too few to fit the model: measure at more memory sizes, and \
             weigh the programs with `cargo measure packages --workload hello,light,hash,sort`"
        );
    };
    println!(
        "{:<6}{:<8}{:>5} {:<11}{:>11}{:>11}{:>11}{:>8}",
        "", "", "MB", "", "local, ms", "estimate", "AWS, ms", "off by"
    );
    for cell in &cells {
        println!("{}", line(&model, cell));
    }
    println!("\nFitted to the cells without a mark, and judged by those with a `*`:");
    for &parameter in Parameter::ALL {
        println!("{:<17}{:>8.3}", parameter.name(), model.value(parameter));
    }
    println!();
    if let Some(judgement) = Judgement::of(&model, &cells) {
        println!(
            "Of {} judged cells, half are within {:.0} % of AWS, and {} within {:.0} %.",
            judgement.cells,
            judgement.median_error * 100.0,
            judgement.near,
            Judgement::FAR * 100.0
        );
        println!(
            "In nine of ten, AWS's figure is within {} % of the estimate, and the ratio of Python to Rust \
             within {} % of the estimated one.",
            judgement.band_percent(),
            judgement.ratio_band_percent()
        );
    }
    for (rust, _) in turned_round(&model, &cells) {
        println!(
            "Turned round: which language is faster in the {} of `{}` at {} MB.",
            rust.figure, rust.workload, rust.memory_mb
        );
    }
    Ok(())
}

fn line(model: &AwsModel, cell: &ControlCell) -> String {
    let mark = if cell.is_judged { "*" } else { "" };
    format!(
        "{:<6}{:<8}{:>5} {:<11}{:>11.2}{:>11.2}{:>11.2}{:>+7.0} %{mark}",
        cell.workload,
        cell.language,
        cell.memory_mb,
        cell.figure,
        cell.local_ms,
        model.estimate_ms(cell),
        cell.published_ms,
        model.error(cell) * 100.0
    )
}
