//! Export of a comparison for a spreadsheet.

use crate::{Comparison, Line, Month};
use std::fmt::Write;

const HEADER: &str = "function,variant,architecture,memory_mb,item,used,unit,free,discount,usd\n";

/// Every line of every variant's bill, and its total, as CSV: quantities in `unit` and amounts
/// in USD, exact and without grouping; an amount whose price is not known is empty.
#[must_use]
pub fn csv(comparison: &Comparison) -> String {
    let mut csv = HEADER.to_owned();
    for month in &comparison.months {
        csv.push_str(&rows(month));
    }
    csv
}

fn rows(month: &Month) -> String {
    let place = format!(
        "{},{},{},{}",
        quoted(&month.timing.function),
        month.timing.variant.name(),
        month.usage.architecture.name(),
        month.usage.memory_mb,
    );
    let mut rows = String::new();
    for line in &month.bill.lines {
        let (item, unit) = (line.item.name(), line.item.unit());
        let Line {
            used,
            free,
            discount,
            usd,
            ..
        } = line;
        let _ = writeln!(rows, "{place},{item},{used},{unit},{free},{discount},{usd}");
    }
    for service in &month.bill.unpriced {
        let (item, unit) = (service.name(), service.unit());
        let _ = writeln!(rows, "{place},{item},,{unit},,,");
    }
    let total = month.bill.total();
    let _ = writeln!(rows, "{place},total,,,,,{total}");
    rows
}

/// A value of a CSV, in quotes where it has to be: a reader's own name may have anything in it.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
