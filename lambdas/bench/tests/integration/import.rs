//! `cargo measure import` as its user runs it.

use crate::common::{rows, stderr};
use data::{Environment, Invocation, Run, Start, Variant, Workload};
use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

fn import(data: &Path, options: &str, text: &str) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_measure"))
        .args(["import", "-", "--data"])
        .arg(data)
        .args(options.split_whitespace())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = process.stdin.take().unwrap();
    stdin.write_all(text.as_bytes()).unwrap();
    drop(stdin);
    process.wait_with_output().unwrap()
}

/// Billed by what was not yet rounded, as AWS does: 100.004 and 10.004 ms are 111.
const LOG: &str = "\
2026-01-02T03:04:05 START RequestId: 1 Version: $LATEST
2026-01-02T03:04:05 REPORT RequestId: 1\tDuration: 100.00 ms\tBilled Duration: 111 ms\tMemory Size: 128 MB\tMax Memory Used: 30 MB\tInit Duration: 10.00 ms
2026-01-02T03:04:06 REPORT RequestId: 2\tDuration: 1.50 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 30 MB
2026-01-02T03:04:07 REPORT RequestId: 3\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 30 MB\tStatus: timeout
";

const HELLO: &str = "--workload hello --variant python --region eu-north-1 --arch arm64";

#[test]
fn a_log_becomes_a_run_on_aws_that_is_complete_as_it_is() {
    let data = tempfile::tempdir().unwrap();
    for number in 0..2 {
        let output = import(data.path(), HELLO, LOG);
        assert!(output.status.success(), "{}", stderr(&output));
        let folder = data.path().join("measurements");
        let runs: Vec<Run> = rows(&folder.join("runs.csv"));
        assert_eq!(runs.len(), number + 1);
        let run = &runs[number];
        assert_eq!(run.environment, Environment::Aws);
        let advice = format!("[preprocessor.figures]: run = \"{}\"\n", run.run_id);
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(printed.contains(&advice), "{printed}");
        assert_eq!(run.region.as_deref(), Some("eu-north-1"));
        assert_eq!(run.machine, "arm64");
        assert_eq!(run.memory_mb, [128]);
        let rows: Vec<Invocation> = rows(&folder.join(format!("{}.csv", run.run_id)));
        assert!(run.is_complete(&rows));
        let [cold, warm, late] = rows.try_into().unwrap();
        assert_eq!(
            (cold.workload, cold.variant),
            (Workload::Hello, Variant::Python)
        );
        assert_eq!((cold.start, warm.start), (Start::Cold, Start::Warm));
        assert_eq!(late.error.as_deref(), Some("timeout"));
        assert_eq!(cold.billed_ms, 111);
    }
}

#[test]
fn a_line_that_can_t_be_used_is_named_and_nothing_is_written() {
    let data = tempfile::tempdir().unwrap();
    let cut = LOG.replace("Duration: 1.50 ms\t", "");
    let impossible = LOG.replace("Billed Duration: 2 ms", "Billed Duration: 20 ms");
    for (text, options, reason) in [
        (
            cut.as_str(),
            HELLO,
            "error: -: line 3: the REPORT line has no `Duration`",
        ),
        (LOG, "", "error: -: line 2: which function is this?"),
        ("START\n", HELLO, "error: -: no REPORT line"),
        (
            impossible.as_str(),
            HELLO,
            "duration and init round up to 2",
        ),
        (
            LOG,
            "--workload hello --variant hybrid",
            "hello has no variant hybrid",
        ),
    ] {
        let output = import(data.path(), options, text);
        assert_eq!(output.status.code(), Some(1));
        let said = stderr(&output);
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains(reason), "{said}");
    }
    let left = fs::read_dir(data.path().join("measurements"));
    assert_eq!(left.map_or(0, Iterator::count), 0);
}
