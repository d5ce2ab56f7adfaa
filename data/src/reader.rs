//! Reads a CSV file into typed rows, or says where and why it can't.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_aux::serde_introspection::serde_introspect;
use serde_path_to_error::Segment;
use std::{
    fmt::Display,
    path::{Path, PathBuf},
};

/// Error in the committed data.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A value, or two that contradict each other.
    #[error("{file}:{line}: column `{column}`: {reason}")]
    Row {
        /// The file.
        file: String,
        /// Its line, counted from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// Mistake, and what would be right.
        reason: String,
    },
    /// The file as a whole.
    #[error("{file}: {reason}")]
    File {
        /// The file or folder.
        file: String,
        /// Mistake.
        reason: String,
    },
    /// The run that is to be shown.
    #[error("the run {run_id} can't be shown: {reason}")]
    Run {
        /// Its id.
        run_id: String,
        /// Mistake, and what to do.
        reason: String,
    },
}

impl Error {
    fn row(file: &Path, line: u64, column: &str, reason: impl Into<String>) -> Self {
        Self::Row {
            file: file.display().to_string(),
            line,
            column: column.to_owned(),
            reason: reason.into(),
        }
    }

    pub(crate) fn file(file: &Path, reason: impl Display) -> Self {
        Self::File {
            file: file.display().to_string(),
            reason: reason.to_string(),
        }
    }
}

/// Mistake in a row whose values can each be read.
pub(crate) struct Problem {
    pub column: &'static str,
    pub reason: String,
}

impl Problem {
    pub fn new(column: &'static str, reason: impl Into<String>) -> Self {
        Self {
            column,
            reason: reason.into(),
        }
    }
}

/// A kind of row: one line of one of our CSV files.
pub(crate) trait Row: DeserializeOwned {
    /// Names of the columns, in the file's order: the fields of the struct.
    fn columns() -> &'static [&'static str] {
        serde_introspect::<Self>()
    }

    /// Checks that the values make sense together.
    fn check(&self) -> Result<(), Problem> {
        Ok(())
    }
}

/// Row and its place, for errors that show only beside other rows.
#[derive(Debug)]
pub(crate) struct Located<T> {
    pub row: T,
    file: PathBuf,
    line: u64,
}

impl<T> Located<T> {
    pub fn error(&self, problem: Problem) -> Error {
        Error::row(&self.file, self.line, problem.column, problem.reason)
    }
}

/// All rows of a file, without the places where they stand.
pub(crate) fn rows<T: Row>(file: &Path) -> Result<Vec<T>, Error> {
    Ok(read(file)?.into_iter().map(|located| located.row).collect())
}

/// The same of a file that need not be there.
pub(crate) fn rows_if_any<T: Row>(file: &Path) -> Result<Vec<T>, Error> {
    if file.exists() {
        rows(file)
    } else {
        Ok(Vec::new())
    }
}

/// All rows of a file.
pub(crate) fn read<T: Row>(file: &Path) -> Result<Vec<Located<T>>, Error> {
    let mut reader = csv::Reader::from_path(file).map_err(|error| Error::file(file, error))?;
    let header = reader
        .headers()
        .map_err(|error| bad_row::<T>(file, &error))?
        .clone();
    check_header::<T>(file, &header)?;
    reader
        .records()
        .map(|record| {
            let record = record.map_err(|error| bad_row::<T>(file, &error))?;
            let Tracked(row) = record
                .deserialize(None)
                .map_err(|error| bad_row::<T>(file, &error))?;
            let line = record.position().map_or(0, csv::Position::line);
            let row = Located {
                row: row.map_err(|(index, reason)| {
                    Error::row(file, line, column::<T>(index), reason)
                })?,
                file: file.to_owned(),
                line,
            };
            T::check(&row.row).map_err(|problem| row.error(problem))?;
            Ok(row)
        })
        .collect()
}

/// A row, or the index of the value that can't be read and the reason. The csv crate loses
/// count of it when the value's own type refuses.
struct Tracked<T>(Result<T, (usize, String)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Tracked<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let row = serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let index = match error.path().iter().next() {
                Some(Segment::Seq { index }) => *index,
                _ => usize::MAX,
            };
            let message = error.inner().to_string();
            let reason = match message.split_once(": ") {
                Some((field, reason)) if field.starts_with("field ") => reason,
                _ => &message,
            };
            (index, reason.to_owned())
        });
        Ok(Self(row))
    }
}

fn column<T: Row>(index: usize) -> &'static str {
    T::columns().get(index).unwrap_or(&"?")
}

fn check_header<T: Row>(file: &Path, header: &csv::StringRecord) -> Result<(), Error> {
    let columns = T::columns().len().max(header.len());
    let Some(wrong) = (0..columns).find(|&i| header.get(i) != T::columns().get(i).copied()) else {
        return Ok(());
    };
    let (column, reason) = match (header.get(wrong), T::columns().get(wrong)) {
        (Some(found), Some(expected)) => (found, format!("expected `{expected}` here")),
        (Some(extra), None) => (extra, "no such column: remove it".to_owned()),
        (None, Some(missing)) => (*missing, "the column is missing".to_owned()),
        (None, None) => return Ok(()),
    };
    Err(Error::row(file, 1, column, reason))
}

/// The csv crate's error as one of ours, with the name of the column that it counts.
#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "csv may have more kinds one day"
)]
fn bad_row<T: Row>(file: &Path, error: &csv::Error) -> Error {
    let line = error.position().map(csv::Position::line);
    let (column, reason) = match error.kind() {
        csv::ErrorKind::UnequalLengths { len, .. } => {
            let found = usize::try_from(*len).unwrap_or(usize::MAX);
            let expected = T::columns().len();
            let reason = format!("{found} values, but {expected} columns");
            (column::<T>(found.min(expected - 1)), reason)
        }
        csv::ErrorKind::Utf8 { err, .. } => (column::<T>(err.field()), "not UTF-8 text".to_owned()),
        _ => return Error::file(file, error),
    };
    match line {
        Some(line) => Error::row(file, line, column, reason),
        None => Error::file(file, error),
    }
}
