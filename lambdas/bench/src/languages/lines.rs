//! Counts lines of code as tokei does.

use crate::deployment_package::archive::Files;
use anyhow::{Context, Result};
use tokei::{Config, LanguageType};

/// Lines of code of a text: no blank lines, comments or doc strings. tokei takes every text in
/// triple quotes for a doc string.
pub(super) fn of_text(language: LanguageType, text: &str) -> u32 {
    let config = Config {
        treat_doc_strings_as_comments: Some(true),
        ..Config::default()
    };
    let code = language.parse_from_str(text, &config).summarise().code;
    u32::try_from(code).unwrap_or(u32::MAX)
}

/// Lines of code of all files, which must be of one language.
///
/// # Errors
/// A file is not UTF-8.
pub(super) fn of_files(language: LanguageType, files: &Files) -> Result<u32> {
    let mut lines = 0;
    for (path, entry) in files {
        let text = std::str::from_utf8(&entry.bytes);
        lines += of_text(
            language,
            text.with_context(|| format!("{path} is not UTF-8"))?,
        );
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doc_strings_and_comments_are_no_code() {
        let python =
            "\"\"\"Says hello.\n\nTwice.\n\"\"\"\n\nimport os  # for os\n\n# A name.\nx = 1\n";
        assert_eq!(of_text(LanguageType::Python, python), 2);
        let node = "/** Says hello.\n * Twice. */\n\n// A name.\nconst x = 1; // one\n";
        assert_eq!(of_text(LanguageType::JavaScript, node), 1);
    }
}
