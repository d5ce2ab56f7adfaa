//! Tables in a text: CSV, or Markdown as the console of Logs Insights copies it.

use csv_core::{ReadRecordResult, ReaderBuilder};

/// More columns than any table of invocations has.
const MOST_COLUMNS: usize = 256;

/// Lines that may stand above a table in Markdown: which query it is the result of.
const MOST_LINES_ABOVE: usize = 60;

/// Content of a table, row by row.
pub(super) struct Table<'a> {
    columns: Vec<String>,
    /// Byte offset of the header, and its line, from 1.
    header: (usize, usize),
    text: &'a str,
    form: Form,
}

#[derive(Clone, Copy)]
enum Form {
    Markdown,
    SeparatedBy(u8),
}

/// A row, or why it can't be read, and its line, counted from 1.
pub(super) type Row = (usize, Result<Vec<(String, String)>, String>);

impl<'a> Table<'a> {
    /// The table of a text whose header has a column that `is_known`.
    pub(super) fn find(text: &'a str, is_known: impl Fn(&str) -> bool) -> Option<Self> {
        let mut at = 0;
        let mut is_first = true;
        for (index, line) in text
            .split_inclusive('\n')
            .enumerate()
            .take(MOST_LINES_ABOVE)
        {
            let shown = line.trim();
            let form = if shown.starts_with('|') {
                Some(Form::Markdown)
            } else if is_first && !shown.is_empty() {
                let separators = [b',', b'\t', b';'].into_iter();
                let used = separators
                    .max_by_key(|separator| shown.bytes().filter(|byte| byte == separator).count());
                used.map(Form::SeparatedBy)
            } else {
                None
            };
            is_first &= shown.is_empty();
            if let Some(form) = form {
                let columns: Vec<String> = match form {
                    Form::Markdown => cells(shown),
                    Form::SeparatedBy(separator) => { shown.split(char::from(separator)) }
                        .map(|name| name.trim_matches(['"', ' ']).to_owned())
                        .collect(),
                };
                if columns.iter().any(|name| is_known(name))
                    && columns.iter().all(|name| is_name(name))
                {
                    let header = (at, index + 1);
                    return Some(Self {
                        columns,
                        header,
                        text,
                        form,
                    });
                }
            }
            at += line.len();
        }
        None
    }

    /// Calls `take` with each row.
    pub(super) fn each(&self, take: impl FnMut(Row)) {
        match self.form {
            Form::Markdown => self.each_of_markdown(take),
            Form::SeparatedBy(separator) => self.each_of_csv(separator, take),
        }
    }

    fn row(&self, values: Vec<String>) -> Result<Vec<(String, String)>, String> {
        let (has, needs) = (values.len(), self.columns.len());
        if has != needs {
            return Err(format!("{has} columns, where the first line has {needs}"));
        }
        Ok(self.columns.iter().cloned().zip(values).collect())
    }

    fn each_of_markdown(&self, mut take: impl FnMut(Row)) {
        let (at, line) = self.header;
        for (index, row) in self.text[at..].lines().enumerate().skip(1) {
            let row = row.trim();
            let is_rule = row.chars().all(|letter| "|-: ".contains(letter));
            if row.starts_with('|') && !is_rule {
                take((line + index, self.row(cells(row))));
            }
        }
    }

    /// A row that can't be read is left out alone, even if it opens a quotation mark which only a
    /// later row closes.
    fn each_of_csv(&self, separator: u8, mut take: impl FnMut(Row)) {
        let (start, mut line) = self.header;
        // A last line without its end would else be an unfinished record.
        let text = [&self.text[start..], "\n"].concat();
        let mut reader = ReaderBuilder::new().delimiter(separator).build();
        let mut fields = vec![0; text.len()];
        let mut ends = [0; MOST_COLUMNS];
        let mut at = 0;
        while at < text.len() {
            let blank = text[at..].bytes().take_while(|byte| b"\r\n".contains(byte));
            let blank = blank.count();
            line += lines(&text[at..at + blank]);
            at += blank;
            reader.reset();
            let (result, read, written, count) =
                reader.read_record(&text.as_bytes()[at..], &mut fields, &mut ends);
            let row = match result {
                ReadRecordResult::Record => {
                    let mut start = 0;
                    let values = ends[..count].iter().map(|&end| {
                        let value = String::from_utf8_lossy(&fields[start..end]).into_owned();
                        start = end;
                        value
                    });
                    self.row(values.collect())
                }
                ReadRecordResult::OutputEndsFull => Err("more than 256 columns".to_owned()),
                ReadRecordResult::InputEmpty
                | ReadRecordResult::OutputFull
                | ReadRecordResult::End => {
                    if written == 0 && count == 0 {
                        return;
                    }
                    Err("a quotation mark is never closed".to_owned())
                }
            };
            let length = if row.is_ok() {
                read
            } else {
                text[at..].find('\n').map_or(read, |end| end + 1)
            };
            let (from, below) = (line, lines(&text[at..at + length]));
            line += below;
            at += length;
            if from > self.header.1 {
                take((from, row));
            }
        }
    }
}

/// Counts the line ends of a text.
pub(super) fn lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// The cells of a line in Markdown.
fn cells(line: &str) -> Vec<String> {
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// Returns whether a header can have it as a column.
fn is_name(name: &str) -> bool {
    name.len() <= 80 && !name.contains([':', '"', '{'])
}
