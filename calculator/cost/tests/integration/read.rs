//! `cargo bill read` as a user calls it.

use crate::common::{Printed, bill};
use serde_json::{Value, json};
use std::{fs, path::Path};
use tempfile::TempDir;

const LOG: &str = "\
REPORT RequestId: a1\tDuration: 100.50 ms\tBilled Duration: 301 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tInit Duration: 200.25 ms
REPORT RequestId: a2\tDuration: 20.25 ms\tBilled Duration: 21 ms\tMemory Size: 512 MB\tMax Memory Used: 91 MB
REPORT RequestId: a3\tDuration: 30.00 ms\tBilled Dura
REPORT RequestId: a4\tDuration: 30.00 ms\tBilled Duration: 30 ms\tMemory Size: 128 MB\tMax Memory Used: 91 MB\tStatus: timeout
";

/// A folder with files of the given names and texts.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn read(folder: &Path, arguments: &[&str]) -> Printed {
    bill(folder, &[&["read"], arguments].concat())
}

#[test]
fn json_has_the_published_interface() {
    let folder = folder(&[("orders.log", LOG)]);
    let printed = read(folder.path(), &["orders.log", "--format", "json"]).text;
    let printed: Value = serde_json::from_str(&printed).unwrap();
    let reason = "the REPORT line has no `Billed Duration`: give the whole line";
    assert_eq!(
        printed,
        json!({
            "source": "REPORT lines",
            "invocations": 2,
            "cold": 1,
            "failed": 1,
            "skipped": [{ "line": 3, "reason": reason }],
            "unbilled": 0,
            "cells": [{
                "function": null,
                "memory_mb": 512,
                "invocations": 2,
                "cold": 1,
                "billed_ms": 322,
                "mean_duration_ms": 60.375,
                "mean_init_ms": 200.25,
            }],
        })
    );
}

#[test]
fn text_has_a_line_for_each_cell_and_for_what_was_left_out() {
    let folder = folder(&[("orders.log", LOG)]);
    let printed = read(folder.path(), &["orders.log"]).text;
    let lines: Vec<Vec<&str>> = printed
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let cell = [
        "(not", "named)", "512", "2", "1", "322", "60.375", "200.250", "-",
    ];
    assert!(lines.contains(&cell.to_vec()), "{printed}");
    assert!(printed.contains("\nline 3 is left out: "), "{printed}");
}

#[test]
fn of_several_files_the_one_is_named() {
    let folder = folder(&[("a.log", LOG), ("b.log", "nothing")]);
    let printed = read(folder.path(), &["a.log", "b.log", "--format", "json"]).text;
    let printed: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed["skipped"][0]["file"], "a.log");
    assert_eq!(printed["skipped"][1]["file"], "b.log");
    assert_eq!(printed["invocations"], 2);
}

#[test]
fn what_cannot_be_read_is_one_line_and_exit_code_2() {
    let folder = folder(&[("a.txt", "nothing"), ("b.txt", " \n")]);
    for (file, reason) in [
        ("a.txt", "error: a.txt: line 1: nothing here can be read"),
        ("b.txt", "error: b.txt has no text in it"),
        ("c.txt", "error: c.txt can't be opened: No such file"),
    ] {
        let Printed {
            text,
            complaint,
            code,
        } = read(folder.path(), &[file]);
        assert_eq!((text.as_str(), code), ("", Some(2)), "{complaint}");
        assert!(complaint.starts_with(reason), "{complaint}");
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
    }
}
