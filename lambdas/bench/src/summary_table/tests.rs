//! The table as its reader sees it.

use super::*;
use data::{Environment, HarnessOverhead, Run};

fn run(workloads: &[Workload], repetitions: u32) -> Run {
    Run {
        workloads: workloads.to_vec(),
        variants: Variant::ALL.to_vec(),
        memory_mb: vec![128],
        repetitions,
        cold: 1,
        warm: 1,
        ..Run::unknown("2026-11-22-local", Environment::Local)
    }
}

fn warm(variant: Variant, repetition: u32, micros: u64) -> Invocation {
    let duration_ms = Millis::from_micros(micros);
    Invocation {
        run_id: "2026-11-22-local".to_owned(),
        sequence: 1,
        workload: Workload::Hello,
        variant,
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
        error: None,
    }
}

fn failed(kind: &str) -> Invocation {
    Invocation {
        error: Some(kind.to_owned()),
        ..warm(Variant::Rust, 1, 9_876_000)
    }
}

fn hello(repetitions: u32, invocations: Vec<Invocation>) -> RecordedRun {
    RecordedRun {
        invocations,
        ..RecordedRun::new(run(&[Workload::Hello], repetitions))
    }
}

/// The words of a function's line.
fn line(table: &str, function: &str) -> String {
    let lines = table
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut found = lines.filter(|line| line.starts_with(function));
    found
        .next()
        .unwrap_or_else(|| panic!("{function} is not in\n{table}"))
}

/// Means of 1.00 and 1.01: a standard error of 0.005, which t = 12.7 makes 6 % of the mean.
#[test]
fn figures_stand_beside_their_function() {
    let rows = vec![
        warm(Variant::Rust, 1, 1000),
        warm(Variant::Rust, 2, 1010),
        warm(Variant::Python, 1, 12_000),
        warm(Variant::Python, 2, 12_120),
    ];
    let table = table(&hello(2, rows));
    let rust = line(&table, "hello rust 128");
    assert_eq!(
        rust,
        "hello rust 128 - - - - - 1.000 1.005 6 % 1.010 1.010 12.0"
    );
    let python = line(&table, "hello python 128");
    assert!(
        python.ends_with("12.00 12.06 6 % 12.12 12.12 1.00"),
        "{python}"
    );
    assert!(!table.contains("warning"), "{table}");
}

/// Means of 1.0 and 1.1: a standard error of 0.05, times 12.7, is 61 % of the mean.
#[test]
fn uncertain_means_are_marked() {
    let rows = vec![warm(Variant::Rust, 1, 1000), warm(Variant::Rust, 2, 1100)];
    let lines = Workload::Hello.variants().len();
    let table = table(&hello(2, rows));
    assert!(
        line(&table, "hello rust 128").contains("1.050 61 %* 1.100"),
        "{table}"
    );
    let warning = format!("warning: 1 of {lines} lines");
    assert!(table.contains(&warning), "{table}");
}

#[test]
fn one_repetition_says_what_an_interval_needs() {
    let table = table(&hello(1, vec![warm(Variant::Rust, 1, 1000)]));
    assert!(
        line(&table, "hello rust 128").contains("1.000 1.000 - 1.000"),
        "{table}"
    );
    assert!(table.contains("2 repetitions or more"), "{table}");
}

#[test]
fn failed_invocations_are_counted_by_kind_and_left_out() {
    let rows = vec![
        warm(Variant::Rust, 1, 1000),
        failed("exit"),
        failed("timeout"),
        failed("exit"),
    ];
    let table = table(&hello(1, rows));
    assert!(table.contains("left out: 2 exit, 1 timeout"), "{table}");
    assert!(!table.contains("9876"), "{table}");
}

#[test]
fn the_harness_overhead_is_a_share_of_the_shortest_median() {
    let rows = vec![warm(Variant::Rust, 1, 200), warm(Variant::Python, 1, 400)];
    let exchange = HarnessOverhead {
        run_id: "2026-11-22-local".to_owned(),
        sequence: 1,
        repetition: 1,
        duration_ms: Millis::from_micros(50),
    };
    let measured = RecordedRun {
        overhead: vec![exchange],
        ..hello(1, rows)
    };
    let table = table(&measured);
    let share = "median of 0.050 ms, 25 % of the shortest median above, hello rust at 128 MB";
    assert!(table.contains(share), "{table}");
}

/// Every function, with figures as long as they get.
#[test]
fn the_table_fits_120_columns() {
    let run = run(Workload::ALL, 2);
    let functions = run.functions();
    let functions: Vec<_> = functions
        .filter(|(workload, _)| workload.fits_into(128))
        .collect();
    let rows = functions.iter().flat_map(|&(workload, variant)| {
        [(1, 29_999_999), (2, 9_999_999)].map(|(repetition, micros)| Invocation {
            workload,
            ..warm(variant, repetition, micros)
        })
    });
    let measured = RecordedRun {
        invocations: rows.collect(),
        ..RecordedRun::new(run)
    };
    let table = table(&measured);
    for line in table.lines() {
        assert!(
            line.chars().count() <= 120,
            "{} columns: {line}",
            line.chars().count()
        );
    }
    let lines = table.lines().filter(|line| line.contains("  128 ")).count();
    assert_eq!(lines, functions.len(), "{table}");
}
