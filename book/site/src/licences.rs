//! The licences of what the site is published with.

use crate::{pyodide::Pyodide, sources::Packages};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::{collections::BTreeSet, fs, path::Path};
use workspace::cargo;

/// Third-party software in the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// The part of the site that it is in.
    pub part_of: &'static str,
    /// The licence, as an SPDX expression.
    pub licence: String,
    /// Its name and version.
    pub name: String,
}

/// mdBook's own files and what it brings along for every page, with the licence that each names.
const OF_MDBOOK: [(&str, &str); 5] = [
    ("clipboard.js", "MIT"),
    ("elasticlunr.js", "MIT"),
    ("Font Awesome Free, icons", "CC-BY-4.0"),
    ("mark.js", "MIT"),
    ("mdBook", "MPL-2.0"),
];

/// The libraries linked into Pyodide's interpreter besides Python itself, with the licence that each names.
const OF_PYODIDE: [(&str, &str); 11] = [
    ("bzip2", "bzip2-1.0.6"),
    ("Emscripten", "MIT"),
    ("Expat", "MIT"),
    ("HACL*", "MIT"),
    ("libffi", "MIT"),
    ("liblzma", "0BSD"),
    ("mpdecimal", "BSD-2-Clause"),
    ("musl", "MIT"),
    ("SQLite", "blessing"),
    ("zlib", "Zlib"),
    ("Zstandard", "BSD-3-Clause"),
];

/// The packages and features that the calculator is compiled from, as options of cargo.
const WIDGET: [&str; 12] = [
    "--package",
    "calculator",
    "--package",
    "reader",
    "--package",
    "fleet",
    "--package",
    "device",
    "--features",
    "calculator/csr",
    "--target",
    "wasm32-unknown-unknown",
];

/// The format of a crate and its licence in one line.
const FORMAT: &str = "{p}|{l}";

/// All third-party software that a reader downloads.
///
/// # Errors
/// cargo can't say what the widget is made of, or a package of npm does not describe itself.
pub fn parts(packages: &Packages) -> Result<BTreeSet<Part>> {
    let mut parts = BTreeSet::from([of_package(&packages.reveal.manifest(), "the slides")?]);
    parts.extend(python(&packages.pyodide)?);
    parts.extend(widget()?);
    parts.extend(OF_MDBOOK.map(|(name, licence)| Part {
        part_of: "every page",
        licence: licence.to_owned(),
        name: name.to_owned(),
    }));
    Ok(parts)
}

/// The third-party crates that are linked into the calculator.
fn widget() -> Result<Vec<Part>> {
    let mut tree = cargo(["tree", "--locked", "--edges", "normal,no-proc-macro"]);
    tree.args(["--prefix", "none", "--no-dedupe", "--format", FORMAT]);
    let output = tree.args(WIDGET).output().context("cargo can't be run")?;
    let error = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "`cargo tree` failed: {}",
        error.trim()
    );
    let lines = String::from_utf8(output.stdout)?;
    // A crate of ours has its folder behind its name.
    let of_others = lines.lines().filter(|line| !line.contains(" ("));
    let part = |line: &str| {
        let (name, licence) = line.split_once('|')?;
        Some(Part {
            name: name.replacen(" v", " ", 1),
            // An older way to write it.
            licence: licence.replace(" / ", " OR ").replace('/', " OR "),
            part_of: "the calculator",
        })
    };
    Ok(of_others.filter_map(part).collect())
}

/// Python as the browser runs it: Pyodide, and what it brings along.
fn python(pyodide: &Pyodide) -> Result<Vec<Part>> {
    const PART_OF: &str = "Python for the browser";
    let part = |(name, licence): (&str, &str)| Part {
        part_of: PART_OF,
        licence: licence.to_owned(),
        name: name.to_owned(),
    };
    let own = [
        of_package(&pyodide.manifest(), PART_OF)?,
        part((&format!("Python {}", pyodide.python), "PSF-2.0")),
    ];
    Ok(own.into_iter().chain(OF_PYODIDE.map(part)).collect())
}

/// A package of npm, by its manifest.
fn of_package(file: &Path, part_of: &'static str) -> Result<Part> {
    #[derive(Deserialize)]
    struct Manifest {
        name: String,
        version: String,
        license: String,
    }
    let unreadable = || format!("{} can't be read", file.display());
    let manifest = fs::read_to_string(file).with_context(unreadable)?;
    let Manifest {
        name,
        version,
        license,
    } = serde_json::from_str(&manifest).with_context(unreadable)?;
    Ok(Part {
        name: format!("{name} {version}"),
        licence: license,
        part_of,
    })
}
