//! Search for `{{#name argument …}}` in a chapter's Markdown.

use super::replacement::Replacement;
use anyhow::Result;
use mdbook_markdown::pulldown_cmark::{Event, Parser, Tag};
use std::{fmt::Write, ops::Range};

/// mdBook's own directives, which it replaces after us.
const OF_MDBOOK: [&str; 5] = [
    "include",
    "playground",
    "playpen",
    "rustdoc_include",
    "title",
];

/// A directive as a chapter writes it: its name and arguments.
pub(super) struct Call<'a> {
    pub name: &'a str,
    pub arguments: Vec<&'a str>,
}

/// A directive that can't be replaced.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: `{{{{#{directive}}}}}`: {reason}")]
pub struct Error {
    file: String,
    line: usize,
    directive: String,
    reason: String,
}

impl Error {
    /// The same, naming the chapter's file.
    pub(super) fn in_file(self, file: String) -> Self {
        Self { file, ..self }
    }
}

/// Replaces every directive that is neither in code nor escaped by a backslash. `expand` is
/// given the directive and how many came before it.
pub(super) fn replace(
    markdown: &str,
    mut expand: impl FnMut(&Call, usize) -> Result<Replacement>,
) -> Result<String, Error> {
    let code = code_ranges(markdown);
    let mut replaced = String::with_capacity(markdown.len());
    let mut rest = 0;
    let mut count = 0;
    for (start, _) in markdown.match_indices("{{#") {
        let is_code = code.iter().any(|range| range.contains(&start));
        if start < rest || is_code || markdown[..start].ends_with('\\') {
            continue;
        }
        let inside = &markdown[start + 3..];
        let line = inside.lines().next().unwrap_or_default();
        let error = |reason: String| Error {
            file: String::new(),
            line: markdown[..start].matches('\n').count() + 1,
            directive: line.split("}}").next().unwrap_or_default().to_owned(),
            reason,
        };
        let Some(length) = line.find("}}") else {
            return Err(error("close it with `}}` on the same line".to_owned()));
        };
        let mut words = inside[..length].split_whitespace();
        let call = Call {
            name: words.next().unwrap_or_default(),
            arguments: words.collect(),
        };
        if OF_MDBOOK.contains(&call.name) {
            continue;
        }
        let end = start + 3 + length + 2;
        replaced.push_str(&markdown[rest..start]);
        match expand(&call, count).map_err(|reason| error(format!("{reason:#}")))? {
            Replacement::Inline(text) => replaced.push_str(&text),
            Replacement::Figure(origin, text) => {
                let _ = write!(replaced, r#"<span class="fig {origin}">{text}</span>"#);
            }
            Replacement::Block(_) if !is_alone(markdown, start..end) => {
                return Err(error("put it on a line of its own".to_owned()));
            }
            Replacement::Block(html) => {
                replaced.push_str(&html);
                replaced.push('\n');
            }
        }
        rest = end;
        count += 1;
    }
    replaced.push_str(&markdown[rest..]);
    Ok(replaced)
}

/// The ranges of code blocks and inline code.
fn code_ranges(markdown: &str) -> Vec<Range<usize>> {
    let is_code = |event: &Event| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    Parser::new(markdown)
        .into_offset_iter()
        .filter(|(event, _)| is_code(event))
        .map(|(_, range)| range)
        .collect()
}

fn is_alone(markdown: &str, range: Range<usize>) -> bool {
    let before = markdown[..range.start].rsplit('\n').next();
    let after = markdown[range.end..].split('\n').next();
    before.is_none_or(str::is_empty) && after.is_none_or(|text| text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shout(call: &Call, _: usize) -> Result<Replacement> {
        match call.name {
            "say" => Ok(Replacement::Inline(call.arguments.join("+"))),
            "block" => Ok(Replacement::Block("<hr>".to_owned())),
            _ => Err(anyhow::anyhow!("no such directive")),
        }
    }

    fn replaced(markdown: &str) -> Result<String, String> {
        replace(markdown, shout).map_err(|error| error.to_string())
    }

    #[test]
    fn a_directive_becomes_its_replacement() {
        for (markdown, expected) in [
            ("a {{#say x y_z}}.\n{{#say}}", "a x+y_z.\n"),
            ("| {{#say 1}} | {{#say 2}} |", "| 1 | 2 |"),
            ("text\n\n{{#block}}\n\ntext", "text\n\n<hr>\n\n\ntext"),
        ] {
            assert_eq!(replaced(markdown).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn a_documented_directive_stays_as_it_is() {
        for markdown in [
            "`{{#say x}}`",
            "``` text\n{{#unknown}}\n```",
            "    {{#unknown}}",
            r"\{{#say x}}",
            "{{#include other.md}}",
            "{{ no directive }}",
        ] {
            assert_eq!(replaced(markdown).as_deref(), Ok(markdown));
        }
    }

    #[test]
    fn a_mistake_is_named_by_line() {
        for (markdown, expected) in [
            ("\n\n{{#shout x}}", ":3: `{{#shout x}}`: no such directive"),
            (
                "a\n{{#say x\n}}",
                ":2: `{{#say x}}`: close it with `}}` on the same line",
            ),
            (
                "see {{#block}}",
                ":1: `{{#block}}`: put it on a line of its own",
            ),
            (
                "- {{#block}}",
                ":1: `{{#block}}`: put it on a line of its own",
            ),
        ] {
            assert_eq!(replaced(markdown).unwrap_err(), expected);
        }
    }
}
