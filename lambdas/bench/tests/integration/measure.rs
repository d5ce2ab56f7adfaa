//! `cargo measure` as its user runs it.

use crate::common::{Deadline, rows, stderr};
use data::{
    DynamoDbProtocol, HarnessOverhead, Invocation, Language, Millis, PythonBuild, Run, Start,
    Variant, Version, Workload,
};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

fn measure(data: &Path, options: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
    command
        .args(["local", "--profile", "dev", "--allow-unoptimised-python"])
        .args(["--attempts", "1"])
        .arg("--data")
        .arg(data)
        .args(options.split_whitespace())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn runs(data: &Path) -> Vec<Run> {
    rows(&data.join("measurements/runs.csv"))
}

fn invocations(data: &Path, run: &Run) -> Vec<Invocation> {
    rows(&data.join(format!("measurements/{}.csv", run.run_id)))
}

fn exchanges(data: &Path, run: &Run) -> Vec<HarnessOverhead> {
    rows(&data.join(format!("measurements/{}-loopback.csv", run.run_id)))
}

#[test]
fn a_run_leaves_rows_and_provenance() {
    let data = tempfile::tempdir().unwrap();
    let options = "--workload hello,record --variant rust,python --memory 512,1769 --cold 2 \
                   --warm 3 --repetitions 2";
    let output = measure(data.path(), options).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));

    let [run] = runs(data.path()).try_into().unwrap();
    assert_eq!((run.cold, run.warm, run.repetitions), (2, 3, 2));
    assert_eq!(run.workloads, [Workload::Hello, Workload::Record]);
    assert_eq!(run.variants, [Variant::Rust, Variant::Python]);
    assert_eq!(run.memory_mb, [512, 1769]);
    assert_eq!(run.dynamodb_protocol, DynamoDbProtocol::Tls);
    // Half of what Rust's `light` took on AWS, warm, at 512 MB and more: 9.0 ms.
    assert_eq!((run.dynamodb_latency_ms, run.pace_ms), (4, None));
    assert!(run.cold_files);
    let build = PythonBuild::of(&run).unwrap();
    assert_eq!(run.version("openssl"), build.openssl.as_deref());
    let names: Vec<&str> = { run.versions.iter() }
        .map(|each| each.name.as_str())
        .collect();
    let software = Language::Rust.software().iter();
    let software: Vec<&str> = software
        .chain(Language::Python.software())
        .copied()
        .collect();
    assert_eq!(names[..software.len()], software);
    for Version { name, version } in &run.versions[..software.len()] {
        let is_number = version.starts_with(|c: char| c.is_ascii_digit());
        assert!(is_number || name == "python-build", "{name}={version}");
    }
    assert!(names[software.len()..].is_sorted(), "{names:?}");
    assert_eq!(run.version("profile"), Some("dev"));
    assert!(run.version("tokio").is_some(), "{names:?}");
    assert_eq!(run.version("node"), None);

    let rows = invocations(data.path(), &run);
    assert_eq!(rows.len(), 2 * 2 * 2 * (2 + 3) * 2, "{}", stderr(&output));
    for (row, sequence) in rows.iter().zip(1..) {
        assert_eq!(row.sequence, sequence);
        assert_eq!(row.error, None);
        assert_eq!(row.init_ms.is_some(), row.start == Start::Cold);
        assert!(row.max_memory_kb > 0);
        assert_eq!(row.cpu_ms.is_some(), run.cpu_period_ms.is_some());
    }
    for cell in rows.chunks(2 * (2 + 3)) {
        let turn = [cell[0].variant, cell[1].variant];
        assert_ne!(turn[0], turn[1]);
        for (row, variant) in cell.iter().zip(turn.iter().cycle()) {
            assert_eq!(row.variant, *variant, "row {}", row.sequence);
        }
    }
    let exchanges = exchanges(data.path(), &run);
    for repetition in [1, 2] {
        let of_it = exchanges.iter().filter(|row| row.repetition == repetition);
        assert_eq!(of_it.count(), 40 / 5);
    }

    let table = String::from_utf8(output.stdout).unwrap();
    for workload in [Workload::Hello, Workload::Record] {
        let lines = table
            .lines()
            .filter(|line| line.starts_with(workload.name()));
        assert_eq!(lines.count(), 2 * 2, "{table}");
    }
    assert!(table.contains("Harness overhead"), "{table}");
}

