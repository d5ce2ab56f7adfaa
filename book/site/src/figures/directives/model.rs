//! `{{#model …}}`: the model that estimates AWS's durations, and its test.

use crate::{
    chart::{Axes, Label, Pair, legend, panels, scatter},
    figures::{
        captioned_table::{captioned_table, marked_note},
        context::Context,
        directive::Directive,
        estimated::{estimates, plus_minus},
        format::{ms, percent, three_digits},
        provenance,
        published_cold_starts::attribution_of_all,
        replacement::Replacement,
        source::{self, attribution},
    },
    html::escape,
};
use anyhow::{Context as _, Result};
use data::{ControlCell, Estimates, Figure, Judgement, Origin, Parameter, Variant, turned_round};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "model",
    usage: &[
        "chart",
        "table",
        "parameters",
        "turned",
        "parameters-count",
        "cells",
        "near",
        "far",
        "median",
        "band",
        "ratio-band",
        "parameter NAME",
        "off WORKLOAD LANGUAGE FIGURE MEMORY",
    ],
    becomes: "estimated against published figures as a chart or a table, the model's parameters as a \
              table, the figures whose ratio it reverses, or a number: how many figures test it, how \
              many of them are near, what is far, its median error, what nine of ten are within, a \
              parameter, or by how much a figure is off",
    expand: model,
};

fn model(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let all = estimates(context)?;
    let judgement = &all.judgement;
    let text = match *arguments {
        ["chart"] => return Ok(Replacement::Block(chart(context, all)?)),
        ["table"] => return Ok(Replacement::Block(table(context, all)?)),
        ["parameters"] => return Ok(Replacement::Block(parameters(all))),
        ["turned"] => turned(all),
        ["parameters-count"] => Parameter::ALL.len().to_string(),
        ["cells"] => judgement.cells.to_string(),
        ["near"] => judgement.near.to_string(),
        ["far"] => percent(Judgement::FAR),
        ["median"] => percent(judgement.median_error),
        ["band"] => plus_minus(judgement.band_percent()),
        ["ratio-band"] => plus_minus(judgement.ratio_band_percent()),
        ["parameter", name] => value(all, name.parse()?),
        ["off", workload, language, figure, memory] => {
            let wanted = (workload.parse()?, language.parse()?, figure.parse()?);
            let is_wanted = |cell: &&ControlCell| {
                (cell.workload, cell.language, cell.figure) == wanted
                    && cell.memory_mb.to_string() == memory
            };
            let cell = all.cells.iter().find(is_wanted);
            let cell = cell.with_context(|| {
                format!("no {figure} of {workload} in {language} at {memory} MB was published")
            })?;
            off(all, cell)
        }
        _ => return Err(DIRECTIVE.misused()),
    };
    Ok(Replacement::Figure(Origin::Estimated, text))
}

fn chart(context: &Context, all: &Estimates) -> Result<String> {
    let pairs = all.cells.iter().map(|cell| Pair {
        variant: cell.language.variant(),
        published: cell.published_ms,
        estimated: all.model.estimate_ms(cell),
        is_fitted: !cell.is_judged,
    });
    let pairs: Vec<_> = pairs.collect();
    let title = "Control functions: the estimate against what others measured on AWS";
    let label = Label {
        id: format!("chart-{}", context.id),
        title: title.to_owned(),
        description: format!(
            "A point for each figure of a control function at a memory size; both axes are logarithmic: {}. \
             The figures are in the table below.",
            legend(&[Variant::Rust, Variant::Python])
        ),
    };
    let axes = Axes {
        published: "measured on AWS by others, ms",
        estimated: "estimated, ms",
    };
    let panels = panels(|layout| scatter(&label, &axes, &pairs, all.judgement.band, layout))?;
    let reading = format!(
        "On the thick line an estimate is exact; between the thin lines AWS's figure is within {} of it. \
         Filled marks test the model; outlined marks are those that it was fitted to. Discs are Rust, \
         squares Python.",
        plus_minus(all.judgement.band_percent())
    );
    Ok(format!(
        r#"<figure class="chart"><figcaption>{}</figcaption>{panels}<p class="reading">{}</p>{}</figure>"#,
        escape(title),
        escape(&reading),
        measured(context, all)?,
    ))
}

