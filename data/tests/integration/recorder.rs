//! Writing a run's rows, and going on after an interruption.

use data::{
    CpuLimit, Environment, HarnessOverhead, Invocation, Millis, Recorder, Run, Start, Variant,
    Version, Workload, interrupted_run, record_run, run_ids,
};
use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::Path,
};

/// A run of 3 rows.
fn run(run_id: &str) -> Run {
    Run {
        versions: vec![
            Version::new("image", "0.25.8"),
            Version::new("pillow", "12.0.0"),
        ],
        workloads: vec![Workload::Hello],
        variants: vec![Variant::Rust],
        memory_mb: vec![128],
        repetitions: 1,
        cold: 1,
        warm: 2,
        pace_ms: Some(5),
        ..Run::unknown(run_id, Environment::Local)
    }
}

fn row(run_id: &str, sequence: u64) -> Invocation {
    let is_cold = sequence == 1;
    Invocation {
        run_id: run_id.to_owned(),
        sequence,
        workload: Workload::Hello,
        variant: Variant::Rust,
        memory_mb: 128,
        repetition: 1,
        start: if is_cold { Start::Cold } else { Start::Warm },
        init_ms: is_cold.then_some(Millis::from_micros(10_500)),
        init_cpu_ms: None,
        duration_ms: Millis::from_micros(1200),
        cpu_ms: None,
        throttled_periods: None,
        max_memory_kb: 9000,
        billed_ms: if is_cold { 12 } else { 2 },
        error: None,
    }
}

const RUN: &str = "2026-01-02-local";

/// A run that was ended after so many rows.
fn recorded(folder: &Path, run: &Run, rows: u64) {
    let mut recorder = Recorder::start(folder, run).unwrap();
    for sequence in 1..=rows {
        recorder.record(&row(&run.run_id, sequence)).unwrap();
    }
}

fn append(file: &Path, text: &str) {
    let mut file = OpenOptions::new().append(true).open(file).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

#[test]
fn a_line_written_by_half_is_dropped_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    recorded(folder.path(), &run(RUN), 2);
    let file = folder.path().join(format!("{RUN}.csv"));
    append(&file, &format!("{RUN},3,hello,ru"));

    let interrupted = interrupted_run(folder.path()).unwrap().unwrap();
    assert_eq!(interrupted, run(RUN));
    let (mut recorder, before) = Recorder::resume(folder.path(), interrupted).unwrap();
    assert_eq!(before.invocations, [row(RUN, 1), row(RUN, 2)]);
    recorder.record(&row(RUN, 3)).unwrap();
    drop(recorder);

    assert_eq!(interrupted_run(folder.path()).unwrap(), None);
    let (_, all) = Recorder::resume(folder.path(), run(RUN)).unwrap();
    assert_eq!(
        all.invocations,
        [1, 2, 3].map(|sequence| row(RUN, sequence))
    );
    assert!(all.run.is_complete(&all.invocations));
}

#[test]
fn a_header_written_by_half_is_written_again() {
    for header in ["", "run_id,sequ"] {
        let folder = tempfile::tempdir().unwrap();
        recorded(folder.path(), &run(RUN), 0);
        fs::write(folder.path().join(format!("{RUN}.csv")), header).unwrap();
        let interrupted = interrupted_run(folder.path()).unwrap().unwrap();
        let (mut recorder, before) = Recorder::resume(folder.path(), interrupted).unwrap();
        assert_eq!(before.invocations, []);
        recorder.record(&row(RUN, 1)).unwrap();
        drop(recorder);
        let (_, after) = Recorder::resume(folder.path(), run(RUN)).unwrap();
        assert_eq!(after.invocations, [row(RUN, 1)]);
    }
}

