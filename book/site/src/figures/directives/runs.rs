//! `{{#runs …}}`: the same function in every complete run, local and on AWS side by side.

use crate::figures::{
    captioned_table::{captioned_table, marked_note},
    context::{Cell, Context},
    directive::Directive,
    format::{day, ms, three_digits},
    quantity::Quantity,
    replacement::Replacement,
};
use anyhow::{Result, ensure};
use cost::parse_memory_mb;
use data::{Invocation, Origin, Place, PythonBuild, Run, Variant, Workload};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "runs",
    usage: &["WORKLOAD MEMORY"],
    becomes: "each complete run that has the workload at this memory size in Rust and in Python: where \
              and when it was made, and its means, as a table",
    expand: runs,
};

fn runs(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [workload, memory] = DIRECTIVE.exactly(arguments)?;
    let workload: Workload = workload.parse()?;
    let memory_mb = parse_memory_mb(memory)?;
    let runs = context.dataset.runs().into_iter();
    let rows = runs.filter_map(|(run, invocations)| {
        let [init_rust, init_python] = means(invocations, workload, memory_mb, Quantity::Init)?;
        let [warm_rust, warm_python] = means(invocations, workload, memory_mb, Quantity::Warm)?;
        let day = day(&run.date).to_owned();
        let row = [
            place(run),
            day,
            init_rust,
            init_python,
            warm_rust,
            warm_python,
        ];
        is_sound(run).then_some(row)
    });
    let rows: Vec<_> = rows.collect();
    ensure!(
        !rows.is_empty(),
        "no complete run has {workload} at {memory_mb} MB in Rust and in Python: measure it with `cargo \
         measure local`"
    );
    let name = format!("{workload} at {memory_mb} MB, run by run");
    let header = [
        "Measured",
        "Date",
        "Init, Rust",
        "Init, Python",
        "Warm call, Rust",
        "Warm call, Python",
    ];
    let runs = context.data_link("measurements/runs.csv", "runs.csv");
    let below = marked_note(
        Origin::Measured,
        &format!(
            "Means of each run; in parentheses the lowest and the highest of its repetitions · {runs}"
        ),
    );
    let table = captioned_table(&name, header, &rows, &below);
    Ok(Replacement::Block(table))
}

/// The means in Rust and in Python; `None` unless both were measured.
fn means(
    rows: &[Invocation],
    workload: Workload,
    memory_mb: u32,
    quantity: Quantity,
) -> Option<[String; 2]> {
    let mean = |variant| {
        let summary = Cell::at(workload, variant, memory_mb).summary(quantity, rows)?;
        let (low, high) = summary.mean_range();
        let mean = ms(summary.mean);
        let spread = format!("{mean} ({} to {})", three_digits(low), three_digits(high));
        Some(if low < high { spread } else { mean })
    };
    Some([mean(Variant::Rust)?, mean(Variant::Python)?])
}

/// The place of a run, with the region and the architecture if it was deployed.
fn place(run: &Run) -> String {
    let place = run.place();
    let ran_on = match place {
        Place::Local => String::new(),
        Place::Aws | Place::Endpoint(_) => run.ran_on(),
    };
    if ran_on.is_empty() {
        place.to_string()
    } else {
        format!("{place}: {ran_on}")
    }
}

/// True if the run's Python has no known fault: figures of a slow build say nothing about Python.
fn is_sound(run: &Run) -> bool {
    PythonBuild::of(run)
        .and_then(|build| build.fault())
        .is_none()
}
