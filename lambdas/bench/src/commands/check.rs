//! `cargo measure check`: how the control functions compare with what others measured on AWS.

use anyhow::{Context, Result, ensure};
use bench::terminal_table;
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
    let model = AwsModel::fit(&cells).context(
        "the measured figures are too few to fit the model: measure at more memory sizes, and \
         weigh the programs with `cargo measure packages --workload hello,light,hash,sort`",
    )?;
    print!("{}", table(&model, &cells));
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
            "Reversed: which language is faster in the {} of `{}` at {} MB.",
            rust.figure, rust.workload, rust.memory_mb
        );
    }
    Ok(())
}

fn table(model: &AwsModel, cells: &[ControlCell]) -> String {
    let header = [
        "workload",
        "language",
        "figure",
        "MB",
        "local, ms",
        "estimate",
        "AWS, ms",
        "off by",
        "",
    ];
    let mut table = terminal_table::table(header, 3..8);
    for cell in cells {
        table.add_row([
            cell.workload.to_string(),
            cell.language.to_string(),
            cell.figure.to_string(),
            cell.memory_mb.to_string(),
            format!("{:.2}", cell.local_ms),
            format!("{:.2}", model.estimate_ms(cell)),
            format!("{:.2}", cell.published_ms),
            format!("{:+.0} %", model.error(cell) * 100.0),
            if cell.is_judged { "*" } else { "" }.to_owned(),
        ]);
    }
    terminal_table::lines(&table)
}
