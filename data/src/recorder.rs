//! Writer of a run's rows, none of which is lost once it is finished.

use crate::{
    Environment, Error, HarnessOverhead, Invocation, RecordedRun, RepetitionSpeed, Run,
    dataset::{read_invocations, read_overhead, read_speed},
    load::read_load,
    reader::{Problem, Row, read, rows_if_any},
    writer::write,
};
use serde::Serialize;
use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// Appends the rows of a run to its files; each is on disk before the next is measured.
#[derive(Debug)]
pub struct Recorder {
    invocations: Appender,
    overhead_file: PathBuf,
    /// Opened with the first exchange: a run on AWS has none.
    overhead: Option<Appender>,
    speed_file: PathBuf,
    /// Opened with the first repetition that ends.
    speed: Option<Appender>,
}

/// A place in a run's files, to which they can be taken back.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    invocations: u64,
    overhead: Option<u64>,
}

impl Recorder {
    /// Notes a run in `<measurements>/runs.csv` and opens `<measurements>/<run_id>.csv`.
    ///
    /// # Errors
    /// A file of that name exists already, or the folder can't be written.
    pub fn start(measurements: &Path, run: &Run) -> Result<Self, Error> {
        let file = invocations_file(measurements, run);
        if file.exists() {
            return Err(Error::file(&file, EXISTS));
        }
        let recorder = Self {
            invocations: Appender::open::<Invocation>(&file)?,
            overhead_file: overhead_file(measurements, run),
            overhead: None,
            speed_file: speed_file(measurements, run),
            speed: None,
        };
        let runs = measurements.join("runs.csv");
        Appender::open::<Run>(&runs)?.append(run)?;
        Ok(recorder)
    }

    /// Opens the files of an interrupted run, and gives what they hold: a line that was written
    /// by half is removed, every other row is checked and stays.
    ///
    /// # Errors
    /// A row is wrong, the files can't be written, or another process still writes them.
    pub fn resume(measurements: &Path, run: Run) -> Result<(Self, RecordedRun), Error> {
        let overhead_file = overhead_file(measurements, &run);
        let overhead = overhead_file.exists();
        let opened = Self {
            invocations: Appender::reopen::<Invocation>(&invocations_file(measurements, &run))?,
            overhead: overhead
                .then(|| Appender::reopen::<HarnessOverhead>(&overhead_file))
                .transpose()?,
            overhead_file,
            speed_file: speed_file(measurements, &run),
            speed: None,
        };
        let recorded = RecordedRun {
            invocations: read_invocations(measurements, &run)?,
            overhead: read_overhead(measurements, &run)?,
            speed: read_speed(measurements, &run)?,
            run,
        };
        Ok((opened, recorded))
    }

    /// Writes one row.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn record(&mut self, invocation: &Invocation) -> Result<(), Error> {
        self.invocations.append(invocation)
    }

    /// Writes one bare HTTP exchange into `<measurements>/<run_id>-loopback.csv`.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn record_exchange(&mut self, exchange: &HarnessOverhead) -> Result<(), Error> {
        let appender = match self.overhead.take() {
            Some(appender) => appender,
            None => Appender::open::<HarnessOverhead>(&self.overhead_file)?,
        };
        self.overhead.insert(appender).append(exchange)
    }

    /// Writes how fast the machine was during a repetition into `<measurements>/<run_id>-speed.csv`.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn record_speed(&mut self, speed: &RepetitionSpeed) -> Result<(), Error> {
        let appender = match self.speed.take() {
            Some(appender) => appender,
            None => Appender::open::<RepetitionSpeed>(&self.speed_file)?,
        };
        self.speed.insert(appender).append(speed)
    }

    /// The end of what is recorded so far.
    ///
    /// # Errors
    /// The files can't be read.
    pub fn position(&self) -> Result<Position, Error> {
        let overhead = self.overhead.as_ref().map(Appender::length).transpose()?;
        Ok(Position {
            invocations: self.invocations.length()?,
            overhead,
        })
    }

    /// Removes the invocations and bare exchanges that were recorded since a position.
    ///
    /// # Errors
    /// The files can't be written.
    pub fn take_back_to(&mut self, position: Position) -> Result<(), Error> {
        self.invocations.shorten(position.invocations)?;
        match (&self.overhead, position.overhead) {
            (Some(appender), Some(length)) => appender.shorten(length),
            (Some(appender), None) => appender.shorten(header_length::<HarnessOverhead>()),
            (None, _) => Ok(()),
        }
    }

    /// The file with the run's invocations.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.invocations.file
    }
}

