//! The licences and origins of dependencies: everybody may use them, and they come from crates.io.

use cargo_metadata::{MetadataCommand, Package, Source};
use site::{build::Packages, licences};
use spdx::{Expression, LicenseReq, ParseMode};

/// Licences that only ask to be named, and MPL-2.0, whose files are published unchanged.
const ALLOWED: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC-BY-4.0",
    "CC0-1.0",
    "IJG",
    "ISC",
    "MIT",
    "MPL-2.0",
    "PSF-2.0",
    "Unicode-3.0",
    "Zlib",
    "blessing",
    "bzip2-1.0.6",
];

fn is_allowed(licence: &str) -> bool {
    let expression = Expression::parse_mode(licence, ParseMode::LAX);
    let allowed = |requirement: &LicenseReq| {
        let id = requirement.license.id();
        id.is_some_and(|id| ALLOWED.contains(&id.name))
    };
    expression.is_ok_and(|expression| expression.evaluate(allowed))
}

/// Every crate that is compiled on Linux or for the browser, tests included.
fn crates() -> Vec<Package> {
    let mut metadata = MetadataCommand::new();
    metadata.manifest_path(workspace::root().join("Cargo.toml"));
    let mut options = vec!["--locked".to_owned()];
    for platform in ["x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"] {
        options.extend(["--filter-platform".to_owned(), platform.to_owned()]);
    }
    metadata.other_options(options).exec().unwrap().packages
}

#[test]
fn every_crate_has_an_allowed_licence_and_comes_from_the_registry() {
    let crates = crates();
    assert!(crates.len() > 300, "{}", crates.len());
    for package in crates {
        let name = format!("{} {}", package.name, package.version);
        let licence = package.license.unwrap_or_default();
        assert!(is_allowed(&licence), "{name}: {licence}");
        let source = package.source;
        let is_known = source.as_ref().is_none_or(Source::is_crates_io);
        assert!(is_known, "{name}: {source:?}");
    }
}

#[test]
fn what_asks_for_more_is_found() {
    for licence in [
        "GPL-3.0",
        "MIT AND AGPL-3.0",
        "LicenseRef-own",
        "",
        "nonsense",
    ] {
        assert!(!is_allowed(licence), "{licence}");
    }
    for licence in [
        "MIT/Apache-2.0",
        "GPL-2.0 OR MIT",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(is_allowed(licence), "{licence}");
    }
}

#[test]
fn the_site_names_what_it_is_published_with() {
    let parts = licences::parts(&Packages::install().unwrap()).unwrap();
    for (part_of, name) in [
        ("every page", "mdBook"),
        ("the calculator", "yew "),
        ("the calculator", "wasm-bindgen "),
        ("the slides", "reveal.js "),
        ("Python for the browser", "pyodide "),
        ("Python for the browser", "Python "),
    ] {
        let mut parts = parts.iter();
        let is_it = parts.any(|part| part.part_of == part_of && part.name.starts_with(name));
        assert!(is_it, "{name}");
    }
    for part in parts {
        assert!(is_allowed(&part.licence), "{part:?}");
        // The proc-macros stay on the machine that compiles.
        assert!(!part.name.starts_with("yew-macro"), "{part:?}");
    }
}
