//! A table as a figure of a page.

use crate::html::{escape, table};

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

/// A note below a table on how its figures were measured, from HTML.
pub(super) fn note(html: &str) -> String {
    format!(r#"<p class="measured">{html}</p>"#)
}
