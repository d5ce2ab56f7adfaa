//! `{{#stat …}}`: one measured figure.

use crate::figures::{
    context::Context, directive::Directive, quantity::Metric, replacement::Replacement,
};
use anyhow::Result;
use data::Origin;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "stat",
    usage: &["WORKLOAD VARIANT MEMORY METRIC"],
    becomes: "a measured figure with its unit, and where it was measured if only a local run tells it",
    expand: stat,
};

fn stat(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [workload, variant, memory, metric] = DIRECTIVE.exactly(arguments)?;
    let metric: Metric = metric.parse()?;
    let (context, label) = context.of_run_with(metric.quantity)?;
    let cell = context.cell(workload, variant, memory)?;
    let value = metric.of(&context.summary(cell, metric.quantity)?);
    let text = metric.quantity.with_unit(value);
    Ok(Replacement::Figure(Origin::Measured, text + &label))
}
