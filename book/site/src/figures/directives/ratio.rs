//! `{{#ratio …}}`: one variant's figure divided by another's.

use crate::figures::{
    context::{Cell, Context},
    directive::Directive,
    format,
    quantity::Metric,
    replacement::Replacement,
};
use anyhow::{Context as _, Result};
use data::Origin;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "ratio",
    usage: &[
        "WORKLOAD MEMORY METRIC [range]",
        "WORKLOAD VARIANT/VARIANT MEMORY METRIC [range]",
    ],
    becomes: "Python's figure divided by Rust's, or one variant's by another's; with `range`, the \
              smallest and the largest ratio of the means in single repetitions",
    expand: ratio,
};

fn ratio(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let (arguments, by_repetition) = match arguments {
        [arguments @ .., "range"] => (arguments, true),
        _ => (arguments, false),
    };
    let (workload, pair, memory, metric) = match *arguments {
        [workload, memory, metric] => (workload, "python/rust", memory, metric),
        [workload, pair, memory, metric] => (workload, pair, memory, metric),
        _ => return Err(DIRECTIVE.misused()),
    };
    let (dividend, divisor) = pair
        .split_once('/')
        .with_context(|| format!("`{pair}` is not a pair: write it as python/hybrid"))?;
    let metric: Metric = metric.parse()?;
    let (context, label) = context.of_run_with(metric.quantity)?;
    let dividend = context.cell(workload, dividend, memory)?;
    let divisor = Cell {
        variant: divisor.parse()?,
        ..dividend
    };
    let dividend = context.summary(dividend, metric.quantity)?;
    let divisor = context.summary(divisor, metric.quantity)?;
    let text = if by_repetition {
        format::ratio_range_of(&dividend, &divisor)?
    } else {
        format::ratio(metric.of(&dividend) / metric.of(&divisor))
    };
    Ok(Replacement::Figure(Origin::Measured, text + &label))
}