/// Slow enough to be interrupted anywhere: 28 rows.
const SLOW: &str = "--workload hello --variant rust,python --memory 512,1769 --cold 2 --warm 5 \
                    --repetitions 1 --pace 100";

#[test]
fn an_interrupted_run_keeps_its_rows_and_leaves_nothing_else() {
    let data = tempfile::tempdir().unwrap();
    let process = measure(data.path(), SLOW).spawn().unwrap();
    let pid = Pid::from_child(&process);
    let process = wait_for_rows(process, data.path(), 6);
    let functions = children(process.id());
    assert!(!functions.is_empty());
    let output = end(process, Signal::INT);

    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    let [run] = runs(data.path()).try_into().unwrap();
    let rows = invocations(data.path(), &run);
    assert!((6..28).contains(&rows.len()), "{}", rows.len());
    let file = format!("{}.csv", run.run_id);
    assert!(stderr(&output).contains(&file), "{}", stderr(&output));
    for function in functions {
        assert!(!Path::new("/proc").join(function.to_string()).exists());
    }
    assert_eq!(groups(pid), Vec::<PathBuf>::new());
}

/// The place of each row in the run.
fn places(rows: &[Invocation]) -> Vec<(u64, u32, Variant, u32, Start)> {
    let place = |row: &Invocation| {
        (
            row.sequence,
            row.repetition,
            row.variant,
            row.memory_mb,
            row.start,
        )
    };
    rows.iter().map(place).collect()
}

/// Once by Ctrl-C between cold starts, once by a kill in the midst of a row of a warm one.
#[test]
fn a_run_that_goes_on_ends_like_one_that_was_never_interrupted() {
    let data = tempfile::tempdir().unwrap();
    let whole = measure(data.path(), &SLOW.replace("100", "1"));
    assert!({ whole }.status().unwrap().success());
    let [whole] = runs(data.path()).try_into().unwrap();
    let whole = invocations(data.path(), &whole);

    let data = tempfile::tempdir().unwrap();
    let process = measure(data.path(), SLOW).spawn().unwrap();
    let output = end(wait_for_rows(process, data.path(), 3), Signal::INT);
    let command = format!(
        "`cargo measure local --resume --profile dev --data {} ",
        data.path().display()
    );
    let said = stderr(&output);
    assert!(said.contains(&command), "{said}");
    assert!(said.contains(" --allow-unoptimised-python`"), "{said}");
    let process = measure(data.path(), "--resume").spawn().unwrap();
    end(wait_for_rows(process, data.path(), 9), Signal::KILL);

    let [run] = runs(data.path()).try_into().unwrap();
    let before = invocations(data.path(), &run);
    let file = data.path().join(format!("measurements/{}.csv", run.run_id));
    let half = format!("{},10,hello,ru", run.run_id);
    let mut rows = fs::OpenOptions::new().append(true).open(&file).unwrap();
    rows.write_all(half.as_bytes()).unwrap();
    drop(rows);

    let output = measure(data.path(), "--resume").output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let rows = invocations(data.path(), &run);
    assert_eq!(rows[..before.len()], before);
    assert_eq!(places(&rows), places(&whole));
    assert!(rows.iter().all(|row| row.error.is_none()));
    assert_eq!(exchanges(data.path(), &run).len(), rows.len().div_ceil(5));
    assert_eq!(runs(data.path()).len(), 1);

    let again = measure(data.path(), "--resume").output().unwrap();
    assert!(!again.status.success());
    assert!(
        stderr(&again).contains("start one without --resume"),
        "{}",
        stderr(&again)
    );
}

