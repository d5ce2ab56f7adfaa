//! When and where the shown figures were measured, in one line.

use super::{captioned_table::note, context::Context, number};
use crate::html::escape;
use data::Run;

/// A line below a chart or a table, as HTML.
pub(super) fn line(context: &Context) -> String {
    let Run {
        date, cpu_model, ..
    } = &context.dataset.run;
    note(&format!(
        "Measured {} · {} · {} · {}",
        context.measured_where(),
        escape(number::day(date)),
        escape(cpu_model),
        rows_link(context)
    ))
}

/// A link to the run's rows.
pub(super) fn rows_link(context: &Context) -> String {
    let file = format!("{}.csv", context.dataset.run.run_id);
    context.data_link(&format!("measurements/{file}"), &file)
}
