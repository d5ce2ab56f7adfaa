//! REPORT lines of logs as rows of a run.

mod records;

use crate::report_row::{self, Place};
use data::{
    Invocation, MEMORY_MB, Variant, Workload,
    report_line::{ParseReportError, START, reports},
};
use std::collections::HashSet;

/// The rows that were found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// A row for each report, in the text's order.
    pub invocations: Vec<Invocation>,
    /// Reports that stood there again, word for word; they are left out.
    pub repeated: usize,
}

/// The reason why a text can't be imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It has no REPORT line.
    #[error("no REPORT line: export the function's whole log")]
    NoReport,
    /// A REPORT line can't be read.
    #[error("line {line}: {reason}")]
    Report {
        /// Counted from 1.
        line: usize,
        /// The problem.
        reason: ParseReportError,
    },
    /// The record names no function.
    #[error(
        "line {0}: which function is this? Its record names no log group of ours, \
         `/aws/lambda/<prefix><workload>-<variant>`: export with it, or pass --workload and --variant"
    )]
    UnknownFunction(usize),
    /// The memory size is none of Lambda's.
    #[error("line {line}: Memory Size is {memory_mb} MB: Lambda has 128 to 10240")]
    Memory {
        /// Counted from 1.
        line: usize,
        /// The memory size in MB.
        memory_mb: u32,
    },
}

/// The rows of all REPORT lines of a text: lines, CSV or JSON. They are of the given function, or
/// else of the one whose log group stands in the same record.
///
/// # Errors
/// There is no REPORT line, or one that can't be used.
pub fn import(
    text: &str,
    run_id: &str,
    function: Option<(Workload, Variant)>,
) -> Result<Imported, ImportError> {
    let text = anstream::adapter::strip_str(text).to_string();
    let numbered = (1..).zip(text.lines());
    let mut numbers = numbered.flat_map(|(number, line)| {
        let reports = line.matches(START);
        reports.map(move |_| number)
    });
    let mut seen = HashSet::new();
    let mut invocations = Vec::new();
    let mut repeated = 0;
    for record in records::records(&text) {
        for (_, report) in reports(&record.message) {
            let line = numbers.next().unwrap_or_default();
            let report = report.map_err(|reason| ImportError::Report { line, reason })?;
            if !MEMORY_MB.contains(&report.memory_mb) {
                let memory_mb = report.memory_mb;
                return Err(ImportError::Memory { line, memory_mb });
            }
            let (workload, variant) = function
                .or(record.function)
                .ok_or(ImportError::UnknownFunction(line))?;
            // A retry has the id of what it retries, so only the whole report tells a copy.
            if !seen.insert(report.clone()) {
                repeated += 1;
                continue;
            }
            let place = Place {
                run_id,
                sequence: invocations.len() as u64 + 1,
                workload,
                variant,
                repetition: 1,
            };
            invocations.push(report_row::row(place, &report, false));
        }
    }
    if invocations.is_empty() {
        return Err(ImportError::NoReport);
    }
    Ok(Imported {
        invocations,
        repeated,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use data::{Millis, Start};

    const COLD: &str = "REPORT RequestId: 11111111-2222-3333-4444-555555555555\tDuration: 125.02 ms\tBilled Duration: 227 ms\tMemory Size: 128 MB\tMax Memory Used: 30 MB\tInit Duration: 100.77 ms\t";
    const WARM: &str = "REPORT RequestId: 21111111-2222-3333-4444-555555555555\tDuration: 1.02 ms\tBilled Duration: 2 ms\tMemory Size: 256 MB\tMax Memory Used: 31 MB\t";
    const HELLO: Option<(Workload, Variant)> = Some((Workload::Hello, Variant::Python));

    #[test]
    fn pasted_lines_become_rows_of_the_named_function() {
        let text = format!("START RequestId: 1\n{COLD}\nEND RequestId: 1\n{WARM}\n");
        let imported = import(&text, "2026-01-02-aws", HELLO).unwrap();
        let [cold, warm] = imported.invocations.try_into().unwrap();
        assert_eq!((cold.start, warm.start), (Start::Cold, Start::Warm));
        assert_eq!((cold.sequence, warm.sequence), (1, 2));
        assert_eq!(cold.init_ms, Some(Millis::from_micros(100_770)));
        assert_eq!(cold.duration_ms, Millis::from_micros(125_020));
        assert_eq!((cold.billed_ms, warm.billed_ms), (227, 2));
        assert_eq!((cold.memory_mb, warm.memory_mb), (128, 256));
        assert_eq!(warm.max_memory_kb, 31 * 1024);
        assert_eq!((warm.workload, warm.variant), HELLO.unwrap());
        assert_eq!(imported.repeated, 0);
    }

    #[test]
    fn each_record_may_be_of_another_function() {
        let of = |function: &str, report: &str| {
            let report = report.replace('\t', "\\t");
            format!(r#"{{"@message":"{report}\n","@log":"1:/aws/lambda/{function}"}}"#)
        };
        let text = format!(
            "[{},\n{}]",
            of("hello-rust", COLD),
            of("record-python", WARM)
        );
        let rows = import(&text, "r", None).unwrap().invocations;
        assert_eq!(
            (rows[0].workload, rows[0].variant),
            (Workload::Hello, Variant::Rust)
        );
        assert_eq!(
            (rows[1].workload, rows[1].variant),
            (Workload::Record, Variant::Python)
        );
        let other = text.replace("record-python", "checkout");
        assert_eq!(
            import(&other, "r", None),
            Err(ImportError::UnknownFunction(2))
        );
    }

    /// `sam logs` colours its lines, and a timeline overlaps with what was saved before.
    #[test]
    fn colours_and_copies_are_dropped_but_retries_are_not() {
        let retried = WARM.replace("Duration: 1.02", "Duration: 1.03");
        let text = format!(
            "\u{1b}[33m2026/01/02/[$LATEST]ab\u{1b}[0m \u{1b}[32m2026-01-02T03:04:05\u{1b}[0m {WARM}\n{WARM}\n{retried}\n"
        );
        let imported = import(&text, "r", HELLO).unwrap();
        assert_eq!(imported.invocations.len(), 2);
        assert_eq!(imported.repeated, 1);
    }

    #[test]
    fn an_invocation_that_failed_says_how() {
        for (status, kind) in [
            ("Status: timeout", "timeout"),
            ("Status: error\tError Type: Runtime.ExitError", "exit"),
            (
                "Status: error\tError Type: Runtime.OutOfMemory",
                "out-of-memory",
            ),
            (
                "Status: error\tError Type: Runtime.ImportModuleError",
                "Runtime.ImportModuleError",
            ),
        ] {
            let rows = import(&format!("{WARM}{status}"), "r", HELLO).unwrap();
            assert_eq!(rows.invocations[0].error.as_deref(), Some(kind));
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let error = |text: &str, function| import(text, "r", function).unwrap_err().to_string();
        assert!(error("", HELLO).starts_with("no REPORT line"));
        assert!(error("START\nEND\n", HELLO).starts_with("no REPORT line"));
        let cut = &WARM[..70];
        let text = format!("{COLD}\n\n{cut}");
        assert!(error(&text, HELLO).starts_with("line 3: "), "{text}");
        assert!(error(COLD, None).starts_with("line 1: which function"));
        let small = COLD.replace("Size: 128", "Size: 64");
        assert!(error(&small, HELLO).starts_with("line 1: Memory Size is 64 MB"));
    }
}
