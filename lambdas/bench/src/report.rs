//! The table that a run ends with.

use crate::plan::Plan;
use data::{Invocation, Millis, Selection, Start, Summary};
use std::fmt::Write;

/// Repetitions whose means differ by more than this share of the mean deserve a warning.
const WIDE_SPREAD: f64 = 0.10;

/// A run's figures in ms; those whose repetitions disagree are marked, and a warning says why.
#[must_use]
pub fn table(plan: &Plan, rows: &[Invocation]) -> String {
    let mut table = format!(
        "{:<10}{:<9}{:>6}  {:>9}  {:>9}{:>9}{:>9}  {:>19}\n",
        "workload",
        "variant",
        "MB",
        "init mean",
        "warm mean",
        "median",
        "p95",
        "repetitions' means",
    );
    let mut wide = 0;
    for &workload in &plan.workloads {
        for variant in plan.variants_of(workload) {
            for &memory_mb in &plan.memory_mb {
                let cold = Selection {
                    workload,
                    variant,
                    memory_mb: Some(memory_mb),
                    start: Start::Cold,
                };
                let figures = Figures::of(rows, cold);
                let name = format!("{workload:<10}{variant:<9}{memory_mb:>6}");
                let mark = if figures.spread() > WIDE_SPREAD {
                    " *"
                } else {
                    ""
                };
                wide += usize::from(!mark.is_empty());
                let _ = writeln!(table, "{name}  {}{mark}", figures.line());
            }
        }
    }
    if wide > 0 {
        let _ = writeln!(
            table,
            "warning: in {wide} lines (*) the repetitions' mean init or warm duration differs by \
             more than {:.0} %: close other programs, or repeat more often",
            100.0 * WIDE_SPREAD
        );
    }
    let errors = rows.iter().filter(|row| row.error.is_some()).count();
    if errors > 0 {
        let _ = writeln!(
            table,
            "warning: {errors} invocations failed: see the column `error`"
        );
    }
    table
}

struct Figures {
    init: Option<Summary>,
    warm: Option<Summary>,
}

impl Figures {
    fn of(rows: &[Invocation], cold: Selection) -> Self {
        let warm = cold.with(Start::Warm);
        Self {
            init: Summary::of(cold.of(rows), |row| row.init_ms.map(Millis::as_f64)),
            warm: Summary::of(warm.of(rows), |row| Some(row.duration_ms.as_f64())),
        }
    }

    fn line(&self) -> String {
        let init = self.init.as_ref().map(|init| init.mean);
        let warm = self.warm.as_ref();
        let range = warm.map(|warm| {
            let (lowest, highest) = warm.mean_range();
            format!("{lowest:.3} to {highest:.3}")
        });
        format!(
            "{}  {}{}{}  {:>19}",
            cell(init),
            cell(warm.map(|warm| warm.mean)),
            cell(warm.map(|warm| warm.median)),
            cell(warm.map(|warm| warm.p95)),
            range.unwrap_or_default(),
        )
    }

    /// The wider of both spreads: how far the repetitions' means lie apart, as a share of the
    /// mean.
    fn spread(&self) -> f64 {
        let spread = |summary: &Summary| {
            let (lowest, highest) = summary.mean_range();
            (highest - lowest) / summary.mean
        };
        let figures = self.init.iter().chain(&self.warm);
        figures.map(spread).fold(0.0, f64::max)
    }
}

fn cell(ms: Option<f64>) -> String {
    ms.map_or_else(|| format!("{:>9}", "-"), |ms| format!("{ms:>9.3}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use data::{Variant, Workload};

    fn plan() -> Plan {
        Plan {
            workloads: vec![Workload::Hello],
            variants: vec![Variant::Rust],
            memory_mb: vec![128],
            cold: 0,
            warm: 1,
            repetitions: 2,
            seed: 1,
        }
    }

    fn warm(repetition: u32, micros: u64, error: Option<&str>) -> Invocation {
        let duration_ms = Millis::from_micros(micros);
        Invocation {
            run_id: "2026-11-22-local".to_owned(),
            sequence: 1,
            workload: Workload::Hello,
            variant: Variant::Rust,
            memory_mb: 128,
            repetition,
            start: Start::Warm,
            init_ms: None,
            init_cpu_ms: None,
            duration_ms,
            cpu_ms: None,
            throttled_periods: None,
            max_memory_kb: 0,
            billed_ms: Millis::billed_ms(duration_ms, None),
            error: error.map(str::to_owned),
        }
    }

    #[test]
    fn figures_stand_beside_their_function() {
        let table = table(&plan(), &[warm(1, 1000, None), warm(2, 1050, None)]);
        let line = table.lines().nth(1).unwrap();
        let words: Vec<_> = line.split_whitespace().collect();
        let expected = "hello rust 128 - 1.025 1.000 1.050 1.000 to 1.050";
        assert_eq!(words.join(" "), expected);
        assert!(!table.contains("warning"), "{table}");
    }

    #[test]
    fn repetitions_that_disagree_are_named() {
        let table = table(&plan(), &[warm(1, 1000, None), warm(2, 1200, None)]);
        let line = table.lines().nth(1).unwrap();
        assert!(line.ends_with(" *"), "{table}");
        let warning = "warning: in 1 lines (*)";
        assert!(table.contains(warning), "{table}");
    }

    #[test]
    fn failed_invocations_are_counted_and_left_out() {
        let table = table(&plan(), &[warm(1, 1000, None), warm(1, 9000, Some("exit"))]);
        assert!(table.contains("warning: 1 invocations failed"), "{table}");
        assert!(!table.contains("9.000"), "{table}");
    }
}
