//! Every directive: documented, used, and clear about what it takes.

use super::DIRECTIVES;
use crate::{
    config::Talk,
    figures::{committed::Committed, replace_all},
};
use data::{Dataset, TimingSource, Variant, Workload};
use mdbook_driver::config::Config;
use std::{collections::BTreeSet, fs, path::Path, sync::LazyLock};

/// With the last local run shown, whichever `book.toml` names.
static DATASET: LazyLock<Dataset> = LazyLock::new(|| Dataset::read(&workspace::data()).unwrap());

/// The committed figures after a change.
fn committed(change: impl FnOnce(&mut Dataset)) -> Committed {
    let mut dataset = DATASET.clone();
    change(&mut dataset);
    let timing_sets = dataset.timing_sets();
    let not_read = || "not read here".to_owned();
    Committed::new(dataset, timing_sets, Err(not_read()), Err(not_read()))
}

/// The chapter that a Markdown text becomes, or the error that stops the build.
fn expanded(markdown: &str, committed: &Committed) -> Result<String, String> {
    let root = workspace::root();
    let config = Config::from_disk(root.join("book.toml")).unwrap();
    let talk = Talk {
        run: None,
        ..Talk::of(&config).unwrap()
    };
    let chapter = Path::new("chapter.md");
    replace_all(markdown, chapter, committed, &talk, root).map_err(|error| error.to_string())
}

/// The reason that the error of a call ends with.
fn reason(call: &str, committed: &Committed) -> String {
    let error = expanded(&format!("{{{{#{call}}}}}"), committed).expect_err(call);
    let (_, reason) = error
        .split_once(&format!("`{{{{#{call}}}}}`: "))
        .expect(&error);
    reason.to_owned()
}

#[test]
fn a_wrong_directive_is_told_what_to_write() {
    let committed = committed(|_| ());
    for (call, expected) in [
        ("chart", "write `{{#chart NAME}}` or `{{#chart NAME OF …}}`"),
        (
            "chart cold",
            "`cold` is unknown: use cold-start, warm-duration, ",
        ),
        (
            "stat record python 512",
            "write `{{#stat WORKLOAD VARIANT MEMORY METRIC}}`",
        ),
        (
            "stat record go 512 init-mean",
            "`go` is unknown: use one of rust, python, hybrid, ",
        ),
        (
            "stat record python 512 init",
            "`init` is unknown: use init, initcpu, cold, total, billed, warm or memory, a hyphen, \
             and mean, median, p95 or p99",
        ),
        (
            "ratio record rust 512 init-mean",
            "`rust` is not a pair: write it as python/hybrid",
        ),
        ("where now", "write `{{#where}}` or `{{#where trials}}`"),
        (
            "published cold-start java",
            "`java` is unknown: use rust, python, go or ratio",
        ),
        ("estimate 64", "64 MB was not measured in run "),
        (
            "estimate record rust 512 memory-mean",
            "this quantity is not estimated: use init, cold, total, billed or warm",
        ),
        (
            "model parameter size",
            "`size` is unknown: use one of computing-rust, ",
        ),
        (
            "trials tls",
            "write `{{#trials init}}`, `{{#trials files}}` or `{{#trials first-call MEMORY}}`",
        ),
        ("trial tls 128 init", "`tls` is unknown: use one of hello, "),
        ("load 128", "write `{{#load}}`"),
        (
            "package record rust default size",
            "`size` is unknown: use zip, unzipped, lines, build or python",
        ),
        (
            "bill record 512 1000 ap-southeast-2 local change",
            "`change` is unknown: use rust, python, saving, saving-percent or per-invocation",
        ),
        (
            "bill record 512 1000 ap-southeast-2 yours rust",
            "there are no yours figures in data/: use local, estimate or published",
        ),
        (
            "guess warm",
            "`warm` is unknown: use cold-start, warm-duration, zip-size or bill",
        ),
        ("demo 512 mars-1", "`mars-1` is unknown: use one of "),
        (
            "published cold-start image java21 512 arm64",
            "no image of java21 at 512 MB on arm64 in data/published/published-cold-starts.csv",
        ),
        (
            "fact snapstart",
            "`snapstart` is not in data/published/aws-facts.csv: use one of managed-instances-rust, ",
        ),
        (
            "price snapshot 512 14 eu-north-1",
            "the price of snapstart_cache on x86_64 in eu-north-1 is not known here",
        ),
        (
            "source prices.csv",
            "`prices.csv` is not in data/sources.csv: use one of ",
        ),
        (
            "code record/rust/main.rs",
            "lambdas/record/rust/main.rs can't be read: No such file",
        ),
        (
            "line record/python/app.py:handler",
            "write `{{#line FILE:ITEM TEXT}}`",
        ),
        (
            "line record/python/app.py:handle def",
            "lambdas/record/python/app.py has no item `handle`",
        ),
    ] {
        let reason = reason(call, &committed);
        assert!(reason.starts_with(expected), "{call}: {reason}");
    }
}

