//! The run that is shown when one is named, and why one can't be.

use crate::bad_rows::{IMPORTED, RUNS, RUNS_HEADER, add_run, compared, first_rows, folder, names};
use data::{Dataset, Estimates, TimingSet, TimingSource, Variant};
use std::{fs, path::Path};

/// A run that calls through another server made.
const THROUGH_ENDPOINT: (&str, &str) = ("aws,us-east-1,,", "aws,us-east-1,http://localhost,");

fn showing(folder: &Path, run_id: &str) -> Dataset {
    Dataset::showing(folder, Some(run_id)).unwrap()
}

/// The reason for which a run can't be shown.
fn refusal(folder: &Path, run_id: &str) -> String {
    let error = Dataset::showing(folder, Some(run_id)).unwrap_err();
    let error = error.to_string();
    let start = format!("the run {run_id} can't be shown: ");
    error.strip_prefix(&start).expect(&error).to_owned()
}

fn provenance(sets: &[TimingSet], source: TimingSource) -> Option<&str> {
    let set = sets.iter().find(|set| set.source == source)?;
    Some(&set.provenance)
}

/// And not the last one on AWS; what is local stays that of the local run.
#[test]
fn a_run_on_aws_is_shown_where_it_is_named() {
    let folder = folder();
    let rows = first_rows(usize::MAX);
    for run_id in ["2026-01-03-aws", "2026-01-04-aws"] {
        add_run(folder.path(), run_id, IMPORTED, &rows);
    }
    let dataset = showing(folder.path(), "2026-01-03-aws");
    assert_eq!(dataset.run.run_id, "2026-01-03-aws");
    assert_eq!(dataset.run.measured_where(), "on AWS");
    let runs = dataset.runs().into_iter();
    let ids: Vec<&str> = runs.map(|(run, _)| run.run_id.as_str()).collect();
    assert_eq!(
        ids,
        ["2026-01-02-local", "2026-01-03-aws", "2026-01-04-aws"]
    );

    let sets = dataset.timing_sets();
    assert_eq!(
        provenance(&sets, TimingSource::Aws),
        Some("Durations were measured on AWS (us-east-1, x86_64; run 2026-01-03-aws).")
    );
    assert_eq!(
        provenance(&sets, TimingSource::Local),
        Some(
            "Durations were measured on a local Lambda, not on AWS (CPU, x86_64; run \
             2026-01-02-local)."
        )
    );
    assert_eq!(provenance(&sets, TimingSource::Endpoint), None);
    let local = dataset.showing_local().unwrap();
    assert_eq!(local.run.run_id, "2026-01-02-local");
    assert_eq!(local.other_runs.len(), 1);
}

#[test]
fn a_run_through_an_endpoint_is_never_aws_s() {
    let folder = folder();
    let changes = [IMPORTED, &[THROUGH_ENDPOINT]].concat();
    add_run(
        folder.path(),
        "2026-01-03-aws",
        &changes,
        &first_rows(usize::MAX),
    );
    let dataset = showing(folder.path(), "2026-01-03-aws");
    let place = "through the endpoint http://localhost, not on AWS";
    assert_eq!(dataset.run.measured_where(), place);
    let sets = dataset.timing_sets();
    assert_eq!(provenance(&sets, TimingSource::Aws), None);
    let expected = format!("Durations were measured {place} (x86_64; run 2026-01-03-aws).");
    assert_eq!(
        provenance(&sets, TimingSource::Endpoint),
        Some(expected.as_str())
    );
}

#[test]
fn without_a_local_run_nothing_is_local_or_estimated() {
    let folder = folder();
    add_run(
        folder.path(),
        "2026-01-03-aws",
        IMPORTED,
        &first_rows(usize::MAX),
    );
    let runs = fs::read_to_string(folder.path().join(RUNS)).unwrap();
    let run_on_aws = runs.lines().last().unwrap();
    fs::write(
        folder.path().join(RUNS),
        format!("{RUNS_HEADER}\n{run_on_aws}\n"),
    )
    .unwrap();
    let dataset = showing(folder.path(), "2026-01-03-aws");
    assert!(dataset.showing_local().is_none());
    assert!(Estimates::of(&dataset).is_none());
    let sets = dataset.timing_sets();
    assert_eq!(provenance(&sets, TimingSource::Local), None);
    assert_eq!(provenance(&sets, TimingSource::Estimate), None);
}

#[test]
fn a_run_that_can_t_be_shown_is_told_why_and_what_to_do() {
    let folder = folder();
    let (workloads, variants) = (names(&compared()), names(Variant::ALL));
    let some = [(workloads.as_str(), "hello"), (&variants, "rust python")];
    let fast = "rustc=1.95.0";
    let slow = [(fast, "python=3.13.0 python-build=none openssl=3.5.4")];
    let all = first_rows(usize::MAX);
    add_run(folder.path(), "2026-01-03-local", &some, &first_rows(8));
    add_run(folder.path(), "2026-01-04-local", &[], &first_rows(6));
    add_run(folder.path(), "2026-01-05-local", &slow, &all);
    let instead = "name another run (2026-01-02-local) or none, or measure every function with \
                   `cargo measure local` or `cargo measure aws`";
    for (run_id, reason) in [
        ("2026-01-06-aws", "it is not in measurements/runs.csv"),
        (
            "2026-01-05-local",
            "its Python was built without PGO and LTO",
        ),
        (
            "2026-01-03-local",
            "it lacks record in Rust, record in Python, aggregate in Rust, aggregate in Python, \
             dedupe in Rust, dedupe in Python, thumbnail in Rust, thumbnail in Python",
        ),
    ] {
        assert_eq!(
            refusal(folder.path(), run_id),
            format!("{reason}: {instead}")
        );
    }
    assert_eq!(
        refusal(folder.path(), "2026-01-04-local"),
        "it was interrupted: continue with `cargo measure local --resume`, or name another run"
    );
}
