//! REPORT lines.

use super::{Cells, FUNCTION, Own, OwnError, billed_today};
use crate::{
    Variant,
    report_line::{Status, reports},
    samples::Sample,
};

pub(super) fn read(text: &str, variant: Variant) -> Result<Own, OwnError> {
    let mut cells = Cells::default();
    for (line, report) in reports(text) {
        let report = report.map_err(|error| OwnError::new(line, error.to_string()))?;
        if report.status != Status::Answered {
            cells.failed += 1;
            continue;
        }
        let sample = Sample {
            duration: report.duration,
            billed_ms: billed_today(report.billed_ms, report.duration, report.init),
            init: report.init,
        };
        let cell = (FUNCTION.to_owned(), variant, report.memory_mb);
        cells.add(line, cell, sample)?;
    }
    cells.into_own("REPORT lines")
}
