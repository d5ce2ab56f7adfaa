//! A run that `book.toml` names: shown on every page, and by where it was made.

use crate::copy::Copy;
use data::{CpuLimit, Dataset, Environment, Invocation, Millis, Run, record_run};
use std::{fs, path::Path};

const RUN_ID: &str = "2026-12-01-aws";
const ENDPOINT: &str = "http://127.0.0.1:3001";
const PLACE: &str = "through the endpoint http://127.0.0.1:3001, not on AWS";

/// The book and its data with a run named in `book.toml`.
fn naming(run_id: &str) -> Copy {
    let copy = Copy::new();
    let file = copy.file("book.toml");
    let text = fs::read_to_string(&file).unwrap();
    let others = text.lines().filter(|line| !line.starts_with("run = "));
    let named = format!("[preprocessor.figures]\nrun = \"{run_id}\"");
    let text = others.collect::<Vec<_>>().join("\n");
    assert!(text.contains("[preprocessor.figures]"));
    let text = text.replace("[preprocessor.figures]", &named);
    fs::write(file, text).unwrap();
    copy
}

/// Adds the committed run as `cargo measure aws --endpoint-url` would have recorded it on something half
/// as fast: without controls, and with what a REPORT line tells.
fn add_run(data: &Path) {
    let committed = Dataset::read(data).unwrap();
    let mut run = Run {
        date: format!("{}T01:02:03Z", &RUN_ID[..10]),
        region: Some("us-east-1".to_owned()),
        endpoint: Some(ENDPOINT.to_owned()),
        machine: "x86_64".to_owned(),
        cpu_limit: CpuLimit::Aws,
        cpu_period_ms: None,
        ..Run::unknown(RUN_ID, Environment::Aws)
    };
    run.workloads.clone_from(&committed.run.workloads);
    run.workloads.retain(|workload| !workload.is_control());
    run.variants.clone_from(&committed.run.variants);
    run.memory_mb.clone_from(&committed.run.memory_mb);
    (run.repetitions, run.cold, run.warm) = {
        let Run {
            repetitions,
            cold,
            warm,
            ..
        } = committed.run;
        (repetitions, cold, warm)
    };
    let rows = committed.invocations.iter();
    let rows = rows.filter(|row| !row.workload.is_control()).zip(1..);
    let twice = |ms: Millis| Millis::from_micros(2 * ms.micros());
    let rows = rows.map(|(row, sequence)| {
        let (init_ms, duration_ms) = (row.init_ms.map(twice), twice(row.duration_ms));
        Invocation {
            run_id: RUN_ID.to_owned(),
            sequence,
            init_ms,
            init_cpu_ms: None,
            duration_ms,
            cpu_ms: None,
            throttled_periods: None,
            billed_ms: Millis::billed_ms(duration_ms, init_ms),
            ..row.clone()
        }
    });
    let rows: Vec<_> = rows.collect();
    record_run(&data.join("measurements"), &run, &rows).unwrap();
}

/// The text of a page, without tags.
fn text(page: &Path) -> String {
    let html = fs::read_to_string(page).unwrap();
    let (_, main) = html.split_once("<main>").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    let parts = main.split('<').map(|part| match part.split_once('>') {
        Some((_, text)) => text,
        None => part,
    });
    parts.collect()
}

/// No figure is said to be measured on AWS, but for those of others.
fn assert_nothing_of_it_is_aws_s(page: &str) {
    let claims = page.match_indices("easured on AWS");
    for (at, claim) in claims {
        let rest = &page[at + claim.len()..];
        let is_others = rest.trim_start_matches(',').starts_with(" by ");
        let rest: String = rest.chars().take(80).collect();
        assert!(is_others, "{claim}{rest}");
    }
}

#[test]
fn a_run_through_an_endpoint_is_shown_as_that_and_never_as_aws_s() {
    let copy = naming(RUN_ID);
    add_run(&copy.file("data"));
    let out = copy.build();

    let results = text(&out.join("results.html"));
    let named = format!("every figure on this page was measured {PLACE}.");
    assert!(results.contains(&named), "{results}");
    let below_charts = format!("measured {PLACE} · 2026-12-01 · x86_64 · {RUN_ID}.csv");
    assert_eq!(results.matches(&below_charts).count(), 5, "{results}");
    let guessed = format!("Means, measured {PLACE}; ");
    assert!(results.contains(&guessed), "{results}");
    assert_nothing_of_it_is_aws_s(&results);
    assert!(!results.contains("us-east-1"), "{results}");
    // Only a local run tells CPU time.
    let label = "ms (measured on a local Lambda, not on AWS) of CPU time";
    assert!(results.contains(label), "{results}");
    // Both runs, one below the other.
    let row = format!("{PLACE}: x86_642026-12-01");
    assert!(results.contains(&row), "{results}");
    assert!(
        results.contains("on a local Lambda, not on AWS20"),
        "{results}"
    );

    let setup = text(&out.join("setup.html"));
    let place = format!("Through{}", &PLACE["through".len()..]);
    assert!(setup.contains(&place), "{setup}");
    assert!(!setup.contains("AWS's own"), "{setup}");
    assert!(!setup.contains("Amazon DynamoDB"), "{setup}");
    // The harness, the estimate and what it is made of stay the local runs'.
    let local = "measured on a local Lambda, not on AWS · ";
    let estimates = text(&out.join("aws.html"));
    for page in [&setup, &estimates] {
        assert!(page.contains(local), "{page}");
    }
    assert!(!estimates.contains(PLACE), "{estimates}");
    let calculator = fs::read_to_string(out.join("calculator.html")).unwrap();
    assert!(calculator.contains("Through an endpoint, not on AWS"));
    assert!(calculator.contains(&format!(
        "Durations were measured {PLACE} (x86_64; run {RUN_ID})."
    )));
    assert!(!calculator.contains(">Measured on AWS<"));
    for page in [
        "index.html",
        "demo.html",
        "questions.html",
        "trade-offs.html",
    ] {
        let page = text(&out.join(page));
        assert!(page.contains(PLACE), "{page}");
        assert_nothing_of_it_is_aws_s(&page);
    }
}

#[test]
fn a_run_on_aws_is_shown_as_aws_s() {
    let copy = naming(RUN_ID);
    let data = copy.file("data");
    add_run(&data);
    let runs = data.join("measurements/runs.csv");
    let text_of_runs = fs::read_to_string(&runs).unwrap();
    fs::write(&runs, text_of_runs.replace(ENDPOINT, "")).unwrap();
    let out = copy.build();
    let results = text(&out.join("results.html"));
    let below_charts = format!("measured on AWS · 2026-12-01 · us-east-1, x86_64 · {RUN_ID}.csv");
    assert_eq!(results.matches(&below_charts).count(), 5, "{results}");
    // What stays local says so: CPU time, trials and the load test.
    assert!(results.contains("on a local Lambda, not on AWS"));
}

#[test]
fn a_run_that_is_not_there_stops_the_build_in_one_line() {
    let copy = naming(RUN_ID);
    let error = copy.build_error();
    let expected = format!(
        "book.toml: the run {RUN_ID} can't be shown: it is not in measurements/runs.csv: name another run \
         ("
    );
    assert!(error.starts_with(&expected), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(!copy.out().exists());
}
