//! `cargo measure function` as its user runs it, on a function that no list of ours has.

use crate::common::stderr;
use data::{Variant, own};
use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

/// A client of the Runtime API that needs nothing but Python's own library. It fails on the third event of
/// each process, and on every one that has no `orders`.
const CLIENT: &str = r#"
import json, os, urllib.request

api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
count = 0
while True:
    with urllib.request.urlopen(api + "next") as event:
        request_id = event.headers["Lambda-Runtime-Aws-Request-Id"]
        body = event.read()
    count += 1
    try:
        answer = json.loads(body)["orders"] * int(os.environ["FACTOR"])
        path = "/response" if count != 3 else "/error"
    except KeyError as error:
        answer = {"errorType": "KeyError", "errorMessage": str(error)}
        path = "/error"
    urllib.request.urlopen(api + request_id + path, json.dumps(answer).encode()).read()
"#;

/// A folder with the function and its event.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("client.py"), CLIENT).unwrap();
    fs::write(folder.path().join("event.json"), "{ \"orders\": 7 }\n").unwrap();
    fs::write(folder.path().join("other.json"), "{}").unwrap();
    folder
}

/// Measures at one memory size, with one cold start, whose files may be in memory: there are thousands.
fn measure(folder: &Path, options: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure"))
        .args(["function", "--memory", "1769", "--dynamodb", "plain"])
        .args(["--repetitions", "1", "--cold", "1"])
        .args(["--cold-files=false", "--name", "orders"])
        .args(options.split_whitespace())
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn a_function_of_ones_own_is_measured_and_read_as_own_figures() {
    let folder = folder();
    let options =
        "--directory . --event event.json --environment FACTOR=2 --warm 2 -- python3 client.py";
    let output = measure(folder.path(), options);
    assert!(output.status.success(), "{}", stderr(&output));
    let table = String::from_utf8(output.stdout).unwrap();
    let line = table.lines().find(|line| line.starts_with("orders "));
    let cells: Vec<&str> = line.unwrap().split_whitespace().collect();
    assert_eq!(
        (cells.len(), cells[1], cells[11]),
        (12, "1769", "1"),
        "{table}"
    );
    for part in [
        "1 handler-error",
        "Not imitated: ",
        "`cargo bill read orders.csv`",
    ] {
        assert!(table.contains(part), "{part}: {table}");
    }

    let text = fs::read_to_string(folder.path().join("orders.csv")).unwrap();
    let read = own::read(&text).unwrap();
    assert_eq!((read.skipped.len(), read.failed), (0, 1), "{text}");
    let counts = read.counts();
    assert_eq!((counts.invocations, counts.cold), (2, 1));
    let [timing] = read.timings(Variant::Rust).unwrap().try_into().unwrap();
    assert_eq!(
        (timing.function.as_str(), timing.memory_mb),
        ("orders", 1769)
    );
    assert_eq!(timing.variant, Variant::Python);

    let again = measure(folder.path(), options);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("orders.csv exists already: remove it"));
}

#[test]
fn a_second_function_takes_turns_with_the_first() {
    let folder = folder();
    let output = Command::new(env!("CARGO_BIN_EXE_measure"))
        .args(["function", "--memory", "128", "--dynamodb", "plain"])
        .args([
            "--repetitions",
            "2",
            "--cold",
            "1",
            "--cold-files=false",
            "--warm",
            "1",
            "--event",
            "event.json",
        ])
        .args(["--name", "orders", "--directory", "."])
        .args(["--against-name", "orders-v2", "--against-language", "node"])
        .args([
            "--against-command",
            "python3 'client.py'",
            "--out",
            "both.csv",
        ])
        .args([
            "--environment",
            "FACTOR=2",
            "--against-environment",
            "FACTOR=3",
        ])
        .args(["--", "python3", "client.py"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(
        table.contains("÷ this: the mean warm call of orders"),
        "{table}"
    );
    let text = fs::read_to_string(folder.path().join("both.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let turns: Vec<String> = rows
        .records()
        .map(|row| row.unwrap()[2].to_owned())
        .collect();
    let turn = ["orders", "orders-v2"];
    let reversed = ["orders-v2", "orders"];
    assert_eq!(turns, [turn, turn, reversed, reversed].concat());
    let timings = own::read(&text).unwrap().timings(Variant::Rust).unwrap();
    let variants: Vec<Variant> = timings.iter().map(|timing| timing.variant).collect();
    assert_eq!(variants, [Variant::Python, Variant::Node]);
}

#[test]
fn what_can_not_be_measured_is_said_in_one_line() {
    let folder = folder();
    for (options, expected) in [
        (
            "--directory missing --event event.json -- python3 client.py",
            "error: the folder missing of orders can't be opened: name the folder with the function's code",
        ),
        (
            "--directory . --event client.py -- python3 client.py",
            "error: the event client.py is not JSON: write `{}` for an empty one",
        ),
        (
            "--directory . --event none.json -- python3 client.py",
            "error: the event none.json can't be read: name a file with --event",
        ),
        (
            "--directory . --event event.json -- ./bootstrap",
            "error: orders: the command `./bootstrap` can't be started: there is no such program",
        ),
        (
            "--directory . --event event.json -- python3 none.py",
            "error: orders ends before it asks for an event: Runtime exited with error: exit status 2",
        ),
        (
            "--directory . --event other.json --environment FACTOR=2 -- python3 client.py",
            "error: orders fails on other.json: KeyError: 'orders': give an event that it can handle",
        ),
        (
            "--directory . --event event.json --out none/rows.csv -- python3 client.py",
            "error: none/rows.csv can't be written: its folder is missing",
        ),
    ] {
        let output = measure(folder.path(), options);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{options}: {said}");
        let lines: Vec<&str> = said
            .lines()
            .filter(|line| line.starts_with("error: "))
            .collect();
        assert_eq!(lines.len(), 1, "{options}: {said}");
        assert!(lines[0].starts_with(expected), "{options}: {said}");
        assert!(
            said.ends_with(&format!("{}\n", lines[0])),
            "{options}: {said}"
        );
        assert!(!folder.path().join("orders.csv").exists());
    }
    let name = "a".repeat(65);
    let options =
        format!("--directory . --event event.json --against-name {name} -- python3 client.py");
    let said = stderr(&measure(folder.path(), &options));
    assert!(
        said.contains("a function's name has 1 to 64 letters"),
        "{said}"
    );
}
