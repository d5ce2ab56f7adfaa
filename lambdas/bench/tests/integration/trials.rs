//! `cargo measure trials` as its user runs it.

use crate::common::{rows, stderr};
use data::{Trial, TrialFigure, TrialStart};
use std::process::{Command, Stdio};

/// One of each kind of change, except a build with a target folder of its own: that takes minutes.
const TRIALS: [Trial; 6] = [
    Trial::Hello,
    Trial::HelloKept,
    Trial::RecordOneRoot,
    Trial::LightRing,
    Trial::LightPlain,
    Trial::LightPythonConnection,
];

#[test]
#[ignore = "limits CPU or memory: `cargo site test` includes it where control groups can be made"]
fn each_trial_is_started_in_turn_at_each_memory_size() {
    let data = tempfile::tempdir().unwrap();
    let trials = TRIALS.map(Trial::name).join(",");
    let output = Command::new(env!("CARGO_BIN_EXE_measure"))
        .args(["trials", "--profile", "dev", "--allow-unoptimised-python"])
        .args(["--memory", "1024,1769", "--cold", "2", "--trial", &trials])
        .arg("--data")
        .arg(data.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let rows: Vec<TrialStart> = rows(&data.path().join("measurements/trials.csv"));
    assert_eq!(rows.len(), TRIALS.len() * 2 * 2);
    for ((index, row), sequence) in rows.iter().enumerate().zip(1..) {
        assert_eq!(row.sequence, sequence);
        assert_eq!(row.trial, TRIALS[index % TRIALS.len()]);
        let memory_mb = if index < rows.len() / 2 { 1024 } else { 1769 };
        assert_eq!(row.memory_mb, memory_mb);
        let parts = [TrialFigure::Init, TrialFigure::FirstCall].map(|part| part.of(row));
        assert!((TrialFigure::Total.of(row) - parts.iter().sum::<f64>()).abs() < 1e-6);
    }
    let table = String::from_utf8(output.stdout).unwrap();
    for trial in TRIALS {
        let lines = table
            .lines()
            .filter(|line| line.split(' ').next() == Some(trial.name()));
        assert_eq!(lines.count(), 2, "{table}");
    }
}
