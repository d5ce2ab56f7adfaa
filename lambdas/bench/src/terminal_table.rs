//! Tables for a terminal that `grep` and `awk` can read as well.

use comfy_table::{CellAlignment, Row, Table, presets::NOTHING};
use std::ops::Range;

/// An empty table without borders. The columns in `numbers` are aligned to the right.
#[must_use]
pub fn table(header: impl Into<Row>, numbers: Range<usize>) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(header);
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if numbers.contains(&index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The table's lines, each with a line break and without blanks at its end.
#[must_use]
pub fn lines(table: &Table) -> String {
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
