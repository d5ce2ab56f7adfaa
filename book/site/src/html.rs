//! Pieces of HTML, each on one line: a blank line would end it in Markdown.

use html_escape::encode_double_quoted_attribute;
use std::fmt::Write;

/// Text as content or as the value of an attribute.
pub(crate) fn escape(text: &str) -> String {
    encode_double_quoted_attribute(text).replace('\n', " ")
}

/// Backquotes as Markdown reads them: within HTML it does not.
pub(crate) fn code(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(index, part)| match index % 2 {
        0 => escape(part),
        _ => ["<code>", &escape(part), "</code>"].concat(),
    });
    parts.collect()
}

/// A link whose text is escaped here.
pub(crate) fn link(href: &str, text: &str) -> String {
    format!(r#"<a href="{}">{}</a>"#, escape(href), escape(text))
}

/// A table of texts that scrolls by itself, with a heading for screen readers.
pub(crate) fn table<const N: usize>(name: &str, header: [&str; N], rows: &[[String; N]]) -> String {
    let is_number = |column: usize| {
        let starts_with_digit = |row: &[String; N]| row[column].starts_with(char::is_numeric);
        rows.first().is_some_and(starts_with_digit)
    };
    let class = |column| {
        if is_number(column) {
            r#" class="number""#
        } else {
            ""
        }
    };
    let mut html = format!(
        r#"<div class="table-wrapper" role="region" tabindex="0" aria-label="{}"><table><thead><tr>"#,
        escape(name)
    );
    for (column, text) in header.into_iter().enumerate() {
        let _ = write!(
            html,
            r#"<th scope="col"{}>{}</th>"#,
            class(column),
            escape(text)
        );
    }
    html.push_str("</tr></thead><tbody>");
    for row in rows {
        html.push_str("<tr>");
        for (column, text) in row.iter().enumerate() {
            let _ = write!(html, "<td{}>{}</td>", class(column), escape(text));
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></div>");
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_code() {
        assert_eq!(code("of `record` <"), "of <code>record</code> &lt;");
    }
}
