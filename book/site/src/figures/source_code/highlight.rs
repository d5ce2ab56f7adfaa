//! Source code as HTML, coloured at build time, each line by itself.

use crate::html::escape;
use anyhow::Result;
use std::{fmt::Write, sync::LazyLock};
use syntect::{
    easy::ScopeRegionIterator,
    parsing::{ParseState, ScopeStack, SyntaxSet},
    util::LinesWithEndings,
};

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// The first scope that fits, from the innermost on, decides the class.
const CLASSES: [(&str, &str); 10] = [
    ("comment", "comment"),
    ("string", "string"),
    ("constant.character", "string"),
    ("constant", "number"),
    ("entity.name.function", "function"),
    ("support.macro", "function"),
    ("support.function", "function"),
    ("storage.type", "keyword"),
    ("keyword", "keyword"),
    ("storage.modifier", "keyword"),
];

/// The lines of a source as HTML. `extension` is its file's, such as `rs`; one that is not known leaves
/// the text as it is.
pub(super) fn lines(source: &str, extension: &str) -> Result<Vec<String>> {
    let known = SYNTAXES.find_syntax_by_extension(extension);
    let syntax = known.unwrap_or_else(|| SYNTAXES.find_syntax_plain_text());
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut lines = Vec::new();
    for line in LinesWithEndings::from(source) {
        let operations = state.parse_line(line, &SYNTAXES)?;
        let mut html = String::new();
        for (text, operation) in ScopeRegionIterator::new(&operations, line) {
            stack.apply(operation)?;
            let text = escape(text.trim_end_matches('\n'));
            match class(&stack) {
                Some(class) if !text.trim().is_empty() => {
                    let _ = write!(html, r#"<span class="code-{class}">{text}</span>"#);
                }
                _ => html.push_str(&text),
            }
        }
        lines.push(html);
    }
    Ok(lines)
}

fn class(stack: &ScopeStack) -> Option<&'static str> {
    stack.as_slice().iter().rev().find_map(|scope| {
        let name = scope.build_string();
        let fits = |(prefix, _): &&(&str, &str)| name.starts_with(prefix);
        CLASSES.iter().find(fits).map(|(_, class)| *class)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_html_of_its_own() {
        let source = "\"\"\"A\nB\"\"\"\ndef f(x):  # <why>\n    return 1\n";
        let html = lines(source, "py").unwrap();
        assert_eq!(html.len(), 4);
        for line in &html {
            let count = |tag| line.matches(tag).count();
            assert_eq!(count("<span"), count("</span>"), "{line}");
        }
        assert!(
            html[2].contains(r#"<span class="code-comment">"#),
            "{html:?}"
        );
        assert!(html[2].contains("&lt;why&gt;"), "{html:?}");
        assert!(
            html[3].contains(r#"<span class="code-number">1</span>"#),
            "{html:?}"
        );
    }
}
