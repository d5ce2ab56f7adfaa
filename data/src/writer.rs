//! Writes a whole CSV file, so that none is ever left half written.

use crate::{Error, reader::Row};
use serde::Serialize;
use std::{fs, path::Path};

/// Replaces a file by the given rows below their header.
pub(crate) fn write<T: Row + Serialize>(file: &Path, rows: &[T]) -> Result<(), Error> {
    let text = to_csv(rows).map_err(|error| Error::file(file, error))?;
    let new = file.with_added_extension("new");
    fs::write(&new, text)
        .and_then(|()| fs::rename(&new, file))
        .map_err(|error| Error::file(file, error))
}

fn to_csv<T: Row + Serialize>(rows: &[T]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(Vec::new());
    writer.write_record(T::columns())?;
    for row in rows {
        writer.serialize(row)?;
    }
    Ok(writer.into_inner()?)
}
