//! `{{#stat …}}`: one measured figure.

use crate::figures::{
    context::Context,
    directive::{Directive, Replacement},
    quantity::Metric,
};
use anyhow::Result;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "stat",
    usage: &["WORKLOAD VARIANT MEMORY METRIC"],
    becomes: "a measured figure with its unit",
    expand: stat,
};

fn stat(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [workload, variant, memory, metric] = DIRECTIVE.exactly(arguments)?;
    let cell = context.cell(workload, variant, memory)?;
    let metric: Metric = metric.parse()?;
    let value = metric.of(&context.summary(cell, metric.quantity)?);
    Ok(Replacement::Inline(metric.quantity.with_unit(value)))
}
