//! Closed sets of names, as chapters write them.

/// The value that a name stands for; `None` if it is unknown.
pub(crate) fn find<T: Copy>(values: &[(&str, T)], name: &str) -> Option<T> {
    let found = values.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| *value)
}

/// `a, b or c`.
pub(crate) fn alternatives<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let names: Vec<S> = names.into_iter().collect();
    let mut text = String::new();
    for (index, name) in names.iter().enumerate() {
        text.push_str(match index {
            0 => "",
            _ if index + 1 == names.len() => " or ",
            _ => ", ",
        });
        text.push_str(name.as_ref());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_are_written_as_in_a_sentence() {
        for (names, text) in [
            (&["a"][..], "a"),
            (&["a", "b"], "a or b"),
            (&["a", "b", "c"], "a, b or c"),
        ] {
            assert_eq!(alternatives(names), text);
        }
    }
}
