//! `{{#init-parts …}}`: what the INIT of `record` in Rust is spent on.

use crate::{
    figures::{
        captioned_table::{captioned_table, note},
        context::Context,
        directive::{Directive, Replacement},
        number::{day, ms},
    },
    html::escape,
};
use anyhow::{Error, Result, anyhow};
use data::{InitStep, Summary};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "init-parts",
    usage: &["", "STEP"],
    becomes: "the CPU time of INIT in Rust by what it is spent on, as a table, or what one step adds",
    expand: init_parts,
};

fn init_parts(arguments: &[&str], context: &Context) -> Result<Replacement> {
    match *arguments {
        [] => Ok(Replacement::Block(parts(context)?)),
        [step] => {
            let added = added(context, step.parse()?)?;
            Ok(Replacement::Inline(ms(added)))
        }
        _ => Err(DIRECTIVE.misused()),
    }
}

fn parts(context: &Context) -> Result<String> {
    let rows = InitStep::ALL.iter().map(|&step| {
        let adds = ms(added(context, step)?);
        Ok([what(step).to_owned(), adds, ms(median(context, step)?)])
    });
    let rows: Vec<_> = rows.collect::<Result<_>>()?;
    let first = context.dataset.init_parts.first().ok_or_else(none)?;
    let count = context.dataset.init_parts.len() / InitStep::ALL.len();
    let name = "CPU time of INIT in Rust, by what it is spent on";
    let header = ["INIT does this", "CPU time", "With all before"];
    let measured = format!(
        "Medians of {count} cold starts each, on a local Lambda, not on AWS · {} · {} · rustc {}",
        day(&first.date),
        first.cpu_model,
        first.rustc
    );
    let below = note(&escape(&measured));
    Ok(captioned_table(name, header, &rows, &below))
}

const fn what(step: InitStep) -> &'static str {
    match step {
        InitStep::Runtime => "Start the process and the runtime client: all of hello",
        InitStep::Sdk => "Set up AWS's SDK",
        InitStep::Certificates => "Read the system's root certificates",
        InitStep::Connection => "Connect to DynamoDB",
    }
}

/// The difference in ms between a step's median and the one before.
fn added(context: &Context, step: InitStep) -> Result<f64> {
    let before = InitStep::ALL.iter().rev().find(|&&other| other < step);
    let before = before.map_or(Ok(0.0), |&before| median(context, before))?;
    Ok(median(context, step)? - before)
}

fn median(context: &Context, step: InitStep) -> Result<f64> {
    let summary = Summary::of_init_parts(&context.dataset.init_parts, step);
    Ok(summary.ok_or_else(none)?.median)
}

fn none() -> Error {
    anyhow!("data/measurements/init-parts.csv is empty: run `cargo measure init`")
}