#[test]
fn bare_exchanges_go_on_where_they_ended() {
    let folder = tempfile::tempdir().unwrap();
    let exchange = |sequence| HarnessOverhead {
        run_id: RUN.to_owned(),
        sequence,
        repetition: 1,
        duration_ms: Millis::from_micros(45),
    };
    let mut recorder = Recorder::start(folder.path(), &run(RUN)).unwrap();
    recorder.record_exchange(&exchange(1)).unwrap();
    drop(recorder);
    append(&folder.path().join(format!("{RUN}-loopback.csv")), RUN);
    let (mut recorder, before) = Recorder::resume(folder.path(), run(RUN)).unwrap();
    assert_eq!(before.overhead, [exchange(1)]);
    recorder.record_exchange(&exchange(2)).unwrap();
    drop(recorder);
    let (_, after) = Recorder::resume(folder.path(), run(RUN)).unwrap();
    assert_eq!(after.overhead, [exchange(1), exchange(2)]);
}

#[test]
fn only_local_runs_go_on_and_the_last_of_them() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(interrupted_run(folder.path()).unwrap(), None);
    recorded(folder.path(), &run("2026-01-02-local"), 1);
    recorded(folder.path(), &run("2026-01-03-local"), 2);
    recorded(folder.path(), &run("2026-01-04-local"), 3);
    let aws = Run {
        environment: Environment::Aws,
        cpu_limit: CpuLimit::Aws,
        ..run("2026-01-05-aws")
    };
    recorded(folder.path(), &aws, 1);
    let interrupted = interrupted_run(folder.path()).unwrap().unwrap();
    assert_eq!(interrupted.run_id, "2026-01-03-local");
}

#[test]
fn a_bad_row_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    recorded(folder.path(), &run(RUN), 1);
    let file = folder.path().join(format!("{RUN}.csv"));
    append(&file, "nonsense\n");
    let before = fs::read_to_string(&file).unwrap();
    let error = interrupted_run(folder.path()).unwrap_err().to_string();
    assert!(error.contains(&format!("{RUN}.csv:3: column")), "{error}");
    assert!(Recorder::resume(folder.path(), run(RUN)).is_err());
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
}

#[test]
fn a_run_that_is_still_measured_does_not_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let _writing = Recorder::start(folder.path(), &run(RUN)).unwrap();
    let error = Recorder::resume(folder.path(), run(RUN)).unwrap_err();
    assert!(error.to_string().contains("another process"), "{error}");
}

/// As an editor may leave it.
#[test]
fn a_list_of_runs_without_a_last_line_break_takes_another_run() {
    let folder = tempfile::tempdir().unwrap();
    recorded(folder.path(), &run("2026-01-02-local"), 3);
    let file = folder.path().join("runs.csv");
    let runs = fs::read_to_string(&file).unwrap();
    fs::write(&file, runs.trim_end()).unwrap();
    recorded(folder.path(), &run("2026-01-03-local"), 1);
    let interrupted = interrupted_run(folder.path()).unwrap().unwrap();
    assert_eq!(interrupted.run_id, "2026-01-03-local");
}

/// The number of rows is right, but not what they are of.
#[test]
fn a_run_is_complete_when_each_of_its_cells_is() {
    let run = Run {
        variants: vec![Variant::Rust, Variant::Python],
        ..run(RUN)
    };
    let python = |sequence| Invocation {
        variant: Variant::Python,
        ..row(RUN, sequence)
    };
    let mut rows = [1, 2, 3].map(|sequence| row(RUN, sequence)).to_vec();
    rows.extend([4, 5].map(python));
    assert!(!run.is_complete(&rows));
    rows.push(row(RUN, 6));
    assert!(!run.is_complete(&rows));
    rows.pop();
    rows.push(python(6));
    assert!(run.is_complete(&rows));
}

/// A call of `sort` takes seconds, and more than 128 MB.
#[test]
fn a_run_is_complete_without_what_a_workload_leaves_out() {
    let run = Run {
        workloads: vec![Workload::Sort],
        memory_mb: vec![128, 1024],
        cold: 20,
        warm: 40,
        ..run(RUN)
    };
    let row = |sequence| Invocation {
        workload: Workload::Sort,
        memory_mb: 1024,
        ..row(RUN, sequence)
    };
    assert!(!run.is_complete(&[1, 2].map(row)));
    assert!(run.is_complete(&[1, 2, 3].map(row)));
}

