//! A comparison for a spreadsheet.

use crate::{Comparison, Month};
use data::Decimal;

const HEADER: &str = "function,variant,architecture,memory_mb,item,used,unit,free,discount,usd\n";

/// Every line of every variant's bill, and its total, as CSV: quantities in `unit` and amounts
/// in USD, exact and without grouping; an amount whose price is not known is empty.
#[must_use]
pub fn csv(comparison: &Comparison) -> String {
    let months = comparison.months.iter().map(rows);
    [HEADER.to_owned()].into_iter().chain(months).collect()
}

fn rows(month: &Month) -> String {
    let place = [
        &quoted(&month.timing.function),
        month.timing.variant.name(),
        month.usage.architecture.name(),
        &month.usage.memory_mb.to_string(),
    ]
    .join(",");
    let mut rows = String::new();
    let mut row = |values: [&str; 6]| {
        rows.push_str(&[&place, ",", &values.join(","), "\n"].concat());
    };
    for line in &month.bill.lines {
        row([
            line.item.name(),
            &line.used.to_string(),
            line.item.unit(),
            &exact(line.free),
            &exact(line.discount),
            &line.usd.to_string(),
        ]);
    }
    for service in &month.bill.not_known {
        row([service.name(), "", service.unit(), "", "", ""]);
    }
    row(["total", "", "", "", "", &month.bill.total().to_string()]);
    rows
}

fn exact(number: Decimal) -> String {
    number.to_string()
}

/// A reader's own name may have anything in it.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        ["\"", &text.replace('"', "\"\""), "\""].concat()
    } else {
        text.to_owned()
    }
}
