//! A run of a function that fails, and of one that goes on within a cell.

use crate::common;
use axum::body::Bytes;
use bench::{
    interrupt::Interrupts,
    local::{self, Functions},
};
use data::{Environment, Invocation, Millis, RecordedRun, Recorder, Run, Start, Variant, Workload};

/// A run of one Python function: a cold start and four warm invocations.
fn run() -> Run {
    Run {
        workloads: vec![Workload::Hello],
        variants: vec![Variant::Python],
        memory_mb: vec![1769],
        repetitions: 1,
        cold: 1,
        warm: 4,
        ..Run::unknown("2026-11-22-local", Environment::Local)
    }
}

/// Measures what is left after the given rows.
async fn measure(code: &str, rows: &[Invocation]) -> anyhow::Result<Vec<Invocation>> {
    let (function, _folder) = common::python_app(code);
    let mut functions = Functions::default();
    let events = &mut functions.events;
    events.insert(Workload::Hello, Bytes::from_static(b"{}"));
    let key = (Workload::Hello, Variant::Python);
    functions.functions.insert(key, function);

    let folder = tempfile::tempdir()?;
    let mut recorder = Recorder::start(folder.path(), &run())?;
    for row in rows {
        recorder.record(row)?;
    }
    let measured = RecordedRun {
        invocations: rows.to_vec(),
        ..RecordedRun::new(run())
    };
    let host = common::host(Vec::new());
    let mut interrupts = Interrupts::catch()?;
    let measured = local::run(
        measured,
        &host,
        &functions,
        &mut recorder,
        &mut interrupts,
        1,
    )
    .await?;
    drop(recorder);
    let (_, written) = Recorder::resume(folder.path(), run())?;
    assert_eq!(written.invocations, measured.invocations);
    Ok(measured.invocations)
}

fn row(sequence: u64, error: Option<&str>) -> Invocation {
    let is_cold = sequence == 1;
    Invocation {
        run_id: run().run_id,
        sequence,
        workload: Workload::Hello,
        variant: Variant::Python,
        memory_mb: 1769,
        repetition: 1,
        start: if is_cold { Start::Cold } else { Start::Warm },
        init_ms: is_cold.then_some(Millis::from_micros(10_500)),
        init_cpu_ms: None,
        duration_ms: Millis::from_micros(1200),
        cpu_ms: None,
        throttled_periods: None,
        max_memory_kb: 9000,
        billed_ms: if is_cold { 12 } else { 2 },
        error: error.map(str::to_owned),
    }
}

const ANSWERS: &str = "
def handler(event, context):
    return {}";

#[tokio::test]
async fn a_function_that_fails_before_the_run_is_named() {
    let fails = "
def handler(event, context):
    raise ValueError('no luck')";
    let error = measure(fails, &[]).await.unwrap_err().to_string();
    assert!(
        error.starts_with("hello in Python failed when tried out: handler-error"),
        "{error}"
    );
    assert!(error.contains("no luck"), "{error}");
}

#[tokio::test]
async fn what_was_warm_is_warm_again() {
    let rows = measure(ANSWERS, &[row(1, None), row(2, None)])
        .await
        .unwrap();
    let starts: Vec<Start> = rows.iter().map(|row| row.start).collect();
    assert_eq!(starts[0], Start::Cold);
    assert_eq!(starts[1..], [Start::Warm; 4]);
}

/// As in a run that was not interrupted: after a fault comes a cold start.
#[tokio::test]
async fn what_had_failed_starts_anew() {
    let rows = [row(1, None), row(2, Some("exit"))];
    let rows = measure(ANSWERS, &rows).await.unwrap();
    let starts: Vec<Start> = rows.iter().map(|row| row.start).collect();
    let expected = [
        Start::Cold,
        Start::Warm,
        Start::Cold,
        Start::Warm,
        Start::Warm,
    ];
    assert_eq!(starts, expected);
}

/// The third event of each sandbox fails.
const THIRD_FAILS: &str = "
count = 0
def handler(event, context):
    global count
    count += 1
    return 1 / (3 - count)";

#[tokio::test]
async fn a_run_goes_on_with_a_new_sandbox() {
    let rows = measure(THIRD_FAILS, &[]).await.unwrap();
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row.start, row.error.as_deref()))
        .collect();
    let expected = [
        (Start::Cold, None),
        (Start::Warm, None),
        (Start::Warm, Some("handler-error")),
        (Start::Cold, None),
        (Start::Warm, None),
    ];
    assert_eq!(found, expected);
}
