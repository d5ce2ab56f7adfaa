//! `cargo measure` as its user runs it.

use data::{Invocation, Run, Start, Variant, Workload};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

fn measure(data: &Path, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
    command
        .args(["local", "--profile", "dev", "--data"])
        .arg(data)
        .args(options)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn rows<T: serde::de::DeserializeOwned>(file: &Path) -> Vec<T> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

fn runs(data: &Path) -> Vec<Run> {
    rows(&data.join("measurements/runs.csv"))
}

fn invocations(data: &Path, run: &Run) -> Vec<Invocation> {
    rows(&data.join(format!("measurements/{}.csv", run.run_id)))
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_run_leaves_rows_and_provenance() {
    let data = tempfile::tempdir().unwrap();
    let options = [
        "--memory",
        "512,1769",
        "--cold",
        "2",
        "--warm",
        "3",
        "--repetitions",
        "1",
    ];
    let output = measure(data.path(), &options).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));

    let [run] = runs(data.path()).try_into().unwrap();
    assert_eq!((run.cold, run.warm, run.repetitions), (2, 3, 1));
    for version in [
        &run.lambda_runtime,
        &run.aws_sdk_dynamodb,
        &run.python,
        &run.boto3,
        &run.rustc,
    ] {
        assert!(
            version.starts_with(|c: char| c.is_ascii_digit()),
            "{version:?}"
        );
    }
    let rows = invocations(data.path(), &run);
    let cells = Workload::ALL.len() * 2;
    assert_eq!(
        rows.len(),
        cells * Variant::ALL.len() * (2 + 3),
        "{}",
        stderr(&output)
    );
    for (row, sequence) in rows.iter().zip(1..) {
        assert_eq!(row.sequence, sequence);
        assert_eq!(row.error, None);
        assert_eq!(row.init_ms.is_some(), row.start == Start::Cold);
        assert!(row.max_memory_kb > 0);
        assert_eq!(row.cpu_ms.is_some(), run.cpu_period_ms.is_some());
    }
    for cell in rows.chunks(Variant::ALL.len() * (2 + 3)) {
        let turn: Vec<_> = cell[..Variant::ALL.len()]
            .iter()
            .map(|row| row.variant)
            .collect();
        for (row, variant) in cell.iter().zip(turn.iter().cycle()) {
            assert_eq!(row.variant, *variant, "row {}", row.sequence);
        }
    }

    let table = String::from_utf8(output.stdout).unwrap();
    for workload in Workload::ALL {
        let lines = table
            .lines()
            .filter(|line| line.starts_with(workload.name()));
        assert_eq!(lines.count(), Variant::ALL.len() * 2, "{table}");
    }
}

#[test]
fn an_interrupted_run_keeps_its_rows_and_leaves_nothing_else() {
    let data = tempfile::tempdir().unwrap();
    let options = [
        "--workload",
        "hello",
        "--memory",
        "1769",
        "--warm",
        "100000",
    ];
    let process = measure(data.path(), &options).spawn().unwrap();
    let pid = Pid::from_child(&process);
    let process = wait_for_rows(process, data.path(), 45);
    let functions = children(process.id());
    assert!(!functions.is_empty());
    kill_process(pid, Signal::INT).unwrap();
    let output = process.wait_with_output().unwrap();

    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    let [run] = runs(data.path()).try_into().unwrap();
    let rows = invocations(data.path(), &run);
    assert!(rows.len() >= 45, "{}", rows.len());
    let file = format!("{}.csv", run.run_id);
    assert!(stderr(&output).contains(&file), "{}", stderr(&output));
    for function in functions {
        assert!(!Path::new("/proc").join(function.to_string()).exists());
    }
    assert_eq!(groups(pid), Vec::<PathBuf>::new());
}

#[test]
fn wrong_options_are_named() {
    let data = tempfile::tempdir().unwrap();
    for (options, reason) in [
        (["--memory", "64"], "128..=10240"),
        (["--workload", "helo"], "use one of hello, record"),
        (["--cold", "0"], "1..="),
    ] {
        let output = measure(data.path(), &options).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(reason), "{}", stderr(&output));
    }
}

/// Waits until the run's file holds that many rows.
fn wait_for_rows(mut process: Child, data: &Path, count: usize) -> Child {
    loop {
        let files = fs::read_dir(data.join("measurements"))
            .into_iter()
            .flatten();
        let lines = files
            .map(|file| file.unwrap().path())
            .filter(|file| !file.ends_with("runs.csv"))
            .map(|file| fs::read_to_string(file).unwrap().lines().count());
        if lines.sum::<usize>() > count {
            return process;
        }
        if let Some(status) = process.try_wait().unwrap() {
            let output = process.wait_with_output().unwrap();
            panic!("ended too early by {status}: {}", stderr(&output));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The processes whose parent is `pid`.
fn children(pid: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    processes
        .filter_map(|entry| {
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            let (_, after_name) = stat.rsplit_once(") ")?;
            let parent: u32 = after_name.split(' ').nth(1)?.parse().ok()?;
            let child = entry.file_name().to_str()?.parse().ok()?;
            (parent == pid).then_some(child)
        })
        .collect()
}

/// The control groups that the process has made.
fn groups(pid: Pid) -> Vec<PathBuf> {
    let own = format!("cargo-measure-{}-", pid.as_raw_nonzero());
    let mounts = fs::read_dir("/sys/fs/cgroup")
        .into_iter()
        .flatten()
        .flatten();
    let folders = mounts.flat_map(|mount| {
        let inside = fs::read_dir(mount.path()).into_iter().flatten().flatten();
        inside.map(|entry| entry.path()).chain([mount.path()])
    });
    folders
        .filter(|folder| {
            folder
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(&own))
        })
        .collect()
}