/// Writes a whole run at once, and gives its file: all of it, or nothing if a row is wrong.
///
/// # Errors
/// The run or a row is wrong, a run of that id exists, or the folder can't be written.
pub fn record_run(
    measurements: &Path,
    run: &Run,
    invocations: &[Invocation],
) -> Result<PathBuf, Error> {
    let file = invocations_file(measurements, run);
    if file.exists() {
        return Err(Error::file(&file, EXISTS));
    }
    let wrong = |place: &str, Problem { column, reason }| {
        let reason = format!("not written, {place}: column `{column}`: {reason}");
        Error::file(&file, reason)
    };
    run.check().map_err(|problem| wrong("runs.csv", problem))?;
    for (row, number) in invocations.iter().zip(1..) {
        row.check()
            .and_then(|()| run.check_invocation(row))
            .map_err(|problem| wrong(&format!("row {number}"), problem))?;
    }
    let mut runs = Appender::open::<Run>(&measurements.join("runs.csv"))?;
    write(&file, invocations)?;
    runs.append(run)?;
    Ok(file)
}

/// Reason why a run's file is not written.
const EXISTS: &str = "this run already exists: choose another id";

/// The last local run that was interrupted, if there is one.
///
/// # Errors
/// A row of `runs.csv`, or of the runs that are looked at, is wrong.
pub fn interrupted_run(measurements: &Path) -> Result<Option<Run>, Error> {
    let file = measurements.join("runs.csv");
    if !file.exists() {
        return Ok(None);
    }
    for located in read::<Run>(&file)?.into_iter().rev() {
        let run = located.row;
        if run.environment == Environment::Local && is_interrupted(measurements, &run)? {
            return Ok(Some(run));
        }
    }
    Ok(None)
}

/// The ids that a new run can't have: those of the runs and load tests in `<measurements>`, and of
/// runs whose rows are there without one that describes them.
///
/// # Errors
/// A row of `runs.csv` or `load.csv` is wrong, or the folder can't be read.
pub fn run_ids(measurements: &Path) -> Result<BTreeSet<String>, Error> {
    let runs = rows_if_any::<Run>(&measurements.join("runs.csv"))?;
    let loads = read_load(measurements)?;
    let mut ids: BTreeSet<String> = runs.into_iter().map(|run| run.run_id).collect();
    ids.extend(loads.into_iter().map(|load| load.run_id));
    let files = fs::read_dir(measurements).map_err(|error| Error::file(measurements, error))?;
    for file in files {
        let file = file.map_err(|error| Error::file(measurements, error))?;
        let name = file.file_name();
        let id = name.to_str().and_then(|name| name.strip_suffix(".csv"));
        ids.extend(id.map(str::to_owned));
    }
    Ok(ids)
}

fn is_interrupted(measurements: &Path, run: &Run) -> Result<bool, Error> {
    let file = invocations_file(measurements, run);
    let whole = File::open(&file).and_then(|mut file| ends_with_line_break(&mut file));
    if !whole.map_err(|error| Error::file(&file, error))? {
        return Ok(true);
    }
    Ok(!run.is_complete(&read_invocations(measurements, run)?))
}

fn invocations_file(measurements: &Path, run: &Run) -> PathBuf {
    measurements.join(format!("{}.csv", run.run_id))
}

fn speed_file(measurements: &Path, run: &Run) -> PathBuf {
    measurements.join(format!("{}-speed.csv", run.run_id))
}

fn overhead_file(measurements: &Path, run: &Run) -> PathBuf {
    measurements.join(format!("{}-loopback.csv", run.run_id))
}

/// A CSV file that rows are added to.
#[derive(Debug)]
pub(crate) struct Appender {
    file: PathBuf,
    writer: csv::Writer<File>,
}

