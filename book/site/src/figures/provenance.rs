//! Provenance of the shown figures in one line: when and where they were measured.

use super::{captioned_table::marked_note, context::Context, format};
use crate::html::escape;
use data::{Origin, Run};

/// A line below a chart or a table of the run that is shown, as HTML.
pub(super) fn line(context: &Context) -> String {
    line_of(&context.dataset.run, context)
}

/// The same of any run.
pub(super) fn line_of(run: &Run, context: &Context) -> String {
    let mut parts = vec![
        run.measured_where(),
        format::day(&run.date).to_owned(),
        run.ran_on(),
    ];
    parts.retain(|part| !part.is_empty());
    let parts = parts.join(" · ");
    let basis = format!("{} · {}", escape(&parts), rows_link(run, context));
    marked_note(Origin::Measured, &basis)
}

/// A link to a run's rows.
pub(super) fn rows_link(run: &Run, context: &Context) -> String {
    let file = format!("{}.csv", run.run_id);
    context.data_link(&format!("measurements/{file}"), &file)
}
