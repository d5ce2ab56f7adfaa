//! One measured figure: `{{#stat …}}`, `{{#ratio …}}` and where it was measured.

use super::{
    context::{Cell, Context},
    exactly, number,
    quantity::Metric,
};
use anyhow::{Context as _, Result, bail};

/// `{{#stat record python 512 init-mean}}`
pub(super) fn stat(arguments: &[&str], context: &Context) -> Result<String> {
    let [workload, variant, memory, metric] =
        exactly(arguments, "stat workload variant memory metric")?;
    let cell = context.cell(workload, variant, memory)?;
    let metric: Metric = metric.parse()?;
    let summary = context.summary(cell, metric.quantity)?;
    Ok(metric.quantity.with_unit(metric.of(&summary)))
}

/// `{{#ratio record 512 init-mean}}`: Python's figure divided by Rust's; of other variants with
/// `{{#ratio dedupe python/hybrid 512 warm-mean}}`. With `range` behind it, the smallest and the
/// largest ratio of the repetitions' means.
pub(super) fn ratio(arguments: &[&str], context: &Context) -> Result<String> {
    let (arguments, by_repetition) = match arguments {
        [arguments @ .., "range"] => (arguments, true),
        _ => (arguments, false),
    };
    let (workload, pair, memory, metric) = match *arguments {
        [workload, pair, memory, metric] => (workload, pair, memory, metric),
        [workload, memory, metric] => (workload, "python/rust", memory, metric),
        _ => bail!("write `{{{{#ratio workload memory metric}}}}`"),
    };
    let (dividend, divisor) = pair
        .split_once('/')
        .with_context(|| format!("`{pair}` is no pair: write it as python/hybrid"))?;
    let dividend = context.cell(workload, dividend, memory)?;
    let divisor = Cell {
        variant: divisor.parse()?,
        ..dividend
    };
    let metric: Metric = metric.parse()?;
    let dividend = context.summary(dividend, metric.quantity)?;
    let divisor = context.summary(divisor, metric.quantity)?;
    Ok(if by_repetition {
        number::ratio_range(dividend.ratio_range(&divisor))
    } else {
        number::ratio(metric.of(&dividend) / metric.of(&divisor))
    })
}

/// `{{#where}}`
pub(super) fn place(arguments: &[&str], context: &Context) -> Result<String> {
    let [] = exactly(arguments, "where")?;
    Ok(context.measured_where().to_owned())
}
