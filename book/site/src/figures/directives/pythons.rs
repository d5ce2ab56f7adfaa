//! `{{#pythons}}`: how much depends on how Python was built.

use crate::{
    figures::{
        captioned_table::{captioned_table, marked_note},
        context::Context,
        directive::Directive,
        format::{day, ms, percent},
        replacement::Replacement,
    },
    html::escape,
};
use anyhow::{Context as _, Result};
use data::{
    Environment, Invocation, Millis, Optimisation, Origin, PythonBuild, RecordedRun, Selection,
    Start, Summary, Variant, Workload,
};
use std::collections::BTreeMap;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "pythons",
    usage: &[""],
    becomes: "the CPU time of the same functions under each Python that has local runs of its own, as a \
              table",
    expand: pythons,
};

/// A full CPU in MB.
const MEMORY_MB: u32 = 1769;

fn pythons(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    let mut rows_of: BTreeMap<String, Vec<Invocation>> = BTreeMap::new();
    let mut last = None;
    for RecordedRun {
        run, invocations, ..
    } in &context.dataset.other_runs
    {
        let is_of_python =
            run.environment == Environment::Local && run.variants == [Variant::Python];
        if let (true, Some(build)) = (is_of_python, PythonBuild::of(run)) {
            let openssl = build.openssl.unwrap_or_default();
            let optimised = optimised(build.optimisation);
            let build = format!("Python {}, {optimised}, OpenSSL {openssl}", build.version);
            rows_of
                .entry(build)
                .or_default()
                .extend(invocations.iter().cloned());
            last = Some(run);
        }
    }
    let last = last.context(
        "no local run has Python alone: measure each interpreter with `cargo measure local --python PATH \
         --variant python --workload hello,light,dedupe --memory 1769`",
    )?;
    let mut rows = Vec::new();
    let mut widest: f64 = 1.0;
    for (build, invocations) in &rows_of {
        let mut of = |workload, start, figure| {
            let Some(summary) = summary(invocations, workload, start, figure) else {
                return "–".to_owned();
            };
            widest = widest.max(spread(&summary));
            ms(summary.median)
        };
        rows.push([
            build.clone(),
            of(Workload::Light, Start::Cold, |row| row.init_cpu_ms),
            of(Workload::Light, Start::Cold, |row| row.cpu_ms),
            of(Workload::Dedupe, Start::Warm, |row| row.cpu_ms),
        ]);
    }
    let name = "CPU time of the same functions by how Python was built";
    let header = [
        "Interpreter",
        "light: INIT",
        "light: first call",
        "dedupe: warm call",
    ];
    let measured = format!(
        "Medians at {MEMORY_MB} MB of several runs each, made in turn, any two of which differ by {} at most, \
         measured {} · {} · {}",
        percent(widest - 1.0),
        last.measured_where(),
        day(&last.date),
        last.cpu_model
    );
    let table = captioned_table(
        name,
        header,
        &rows,
        &marked_note(Origin::Measured, &escape(&measured)),
    );
    Ok(Replacement::Block(table))
}

/// The optimisations that an interpreter was compiled with, as text.
const fn optimised(optimisation: Optimisation) -> &'static str {
    match optimisation {
        Optimisation::PgoAndLto => "PGO and LTO",
        Optimisation::Debian => "PGO and LTO (Debian)",
        Optimisation::Pgo => "PGO",
        Optimisation::No => "neither PGO nor LTO",
    }
}

fn summary(
    rows: &[Invocation],
    workload: Workload,
    start: Start,
    figure: fn(&Invocation) -> Option<Millis>,
) -> Option<Summary> {
    let selection = Selection::at(workload, Variant::Python, MEMORY_MB, start);
    Summary::of(selection.of(rows), |row| figure(row).map(Millis::as_f64))
}

/// The largest of the runs' own medians ÷ the smallest.
fn spread(summary: &Summary) -> f64 {
    let medians = summary.repetitions.iter().map(|run| run.median);
    let smallest = medians.clone().fold(f64::INFINITY, f64::min);
    medians.fold(smallest, f64::max) / smallest
}