/// The sources of both sides, as HTML.
fn measured(context: &Context, all: &Estimates) -> Result<String> {
    let workloads = source::find(context, "published/published-workloads.csv")?;
    let by_others = marked_note(
        Origin::Published,
        &format!(
            "Measured on AWS by others: {} · {}",
            attribution(workloads),
            attribution_of_all(context)?
        ),
    );
    Ok(provenance::line_of(&all.controls, context) + &by_others)
}

fn table(context: &Context, all: &Estimates) -> Result<String> {
    let rows = all.cells.iter().map(|cell| {
        let estimate = all.model.estimate_ms(cell);
        [
            cell.workload.to_string(),
            cell.language.label().to_owned(),
            what(cell.figure).to_owned(),
            format!("{} MB", cell.memory_mb),
            three_digits(cell.local_ms),
            three_digits(estimate),
            three_digits(cell.published_ms),
            off(all, cell),
            if cell.is_judged { "test" } else { "fit" }.to_owned(),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let name = "Control functions, cell by cell, means in ms";
    let header = [
        "Function", "Language", "Figure", "Memory", "Local", "Estimate", "AWS", "Off by", "Used to",
    ];
    Ok(captioned_table(
        name,
        header,
        &rows,
        &measured(context, all)?,
    ))
}

/// The error of an estimate as a share of the published figure: too low with a minus sign.
fn off(all: &Estimates, cell: &ControlCell) -> String {
    let percent = 100.0 * all.model.error(cell);
    format!("{percent:+.0}\u{a0}%").replace('-', "\u{2212}")
}

const fn what(figure: Figure) -> &'static str {
    match figure {
        Figure::Init => "init",
        Figure::FirstCall => "first call",
        Figure::WarmCall => "warm call",
    }
}

fn parameters(all: &Estimates) -> String {
    let rows = Parameter::ALL
        .iter()
        .map(|&parameter| [meaning(parameter).to_owned(), value(all, parameter)]);
    let rows: Vec<_> = rows.collect();
    let name = "What the model adds to local durations, or multiplies them by";
    let cells = all.cells.len() - all.judgement.cells;
    let below = marked_note(
        Origin::Estimated,
        &format!(
            "Least squares of the relative error over {cells} figures, none of which tests it"
        ),
    );
    captioned_table(name, ["Parameter", "Value"], &rows, &below)
}

fn value(all: &Estimates, parameter: Parameter) -> String {
    let value = all.model.value(parameter);
    match parameter {
        Parameter::RustComputing | Parameter::PythonComputing | Parameter::PythonInit => {
            format!("{value:.2}")
        }
        Parameter::Init
        | Parameter::Program
        | Parameter::Call
        | Parameter::RoundTrip
        | Parameter::Connection => ms(value),
    }
}

const fn meaning(parameter: Parameter) -> &'static str {
    match parameter {
        Parameter::RustComputing => "Computing in Rust: time on AWS per local time",
        Parameter::PythonComputing => "Computing in Python, likewise",
        Parameter::PythonInit => "INIT in Python, likewise",
        Parameter::Init => "AWS's own work in INIT",
        Parameter::Program => "AWS's loading of a program in INIT, for each MB of it",
        Parameter::Call => "AWS's own work in a call",
        Parameter::RoundTrip => "The wait for a call to DynamoDB",
        Parameter::Connection => "The wait for a new connection to DynamoDB",
    }
}

/// The figures of which the estimate names the wrong language as the faster one.
fn turned(all: &Estimates) -> String {
    let turned = turned_round(&all.model, &all.cells);
    let names = turned.iter().map(|(rust, _): &(&ControlCell, _)| {
        format!(
            "the {} of {} at {} MB",
            what(rust.figure),
            rust.workload,
            rust.memory_mb
        )
    });
    let names: Vec<_> = names.collect();
    if names.is_empty() {
        return "no figure".to_owned();
    }
    names.join(", ")
}
