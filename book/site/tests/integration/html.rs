//! Every page is valid HTML, as html-validate reads the standard.

use crate::{
    copy::{copy, edit},
    support::BUILT,
};
use site::npm;
use std::{path::Path, process::Command};

/// The mistakes in the pages, one per line; empty if every page is valid.
fn mistakes(site: &Path) -> String {
    let program = npm::install("checks").unwrap();
    let program = program.join("html-validate/bin/html-validate.mjs");
    let output = Command::new("node")
        .arg(program)
        .args(["--formatter", "text", "--config"])
        .arg(workspace::root().join("book/checks/.htmlvalidate.json"))
        .arg("**/*.html")
        .current_dir(site)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.success(), text.is_empty(), "{text}{error}");
    text
}

#[test]
fn every_page_is_valid() {
    assert_eq!(mistakes(&BUILT), "");
}

#[test]
fn a_mistake_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("setup.html");
    copy(&BUILT.join("setup.html"), &page);
    edit(&page, "</main>", "<p><div>a</div></p></main>");
    let found = mistakes(folder.path());
    assert!(
        found.contains("setup.html") && found.contains("close-order"),
        "{found}"
    );
}
