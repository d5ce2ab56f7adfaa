//! A CSV file with the columns of `data/measurements/<run>.csv`.

use super::{Cells, Own, OwnError, billed_today};
use crate::{Millis, Start, samples::Sample};
use csv_core::{ReadRecordResult, Reader};
use std::{fmt::Display, str::FromStr};

/// The columns that are needed, in any order and among others.
const COLUMNS: [&str; 8] = [
    "workload",
    "variant",
    "memory_mb",
    "start",
    "init_ms",
    "duration_ms",
    "billed_ms",
    "error",
];

/// More columns than any file of ours has.
const MOST_COLUMNS: usize = 64;

/// Whether a line may be the first of such a file.
pub(super) fn is_header(line: &str) -> bool {
    let mut columns = line
        .split(',')
        .map(|column| column.trim_matches(['"', ' ']));
    columns.any(|column| column == "duration_ms")
}

pub(super) fn read(text: &str) -> Result<Own, OwnError> {
    let mut cells = Cells::default();
    let mut places: Option<[usize; COLUMNS.len()]> = None;
    records(text, |line, fields| {
        let Some(places) = places else {
            places = Some(columns(line, fields)?);
            return Ok(());
        };
        let value = |column: usize| fields.get(places[column]).copied().unwrap_or_default();
        if !value(7).is_empty() {
            cells.failed += 1;
            return Ok(());
        }
        let start: Start = parse(line, COLUMNS[3], value(3))?;
        let init = match (start, value(4)) {
            (Start::Warm, "") => None,
            (Start::Cold, init) if !init.is_empty() => Some(parse(line, COLUMNS[4], init)?),
            _ => {
                let reason = "`init_ms` must stand in a cold start's row, and in no other";
                return Err(OwnError::new(line, reason));
            }
        };
        let duration: Millis = parse(line, COLUMNS[5], value(5))?;
        let billed_ms = parse(line, COLUMNS[6], value(6))?;
        // REPORT lines round both durations, so their sum may miss the billed one by 1 ms.
        let most = Millis::billed_ms(duration, init).saturating_add(1);
        if !(duration.micros() / 1000..=most).contains(&billed_ms) {
            let reason = "`billed_ms` does not fit the durations beside it";
            return Err(OwnError::new(line, reason));
        }
        let cell = (
            checked_name(line, value(0))?,
            parse(line, COLUMNS[1], value(1))?,
            parse(line, COLUMNS[2], value(2))?,
        );
        let sample = Sample {
            duration,
            billed_ms: billed_today(billed_ms, duration, init),
            init,
        };
        cells.add(line, cell, sample)
    })?;
    cells.into_own("rows")
}

/// Any name, as long as it may stand in a list.
fn checked_name(line: usize, name: &str) -> Result<String, OwnError> {
    if name.is_empty() || name.len() > 64 || name.chars().any(char::is_control) {
        let reason = "`workload` must be a name of 1 to 64 letters";
        return Err(OwnError::new(line, reason));
    }
    Ok(name.to_owned())
}

fn columns(line: usize, header: &[&str]) -> Result<[usize; COLUMNS.len()], OwnError> {
    let mut places = [0; COLUMNS.len()];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        let mut names = header.iter().map(|name| name.trim());
        *place = names
            .position(|name| name == column)
            .ok_or_else(|| OwnError::new(line, format!("there is no column `{column}`")))?;
    }
    Ok(places)
}

fn parse<T: FromStr<Err: Display>>(line: usize, column: &str, text: &str) -> Result<T, OwnError> {
    text.parse()
        .map_err(|error| unreadable(line, column, text, &error))
}

/// Apart, so that it is there once and not for every type.
fn unreadable(line: usize, column: &str, text: &str, error: &dyn Display) -> OwnError {
    OwnError::new(line, format!("`{column}` is `{text}`: {error}"))
}

/// Calls `row` with the line that each record begins at, and with its fields.
fn records(
    text: &str,
    mut row: impl FnMut(usize, &[&str]) -> Result<(), OwnError>,
) -> Result<(), OwnError> {
    // A last line without its end would else be an unfinished record.
    let text = [text, "\n"].concat();
    let mut input = text.as_bytes();
    let mut reader = Reader::new();
    let mut fields = vec![0; text.len()];
    let mut ends = [0; MOST_COLUMNS];
    let mut width = None;
    loop {
        let line = usize::try_from(reader.line()).unwrap_or(usize::MAX);
        let (result, read, written, count) = reader.read_record(input, &mut fields, &mut ends);
        input = &input[read..];
        let unfinished = written > 0 || count > 0;
        match result {
            ReadRecordResult::Record => {}
            ReadRecordResult::OutputEndsFull => {
                return Err(OwnError::new(line, "more than 64 columns"));
            }
            ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::End
                if unfinished =>
            {
                return Err(OwnError::new(line, "a quotation mark is never closed"));
            }
            ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::End => {
                return Ok(());
            }
        }
        if *width.get_or_insert(count) != count {
            let reason = format!(
                "{count} columns, where the first line has {}",
                width.unwrap_or(0)
            );
            return Err(OwnError::new(line, reason));
        }
        let Ok(record) = std::str::from_utf8(&fields[..written]) else {
            return Err(OwnError::new(line, "not UTF-8"));
        };
        let mut values = Vec::with_capacity(count);
        let mut start = 0;
        for &end in &ends[..count] {
            let value = record.get(start..end);
            values.push(value.ok_or_else(|| OwnError::new(line, "not UTF-8"))?);
            start = end;
        }
        row(line, &values)?;
    }
}
