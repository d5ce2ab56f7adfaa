//! Writes rows so that none that is finished can be lost.

use crate::{Error, Invocation, Run, reader::Row, rows};
use serde::Serialize;
use std::{
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
};

/// Appends the invocations of a run to its file; each is on disk before the next is measured.
#[derive(Debug)]
pub struct Recorder {
    file: PathBuf,
    writer: csv::Writer<File>,
}

impl Recorder {
    /// Notes a run in `<measurements>/runs.csv` and opens `<measurements>/<run_id>.csv`.
    ///
    /// # Errors
    /// A file of that name exists already, or the folder can't be written.
    pub fn start(measurements: &Path, run: &Run) -> Result<Self, Error> {
        let file = measurements.join(format!("{}.csv", run.run_id));
        if file.exists() {
            return Err(Error::file(
                &file,
                "this run exists already: choose another id",
            ));
        }
        let mut writer = open::<rows::Invocation>(&file)?;
        flush(&mut writer, &file)?;
        append(&measurements.join("runs.csv"), run)?;
        Ok(Self { file, writer })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn record(&mut self, invocation: &Invocation) -> Result<(), Error> {
        write(&mut self.writer, &self.file, invocation)
    }

    /// The file that is written.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }
}

fn append<T: Row + Serialize>(file: &Path, row: &T) -> Result<(), Error> {
    let mut writer = open::<T>(file)?;
    write(&mut writer, file, row)
}

fn open<T: Row>(file: &Path) -> Result<csv::Writer<File>, Error> {
    let handle = OpenOptions::new()
        .create(true)
        .append(true)
        .open(file)
        .map_err(|error| Error::file(file, error))?;
    let empty = handle
        .metadata()
        .map_err(|error| Error::file(file, error))?
        .len()
        == 0;
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(handle);
    if empty {
        writer
            .write_record(T::COLUMNS)
            .map_err(|error| Error::file(file, error))?;
    }
    Ok(writer)
}

fn write<T: Serialize>(writer: &mut csv::Writer<File>, file: &Path, row: &T) -> Result<(), Error> {
    writer
        .serialize(row)
        .map_err(|error| Error::file(file, error))?;
    flush(writer, file)
}

fn flush(writer: &mut csv::Writer<File>, file: &Path) -> Result<(), Error> {
    writer.flush().map_err(|error| Error::file(file, error))
}
