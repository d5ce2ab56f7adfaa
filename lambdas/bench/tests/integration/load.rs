//! `cargo measure load`, with the real k6.

use crate::common::{self, stderr};
use data::{Environment, Load, Variant, Workload};
use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

fn load(data: &Path, options: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure"))
        .args(["load", "--variant", "python", "--seconds", "1"])
        .args(["--allow-unoptimised-python", "--data"])
        .arg(data)
        .args(options.split_whitespace())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn rows(data: &Path) -> Vec<Load> {
    let file = data.join("measurements/load.csv");
    common::rows(&file)
}

/// Each function answers the events of its script: no request fails.
#[test]
fn every_script_calls_its_function_and_k6_s_figures_are_kept() {
    let data = tempfile::tempdir().unwrap();
    let options = "--profile dev --vus 2 --concurrency 2 --repetitions 2 --memory 1769";
    let output = load(data.path(), options);
    assert!(output.status.success(), "{}", stderr(&output));
    let rows = rows(data.path());
    let workloads: Vec<_> = Workload::compared().collect();
    assert_eq!(rows.len(), 2 * workloads.len());
    for ((index, row), &workload) in rows.iter().enumerate().zip(workloads.iter().cycle()) {
        assert_eq!((row.workload, row.variant), (workload, Variant::Python));
        assert_eq!(row.environment, Environment::Local);
        assert_eq!((row.virtual_users, row.duration_s), (2, 1));
        assert_eq!((row.memory_mb, row.concurrency), (1769, Some(2)));
        assert_eq!(row.repetition as usize, 1 + index / workloads.len());
        assert_eq!(row.failed, 0, "{row:?}");
        assert!(row.requests >= 2, "{row:?}");
        assert_eq!(row.k6, "1.1.0");
        assert_eq!(row.run_id, rows[0].run_id);
    }
}

/// Two users, one sandbox: whoever comes second is answered 429.
#[test]
fn refused_requests_count_as_failed() {
    let data = tempfile::tempdir().unwrap();
    let options = "--profile dev --workload aggregate --vus 2 --concurrency 1 --repetitions 1";
    let output = load(data.path(), options);
    assert!(output.status.success(), "{}", stderr(&output));
    let [row] = rows(data.path()).try_into().unwrap();
    assert!(row.failed > 0 && row.failed < row.requests, "{row:?}");
}

#[test]
fn a_url_that_does_not_answer_is_named_and_leaves_no_row() {
    let data = tempfile::tempdir().unwrap();
    for (options, reason) in [
        (
            "--url http://127.0.0.1:1/ --workload hello",
            "nothing answers at http://127.0.0.1:1/",
        ),
        ("--url http://127.0.0.1:1/", "name its --workload"),
        ("--url 127.0.0.1 --workload hello", "write it with https://"),
    ] {
        let output = load(data.path(), options);
        assert!(!output.status.success(), "{options}");
        let said = stderr(&output);
        assert!(said.contains(reason), "{said}");
    }
    assert!(!data.path().join("measurements/load.csv").exists());
}
