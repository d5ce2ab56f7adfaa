//! `{{#chart …}}`: a chart, of all workloads or of some.

use crate::figures::{
    charts,
    context::Context,
    directive::{Directive, Replacement},
};
use anyhow::Result;
use data::Workload;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "chart",
    usage: &["NAME", "NAME WORKLOAD …"],
    becomes: "a chart of all workloads or of these, its provenance and its figures as a table",
    expand: chart,
};

fn chart(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [name, workloads @ ..] = arguments else {
        return Err(DIRECTIVE.misused());
    };
    let chart = charts::find(name)?;
    let mut chosen = Vec::new();
    for workload in workloads {
        chosen.push(workload.parse()?);
    }
    if chosen.is_empty() {
        chosen.extend(Workload::compared());
    }
    Ok(Replacement::Block(chart.html(&chosen, context)?))
}
