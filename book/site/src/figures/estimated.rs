//! The estimates of AWS's durations, and how good they are, for the directives that show them.

use super::{
    context::{Cell, Context},
    quantity::Quantity,
};
use anyhow::{Context as _, Result};
use data::{Estimates, Summary};

/// The estimates.
///
/// # Errors
/// There is no local run to estimate, or none that has all control functions.
pub(super) fn estimates<'a>(context: &Context<'a>) -> Result<&'a Estimates> {
    context.estimates.context(
        "estimates are made of a complete local run of every function, the controls included, and \
         there is none: measure with `cargo measure local`, and weigh with `cargo measure packages \
         --workload hello,light,hash,sort`",
    )
}

/// Summarises the estimate of a quantity of a cell.
///
/// # Errors
/// It was not measured, or not estimated: only languages with a control function are.
pub(super) fn summary(context: &Context, cell: Cell, quantity: Quantity) -> Result<Summary> {
    let summary = cell.summary(quantity, &estimates(context)?.invocations);
    summary.with_context(|| format!("{cell} is not estimated"))
}

/// A share in per cent, with its sign for an error: `± 31 %`.
pub(super) fn plus_minus(percent: u32) -> String {
    format!("±\u{a0}{percent}\u{a0}%")
}