impl Appender {
    /// Opens a file, or makes it with the header of its rows, and locks it. The next row begins
    /// a new line, whatever an editor left at the end.
    pub fn open<T: Row>(file: &Path) -> Result<Self, Error> {
        let mut handle = lock(file)?;
        end_last_line(&mut handle).map_err(|error| Error::file(file, error))?;
        Self::with_header::<T>(handle, file)
    }

    /// The same, but a last line that was written by half is removed.
    fn reopen<T: Row>(file: &Path) -> Result<Self, Error> {
        let mut handle = lock(file)?;
        drop_half_line(&mut handle).map_err(|error| Error::file(file, error))?;
        Self::with_header::<T>(handle, file)
    }

    fn with_header<T: Row>(handle: File, file: &Path) -> Result<Self, Error> {
        let metadata = handle
            .metadata()
            .map_err(|error| Error::file(file, error))?;
        let mut appender = Self {
            file: file.to_owned(),
            writer: csv::WriterBuilder::new()
                .has_headers(false)
                .from_writer(handle),
        };
        if metadata.len() == 0 {
            let header = appender.writer.write_record(T::columns());
            header.map_err(|error| Error::file(file, error))?;
            appender.flush()?;
        }
        Ok(appender)
    }

    pub fn append<T: Serialize>(&mut self, row: &T) -> Result<(), Error> {
        let written = self.writer.serialize(row);
        written.map_err(|error| Error::file(&self.file, error))?;
        self.flush()
    }

    /// The file's length in bytes: every row is flushed when it is appended.
    fn length(&self) -> Result<u64, Error> {
        let metadata = self.writer.get_ref().metadata();
        let metadata = metadata.map_err(|error| Error::file(&self.file, error))?;
        Ok(metadata.len())
    }

    /// Removes what follows the given length in bytes.
    fn shorten(&self, length: u64) -> Result<(), Error> {
        let shortened = self.writer.get_ref().set_len(length);
        shortened.map_err(|error| Error::file(&self.file, error))
    }

    fn flush(&mut self) -> Result<(), Error> {
        let written = self.writer.flush();
        written.map_err(|error| Error::file(&self.file, error))
    }
}

impl Drop for Appender {
    /// Unlocks the file: a program that is being started still has it open for a moment.
    fn drop(&mut self) {
        let _ = self.writer.get_ref().unlock();
    }
}

/// The length of a file without rows, in bytes.
fn header_length<T: Row>() -> u64 {
    T::columns().join(",").len() as u64 + 1
}

/// Opens a file for appending; no other process that does so can at the same time.
fn lock(file: &Path) -> Result<File, Error> {
    let mut options = OpenOptions::new();
    let handle = options.create(true).read(true).append(true).open(file);
    let handle = handle.map_err(|error| Error::file(file, error))?;
    match handle.try_lock() {
        Ok(()) => Ok(handle),
        Err(TryLockError::WouldBlock) => {
            let reason = "another process is writing this file: wait for it, or end it";
            Err(Error::file(file, reason))
        }
        Err(TryLockError::Error(error)) => Err(Error::file(file, error)),
    }
}

fn end_last_line(file: &mut File) -> io::Result<()> {
    if file.metadata()?.len() > 0 && !ends_with_line_break(file)? {
        file.write_all(b"\n")?;
    }
    Ok(())
}

fn ends_with_line_break(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Cuts off what follows the last line break.
fn drop_half_line(file: &mut File) -> io::Result<()> {
    let mut text = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut text)?;
    let last_break = text.iter().rposition(|&byte| byte == b'\n');
    let whole_lines = last_break.map_or(0, |position| position as u64 + 1);
    if whole_lines < text.len() as u64 {
        file.set_len(whole_lines)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_unlocked_though_a_program_that_is_being_started_still_has_it_open() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("run.csv");
        let appender = Appender::open::<Invocation>(&file).unwrap();
        let inherited = appender.writer.get_ref().try_clone().unwrap();
        assert!(lock(&file).is_err());
        drop(appender);
        assert!(lock(&file).is_ok());
        drop(inherited);
    }
}