/// By hand: 0.5 GB for 14 × 86,400 s at 0.0000015046 USD are 0.91 USD.
#[test]
fn a_figure_that_was_stated_or_follows_from_the_prices_has_its_unit() {
    let committed = committed(|_| ());
    for (call, expected) in [
        ("fact durable-operations", "8.00\u{a0}USD"),
        ("fact managed-instances-fee", "15\u{a0}%"),
        ("fact managed-instances-memory", "2048\u{a0}MB"),
        ("fact managed-instances-environments", "3"),
        ("fact managed-instances-from", "50\u{a0}million"),
        ("fact managed-instances-rust", "March 2026"),
        (
            "fact managed-instances-rust source",
            "aws/aws-lambda-roadmap#93, 2026-03-19",
        ),
        ("price arm64-saving us-east-1", "20.0\u{a0}%"),
        ("price snapshot 512 14 us-east-1", "0.91\u{a0}USD"),
    ] {
        let text = expanded(&format!("{{{{#{call}}}}}"), &committed);
        let expected = if call.ends_with("source") {
            expected.to_owned()
        } else {
            format!(r#"<span class="fig published">{expected}</span>"#)
        };
        assert_eq!(text, Ok(expected), "{call}");
    }
}

#[test]
fn an_unknown_directive_is_told_every_name() {
    let reason = reason("graph cold-start", &committed(|_| ()));
    let (start, names) = reason.split_once(": use ").unwrap();
    assert_eq!(start, "no such directive");
    let told: Vec<&str> = names
        .split(", ")
        .flat_map(|name| name.split(" or "))
        .collect();
    let names: Vec<&str> = DIRECTIVES.iter().map(|directive| directive.name).collect();
    assert_eq!(told, names);
    let different: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(different.len(), names.len(), "two have the same name");
}

#[test]
fn every_directive_answers_a_wrong_call_with_its_own_forms() {
    let committed = committed(|_| ());
    for directive in DIRECTIVES {
        let name = directive.name;
        // No directive takes none as well as that many.
        let calls = [name.to_owned(), format!("{name}{}", " x".repeat(20))];
        let answers = calls.map(|call| expanded(&format!("{{{{#{call}}}}}"), &committed));
        let is_told = answers.iter().any(|answer| {
            let error = answer.as_ref().err();
            error.is_some_and(|error| error.ends_with(&directive.misused().to_string()))
        });
        assert!(is_told, "{name}: {answers:?}");
    }
}

#[test]
fn every_directive_is_used_by_a_chapter() {
    let folder = workspace::root().join("book/src");
    let chapters: String = fs::read_dir(folder)
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    for name in DIRECTIVES.iter().map(|directive| directive.name) {
        let is_used = ["}", " "]
            .iter()
            .any(|end| chapters.contains(&format!("{{{{#{name}{end}")));
        assert!(
            is_used,
            "no chapter uses {{{{#{name}}}}}: use it, or remove it"
        );
    }
}

#[test]
fn what_was_not_measured_is_named_with_the_run_and_the_command() {
    let run = &DATASET.run.run_id;
    let without_python = committed(|dataset| {
        let is_left_out =
            |workload, variant| (workload, variant) == (Workload::Record, Variant::Python);
        dataset
            .invocations
            .retain(|row| !is_left_out(row.workload, row.variant));
    });
    for call in [
        "stat record python 512 init-mean",
        "ratio record 512 warm-mean",
        "first-call 512",
        "cold-starts-usd record python 512",
        "guess bill",
        "demo 512 ap-southeast-2",
    ] {
        assert_eq!(
            reason(call, &without_python),
            format!(
                "record python at 512 MB was not measured in run {run}: measure all functions with \
                 `cargo measure local`"
            ),
            "{call}"
        );
    }
}

#[test]
fn a_function_that_was_not_weighed_or_called_is_named_with_the_command() {
    let committed = committed(|dataset| {
        let is_left_out =
            |workload, variant| (workload, variant) == (Workload::Dedupe, Variant::Hybrid);
        dataset
            .packages
            .retain(|row| !is_left_out(row.workload, row.variant));
        dataset
            .load
            .retain(|row| !is_left_out(row.workload, row.variant));
    });
    assert_eq!(
        reason("packages", &committed),
        "data/measurements/packages.csv has no `dedupe` in `hybrid`: run `cargo measure packages \
         --workload dedupe`"
    );
    assert_eq!(
        reason("load", &committed),
        "data/measurements/load.csv has no `dedupe` in `hybrid` in its last run: run `cargo \
         measure load`"
    );
}

/// A run of everything has controls, too.
#[test]
fn a_control_is_shown_nowhere() {
    let with_controls = committed(|_| ());
    let plain = committed(|dataset| {
        dataset.invocations.retain(|row| !row.workload.is_control());
        dataset.packages.retain(|row| !row.workload.is_control());
    });
    assert!(plain.dataset.invocations.len() < with_controls.dataset.invocations.len());
    assert!(plain.dataset.packages.len() < with_controls.dataset.packages.len());
    for call in [
        "chart cold-start",
        "chart warm-duration",
        "demo 512 ap-southeast-2",
        "load",
        "packages",
        "rerun invocations",
        "rerun usd ap-southeast-2",
    ] {
        let directive = format!("{{{{#{call}}}}}");
        let shown = expanded(&directive, &with_controls);
        assert_eq!(shown, expanded(&directive, &plain), "{call}");
        assert!(shown.is_ok(), "{shown:?}");
    }
    let table = |call: &str| expanded(&format!("{{{{#{call}}}}}"), &with_controls).unwrap();
    let tables = ["estimate 512", "overhead"].map(table).concat();
    let controls = Workload::ALL.iter().filter(|each| each.is_control());
    for control in controls {
        assert!(!tables.contains(&format!("<td>{control}</td>")), "{tables}");
        let sets = with_controls.dataset.tables().sets;
        let measured_here = sets
            .iter()
            .filter(|set| set.source != TimingSource::Published);
        let mut timings = measured_here.flat_map(|set| &set.timings);
        assert!(
            timings.all(|timing| timing.function != control.name()),
            "{control}"
        );
    }
}
