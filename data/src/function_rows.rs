//! Rows of functions that are none of the repository's: the same columns, in a file of their own.

use crate::{Error, Invocation, as_text, recorder::Appender};
use std::{fmt, path::Path, str::FromStr};

/// Lambda's own limit. Source: AWS Lambda's API reference, on `FunctionName`.
const MOST_LETTERS: usize = 64;

/// The name of somebody's function, as Lambda allows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FunctionName(String);

/// A text that is no [`FunctionName`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a function's name has 1 to {MOST_LETTERS} letters of a-z, A-Z, 0-9, `-` and `_`, as on Lambda"
)]
pub struct NoFunctionName;

impl FromStr for FunctionName {
    type Err = NoFunctionName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        let has_length = (1..=MOST_LETTERS).contains(&text.len());
        if has_length && text.chars().all(is_allowed) {
            return Ok(Self(text.to_owned()));
        }
        Err(NoFunctionName)
    }
}

impl fmt::Display for FunctionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

as_text!(FunctionName);

/// Appends the rows of a run to a file; each is on disk before the next is measured.
#[derive(Debug)]
pub struct FunctionRecorder(Appender);

impl FunctionRecorder {
    /// Makes a file that is not there yet, with the header of its rows.
    ///
    /// # Errors
    /// It is there, or can't be written.
    pub fn create(file: &Path) -> Result<Self, Error> {
        if file.exists() {
            return Err(Error::file(file, "it already exists: choose another name"));
        }
        Ok(Self(Appender::open::<Invocation<FunctionName>>(file)?))
    }

    /// Writes one row.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn record(&mut self, invocation: &Invocation<FunctionName>) -> Result<(), Error> {
        self.0.append(invocation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_lambda_allows() {
        for name in ["orders", "Orders-api_2", &"a".repeat(64)] {
            assert_eq!(name.parse::<FunctionName>().unwrap().to_string(), name);
        }
        for name in ["", "a b", "../a", "ö", &"a".repeat(65)] {
            assert_eq!(name.parse::<FunctionName>(), Err(NoFunctionName), "{name}");
        }
    }
}
