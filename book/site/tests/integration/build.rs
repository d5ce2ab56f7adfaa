//! The built site, without a browser.

use crate::{
    copy::{Copy, WIDGET, copy, files_below},
    support::BUILT,
};
use flate2::{Compression, write::GzEncoder};
use site::{build::build, wasm};
use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// The most that a phone may download for the calculator, in bytes. Yew alone is 34 KB of it.
const MOST: usize = 110_000;

/// And what it downloads once somebody has figures of their own to read.
const MOST_OF_READER: usize = 50_000;

/// And on the page that ranks their functions.
const MOST_OF_FLEET: usize = 80_000;

/// And on the page where Python and Rust race on their device, besides Python.
const MOST_OF_DEVICE: usize = 40_000;

#[test]
fn the_widget_is_small() {
    let sizes = wasm::FILES.map(|file| {
        let content = fs::read(WIDGET.join(file)).unwrap();
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&content).unwrap();
        // The wasm is compressed already, and a server leaves it as it is.
        (file, content.len().min(gzip.finish().unwrap().len()))
    });
    for (module, most) in [
        ("calculator.", MOST),
        ("reader.", MOST_OF_READER),
        ("fleet.", MOST_OF_FLEET),
        ("device.", MOST_OF_DEVICE),
    ] {
        let of_module = sizes.iter().filter(|(file, _)| file.starts_with(module));
        let total: usize = of_module.map(|(_, size)| size).sum();
        assert!(
            (1..=most).contains(&total),
            "{module}: {total} of {most} bytes, compressed: {sizes:?}"
        );
    }
}

#[test]
fn the_site_holds_the_widget_and_the_figures_it_was_built_from() {
    for file in [
        "data/measurements/runs.csv",
        "data/prices/lambda-other-prices.csv",
    ] {
        let published = fs::read(BUILT.join(file)).unwrap();
        assert_eq!(published, fs::read(workspace::root().join(file)).unwrap());
    }
    let calculator = fs::read_to_string(BUILT.join("calculator.html")).unwrap();
    let (_, widget) = calculator.split_once(r#" data-widget=""#).unwrap();
    let (folder, _) = widget.split_once('/').unwrap();
    for file in wasm::FILES {
        assert!(BUILT.join(folder).join(file).is_file(), "{file}");
    }
    assert!(calculator.contains("Total"), "no bill without JavaScript");
}

/// So that a reader can compare what is published with what they build.
#[test]
fn two_builds_are_the_same_to_the_byte() {
    let copy = Copy::new();
    let out = copy.build();
    let [first, second] = [&*BUILT, &out].map(|site| contents(site));
    assert!(first.len() > 50);
    let differing: Vec<_> = first
        .iter()
        .filter(|(file, content)| second.get(*file) != Some(content))
        .map(|(file, _)| file)
        .collect();
    assert_eq!(differing, Vec::<&PathBuf>::new());
    assert_eq!(first.len(), second.len());
}

/// Every file of a folder, by its path from there.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = files_below(folder).into_iter();
    let named = files.map(|file| {
        let name = file.strip_prefix(folder).unwrap().to_owned();
        (name, fs::read(file).unwrap())
    });
    named.collect()
}

#[test]
fn a_page_says_what_its_chapter_says_of_itself() {
    let chapter = fs::read_to_string(workspace::root().join("book/src/results.md")).unwrap();
    let (_, rest) = chapter.split_once("<!-- description: ").unwrap();
    let (description, _) = rest.split_once(" -->").unwrap();
    let page = fs::read_to_string(BUILT.join("results.html")).unwrap();
    let expected = format!(r#"<meta name="description" content="{description}">"#);
    assert!(page.contains(&expected), "{}", &page[..2000]);
}

/// Breaks `file` below a good site, and returns the error of the next build, which must have left the
/// good site as it was.
fn error_after(file: &str, right: &str, wrong: &str) -> String {
    let changed = Copy::new().with(file, right, wrong);
    copy(&BUILT, &changed.out());
    let error = changed.build_error();
    assert!(
        contents(&changed.out()) == contents(&BUILT),
        "the good site was changed"
    );
    let mut left = fs::read_dir(changed.root()).unwrap();
    let is_hidden = |name: OsString| name.to_string_lossy().starts_with('.');
    assert!(!left.any(|entry| is_hidden(entry.unwrap().file_name())));
    error
}

#[test]
fn a_bad_row_stops_the_build_and_is_named() {
    let error = error_after("data/prices/lambda-other-prices.csv", ",0.", ",free0.");
    let expected = "data/prices/lambda-other-prices.csv:2: column `usd_per_request`: \
                    not a number: write digits, such as 120 or 0.5";
    assert_eq!(error, expected);
}

#[test]
fn a_wrong_directive_stops_the_build_and_is_named_with_its_line() {
    let (file, right) = ("book/src/results.md", "{{#chart cold-start hello record}}");
    let chapter = fs::read_to_string(workspace::root().join(file)).unwrap();
    let (before, _) = chapter.split_once(right).unwrap();
    let line = before.lines().count() + 1;
    let error = error_after(file, right, "{{#chart cold}}");
    let expected = format!("{file}:{line}: `{{{{#chart cold}}}}`: `cold` is unknown: use ");
    assert!(error.starts_with(&expected), "{error}");
}

#[test]
fn an_id_that_two_elements_share_stops_the_build() {
    let error = error_after(
        "book/src/calculator.md",
        "# Calculator {#your-bill}",
        "# Calculator",
    );
    assert!(error.contains("calculator.html"), "{error}");
    assert!(
        error.contains("two elements have the id `calculator`"),
        "{error}"
    );
}

#[test]
fn a_folder_of_something_else_is_not_replaced() {
    let copy = Copy::new();
    let error = build(&copy.sources, &copy.file("data")).unwrap_err();
    let expected = "something other than a built site";
    assert!(error.to_string().contains(expected), "{error}");
    assert!(copy.file("data/sources.csv").is_file());
}