/// A run on AWS as it is imported: without a plan.
fn imported() -> (Run, Vec<Invocation>) {
    let run = Run {
        workloads: vec![Workload::Hello],
        variants: vec![Variant::Rust],
        memory_mb: vec![128],
        ..Run::unknown("2026-01-02-aws", Environment::Aws)
    };
    let rows = [1, 2].map(|sequence| row(&run.run_id, sequence));
    (run, rows.to_vec())
}

#[test]
fn a_whole_run_is_written_at_once_and_only_once() {
    let folder = tempfile::tempdir().unwrap();
    let (run, rows) = imported();
    let file = record_run(folder.path(), &run, &rows).unwrap();
    assert_eq!(file, folder.path().join("2026-01-02-aws.csv"));
    let (recorder, read) = Recorder::resume(folder.path(), run.clone()).unwrap();
    drop(recorder);
    assert_eq!(read.invocations, rows);
    assert!(run.is_complete(&read.invocations));
    let before = fs::read_to_string(&file).unwrap();
    let error = record_run(folder.path(), &run, &rows[..1]).unwrap_err();
    assert!(error.to_string().contains("this run already exists"));
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
}

#[test]
fn of_a_run_with_a_wrong_row_nothing_is_written() {
    let (run, mut rows) = imported();
    rows[1].billed_ms = 20;
    let folder = tempfile::tempdir().unwrap();
    let error = record_run(folder.path(), &run, &rows).unwrap_err();
    let expected = "2026-01-02-aws.csv: not written, row 2: column `billed_ms`: ";
    assert!(error.to_string().contains(expected), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn runs_load_tests_and_files_without_a_run_have_ids() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    assert!(run_ids(folder.path()).unwrap().is_empty());
    recorded(folder.path(), &run(RUN), 1);
    fs::write(folder.path().join("2026-01-03-aws.csv"), "").unwrap();
    let load = fs::read_to_string(data.join("measurements/load.csv")).unwrap();
    fs::write(folder.path().join("load.csv"), &load).unwrap();
    let ids = run_ids(folder.path()).unwrap();
    let (load_test, _) = load.lines().nth(1).unwrap().split_once(',').unwrap();
    for id in [RUN, "2026-01-03-aws", load_test] {
        assert!(ids.contains(id), "{id}");
    }
    fs::write(folder.path().join("runs.csv"), "run_id\nno run\n").unwrap();
    assert!(run_ids(folder.path()).is_err());
}

/// A repetition in which the machine's speed drifted is measured again: its rows are not to be found
/// beside the new ones.
#[test]
fn what_is_taken_back_is_written_anew() {
    let exchange = |sequence| HarnessOverhead {
        run_id: RUN.to_owned(),
        sequence,
        repetition: 1,
        duration_ms: Millis::from_micros(100 + sequence),
    };
    let folder = tempfile::tempdir().unwrap();
    let mut recorder = Recorder::start(folder.path(), &run(RUN)).unwrap();
    let start = recorder.position().unwrap();
    recorder.record_exchange(&exchange(1)).unwrap();
    recorder.record(&row(RUN, 1)).unwrap();
    let middle = recorder.position().unwrap();
    recorder.record(&row(RUN, 2)).unwrap();
    recorder.take_back_to(middle).unwrap();
    recorder.record(&row(RUN, 2)).unwrap();
    let (invocations, exchanges) = read(folder.path(), recorder);
    assert_eq!(invocations, [1, 2].map(|sequence| row(RUN, sequence)));
    assert_eq!(exchanges, [exchange(1)]);

    let (mut recorder, _) = Recorder::resume(folder.path(), run(RUN)).unwrap();
    recorder.take_back_to(start).unwrap();
    recorder.record(&row(RUN, 1)).unwrap();
    let (invocations, exchanges) = read(folder.path(), recorder);
    assert_eq!(invocations, [row(RUN, 1)]);
    assert_eq!(exchanges, []);
}

/// The rows of a run's files after its recorder is closed.
fn read(folder: &Path, recorder: Recorder) -> (Vec<Invocation>, Vec<HarnessOverhead>) {
    drop(recorder);
    let (_, written) = Recorder::resume(folder, run(RUN)).unwrap();
    (written.invocations, written.overhead)
}