#[test]
fn a_run_does_not_go_on_under_other_circumstances() {
    let data = tempfile::tempdir().unwrap();
    let process = measure(data.path(), SLOW).spawn().unwrap();
    end(wait_for_rows(process, data.path(), 1), Signal::INT);
    let file = data.path().join("measurements/runs.csv");
    let written = fs::read_to_string(&file).unwrap();
    let [run] = runs(data.path()).try_into().unwrap();
    let python = format!("python={}", run.version("python").unwrap());
    for (column, is, was) in [
        ("git_revision", run.git_revision.as_str(), "0123abc"),
        ("cpu_model", &run.cpu_model, "Z80"),
        ("versions", &python, "python=3.12.99"),
    ] {
        let changed = written.replacen(is, was, 1);
        assert_ne!(changed, written);
        fs::write(&file, changed).unwrap();
        let output = measure(data.path(), "--resume").output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let difference = format!("{column} was `{was}` and is `{is}`");
        let error = stderr(&output);
        assert!(error.contains(&difference), "{error}");
        assert_eq!(
            error
                .lines()
                .filter(|line| line.starts_with("error"))
                .count(),
            1
        );
    }
}

#[test]
fn each_call_of_dynamodb_takes_the_latency() {
    let data = tempfile::tempdir().unwrap();
    let options = "--workload record --variant rust --memory 1769 --cold 1 --warm 2 \
                   --repetitions 1 --dynamodb-latency-ms 70";
    let output = measure(data.path(), options).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let [run] = runs(data.path()).try_into().unwrap();
    assert_eq!(run.dynamodb_latency_ms, 70);
    for row in invocations(data.path(), &run) {
        assert_eq!(row.error, None);
        assert!(row.duration_ms >= Millis::from_micros(70_000), "{row:?}");
    }
}

#[test]
fn a_variant_that_does_not_exist_is_named() {
    let data = tempfile::tempdir().unwrap();
    let output = measure(data.path(), "--workload hello --variant hybrid").output();
    let error = stderr(&output.unwrap());
    assert!(
        error.contains("hello has none of these variants: use one of rust, python, node"),
        "{error}"
    );
}

/// A Python that was compiled as `configure` does by itself.
const PLAIN: &str = r#"{
    "version": "3.13.0", "library": "/opt/lib", "openssl": "OpenSSL 3.5.4", "has_venv": true,
    "configured": "'--prefix=/opt'", "profile_use": "-fprofile-use"
}"#;

#[test]
fn an_unoptimised_python_stops_a_run_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let python = folder.path().join("python3.13");
    fs::write(
        &python,
        format!("#!/bin/sh\necho '{}'\n", PLAIN.replace('\'', "")),
    )
    .unwrap();
    fs::set_permissions(&python, fs::Permissions::from_mode(0o755)).unwrap();
    let data = folder.path().join("data");
    let command = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
        command
            .args(["local", "--workload", "hello", "--data"])
            .arg(&data);
        command.args(arguments).output().unwrap()
    };
    let named = python.display().to_string();
    let output = command(&["--variant", "python", "--python", &named]);
    assert_eq!(output.status.code(), Some(1));
    let expected = format!(
        "error: `{named}` is Python 3.13.0, which was built without PGO and LTO, unlike Lambda's: name \
         another with --python"
    );
    assert!(stderr(&output).contains(&expected), "{}", stderr(&output));
    assert!(!data.join("measurements/runs.csv").exists());
}

#[test]
fn wrong_options_are_named() {
    let data = tempfile::tempdir().unwrap();
    for (options, reason) in [
        ("--memory 64", "128..=10240"),
        ("--workload helo", "use one of hello, record"),
        ("--cold 0", "1..="),
        ("--pace slowly", "write `back-to-back`, or milliseconds"),
        ("--pace 0", "write `back-to-back`, or milliseconds"),
        ("--resume --warm 3", "cannot be used with"),
        ("--resume --pace 3", "cannot be used with"),
    ] {
        let output = measure(data.path(), options).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{options}");
        assert!(stderr(&output).contains(reason), "{}", stderr(&output));
    }
}

/// Waits until the run's file holds that many rows.
fn wait_for_rows(mut process: Child, data: &Path, count: usize) -> Child {
    let deadline = Deadline::start();
    loop {
        deadline.check("the rows of a run");
        let files = fs::read_dir(data.join("measurements"))
            .into_iter()
            .flatten();
        let lines = files
            .map(|file| file.unwrap().path())
            .filter(|file| !file.ends_with("runs.csv"))
            .filter(|file| !file.to_string_lossy().ends_with("-loopback.csv"))
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

fn end(process: Child, signal: Signal) -> Output {
    kill_process(Pid::from_child(&process), signal).unwrap();
    process.wait_with_output().unwrap()
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
