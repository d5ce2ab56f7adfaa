//! The tests that lie beside the functions in Node.js, under the Node.js that runs them; and what
//! functions in Python have in common, which each has for itself, as it is deployed.

use crate::common;
use data::{Variant, Workload};
use std::{collections::BTreeMap, fs, os::unix::fs::symlink, process::Command};

const FILES: [&str; 2] = ["app.mjs", "app.test.mjs"];

#[test]
fn functions_in_node_pass_their_own_tests() {
    let variant = Variant::Node;
    let workloads = Workload::ALL.iter();
    for &workload in workloads.filter(|workload| workload.variants().contains(&variant)) {
        let function = common::function(workload, variant);
        let source = bench::function::folder(workload, variant);
        // The packages are imported from beside the tests, which are no part of what is installed.
        let folder = tempfile::tempdir().unwrap();
        for file in FILES {
            fs::copy(source.join(file), folder.path().join(file)).unwrap();
        }
        let packages = function.directory.join("node_modules");
        symlink(packages, folder.path().join("node_modules")).unwrap();
        let output = Command::new(&function.command[0])
            .args(["--test", FILES[1]])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{workload}: {printed}");
        assert!(!printed.contains("# tests 0"), "{workload}: {printed}");
    }
}

/// The text of a file below `lambdas`.
fn text(file: &str) -> String {
    let file = workspace::root().join("lambdas").join(file);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The functions of a Python file, by name. Two blank lines part them.
fn functions(file: &str) -> BTreeMap<String, String> {
    let text = text(file);
    let functions = text.trim_end().split("\n\n\n").filter_map(|part| {
        let (name, _) = part.strip_prefix("def ")?.split_once('(')?;
        Some((name.to_owned(), part.to_owned()))
    });
    functions.collect()
}

#[test]
fn dedupe_in_python_differs_only_in_the_distance() {
    let (plain, mut rapidfuzz) = (
        functions("dedupe/python/app.py"),
        functions("dedupe/python-rapidfuzz/app.py"),
    );
    let clusters = rapidfuzz.get_mut("clusters").unwrap();
    *clusters = clusters.replace(
        "Levenshtein.distance(a, b, score_cutoff=max_distance) <= max_distance",
        "is_near(a, b, max_distance)",
    );
    rapidfuzz.insert("is_near".to_owned(), plain["is_near"].clone());
    assert_eq!(plain, rapidfuzz);
    let tests = |variant| text(&format!("dedupe/{variant}/test_app.py"));
    assert_eq!(tests("python"), tests("python-rapidfuzz"));
}

#[test]
fn hybrids_read_an_event_and_respond_alike() {
    let (aggregate, dedupe) = (
        functions("aggregate/hybrid/app.py"),
        functions("dedupe/hybrid/app.py"),
    );
    for name in ["body", "response"] {
        assert_eq!(aggregate[name], dedupe[name]);
    }
}
