//! A table as a figure of a page.

use crate::html::{escape, table};
use data::Origin;

/// A table with its caption above it. `below` is HTML that says what it rests on, from [`note`] or
/// [`super::provenance::line`].
pub(super) fn captioned_table<const N: usize>(
    caption: &str,
    header: [&str; N],
    rows: &[[String; N]],
    below: &str,
) -> String {
    format!(
        r#"<figure class="table"><figcaption>{}</figcaption>{}{below}</figure>"#,
        escape(caption),
        table(caption, header, rows),
    )
}

/// A note below a table on what its figures rest on, from HTML.
pub(super) fn note(html: &str) -> String {
    format!(r#"<p class="basis">{html}</p>"#)
}

/// The same behind the mark of how the figures came about.
pub(super) fn marked_note(origin: Origin, html: &str) -> String {
    note(&format!(
        r#"<span class="mark {origin}">{origin}</span> {html}"#
    ))
}
