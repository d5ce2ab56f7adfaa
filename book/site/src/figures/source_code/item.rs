//! One item of a source file: a function, a type, a resource, found by its name.

use std::ops::Range;

/// The lines of `source`, from 0 on, that the item `name` takes, with what belongs above it:
/// attributes, decorators and comments. The sources are formatted, so an item ends with a line that
/// is indented no deeper than it.
pub(super) fn lines(source: &str, name: &str) -> Option<Range<usize>> {
    let lines: Vec<&str> = source.lines().collect();
    let start = lines.iter().position(|line| names(line, name))?;
    let depth = indent(lines[start]);
    let above = lines[..start].iter().rev();
    let above = above.take_while(|line| {
        !line.trim().is_empty() && (indent(line) > depth || belongs_below(line))
    });
    let first = start - above.count();
    let mut end = start + 1;
    if !lines[start].trim_end().ends_with(';') {
        loop {
            let inside = |line: &&&str| line.trim().is_empty() || indent(line) > depth;
            end += lines[end..].iter().take_while(inside).count();
            let Some(last) = lines
                .get(end)
                .filter(|line| indent(line) == depth && closes(line))
            else {
                break;
            };
            end += 1;
            // The end of the parameters, not yet of the item.
            if !last.ends_with(['{', ':', '(']) {
                break;
            }
        }
    }
    while lines[end - 1].trim().is_empty() {
        end -= 1;
    }
    Some(first..end)
}

/// True if a line begins the item: `async fn name`, `struct name`, `def name`, `name =`, `name:`.
fn names(line: &str, name: &str) -> bool {
    const BEFORE: [&str; 12] = [
        "pub",
        "pub(crate)",
        "async",
        "export",
        "default",
        "fn",
        "struct",
        "enum",
        "mod",
        "const",
        "def",
        "class",
    ];
    let words = line.trim_start().split([' ', '(', '<', ':', ';', '=']);
    let word = words
        .into_iter()
        .find(|word| !BEFORE.contains(word) && !word.is_empty());
    // A use of the name is no item.
    let is_call = line.trim_start().starts_with(&format!("{name}("));
    word == Some(name) && !is_call
}

fn belongs_below(line: &str) -> bool {
    ["#", "//", "@", ")"]
        .iter()
        .any(|mark| line.trim_start().starts_with(mark))
}

fn closes(line: &str) -> bool {
    ["}", ")", "]"]
        .iter()
        .any(|bracket| line.trim_start().starts_with(bracket))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item<'a>(source: &'a str, name: &str) -> Option<Vec<&'a str>> {
        let range = lines(source, name)?;
        Some(source.lines().collect::<Vec<_>>()[range].to_vec())
    }

    #[test]
    fn an_item_of_rust_has_its_attributes_and_its_end() {
        let source = "use a::Note;\n\n/// Text.\n#[error(\n    \"text\"\n)]\nstruct Note {\n    message: String,\n}\n\nconst LENGTH: usize = 3;\nasync fn run(\n    a: u8,\n) -> u8 {\n    note()\n}\n";
        assert_eq!(item(source, "Note").unwrap().len(), 7);
        assert_eq!(
            item(source, "LENGTH").unwrap(),
            ["const LENGTH: usize = 3;"]
        );
        assert_eq!(item(source, "run").unwrap().len(), 5);
        assert_eq!(item(source, "note"), None);
    }

    #[test]
    fn an_item_of_python_ends_where_the_next_one_starts() {
        let source = "client = make()\n\n\ndef handler(event):\n    if event:\n\n        return parse(event)\n\n\ndef parse(event):\n    return 1\n";
        assert_eq!(item(source, "handler").unwrap().len(), 4);
        assert_eq!(item(source, "parse").unwrap().len(), 2);
        assert_eq!(item(source, "client").unwrap(), ["client = make()"]);
    }
}
