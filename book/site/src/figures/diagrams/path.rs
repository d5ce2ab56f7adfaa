//! The path of a figure, from a function to a page.

use super::{
    diagram::{Diagram, Drawing},
    flow::{Stage, flow},
};
use crate::{
    chart::Layout,
    figures::{captioned_table::marked_note, context::Context, provenance::rows_link},
};
use anyhow::Result;
use cost::grouped;
use data::{Origin, Workload};

pub(super) const DIAGRAM: Diagram = Diagram {
    name: "path",
    title: "From a function to a figure on a page",
    draw,
};

fn draw(context: &Context) -> Result<Drawing> {
    let rows = context.dataset.invocations.len();
    let functions = Workload::compared().count();
    let functions = format!("{functions}, each in Rust and in Python");
    let rows = format!("{} invocations, a row each", grouped(rows as u64));
    let stage = |class, heading, words| Stage {
        class,
        heading,
        words,
    };
    let stages = [
        stage("plain", "Functions", &functions),
        stage("measured", "cargo measure", "runs them in turn"),
        stage("plain", "CSV", &rows),
        stage("published", "cargo site", "computes each figure"),
        stage("plain", "Pages", "slides and calculator"),
    ];
    let canvas = |layout| flow(&stages, "", layout);
    let link = rows_link(&context.dataset.run, context);
    Ok(Drawing {
        description: format!(
            "Functions ({functions}) are run by cargo measure, which leaves {rows}, in CSV files; from these \
             cargo site computes each figure of the pages, the slides and the calculator."
        ),
        basis: marked_note(
            Origin::Measured,
            &format!("{} · {link}", context.measured_where()),
        ),
        wide: canvas(Layout::Wide),
        narrow: canvas(Layout::Narrow),
    })
}
