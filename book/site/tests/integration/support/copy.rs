//! A copy of the book and its data, to be changed by a test.

use site::{
    build::{Packages, Sources},
    wasm,
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};
use tempfile::TempDir;

/// The widget, built once.
pub static WIDGET: LazyLock<PathBuf> = LazyLock::new(|| wasm::build().unwrap());

/// What npm installs, installed once.
static PACKAGES: LazyLock<Packages> = LazyLock::new(|| Packages::install().unwrap());

/// `book.toml`, the chapters, the theme and the data in a folder of their own.
pub fn sources() -> (TempDir, Sources) {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "book.toml",
        "book/deck",
        "book/device",
        "book/src",
        "book/theme",
        "data/sources.csv",
        "lambdas",
    ] {
        copy(name, folder.path());
    }
    for name in ["data/measurements", "data/prices", "data/published"] {
        copy(name, folder.path());
    }
    let sources = Sources {
        root: folder.path().to_owned(),
        widget: WIDGET.clone(),
        packages: PACKAGES.clone(),
        live_reload: false,
        base_path: None,
    };
    (folder, sources)
}

fn copy(name: &str, to: &Path) {
    let from = workspace::root().join(name);
    if from.is_dir() {
        for entry in fs::read_dir(&from).unwrap() {
            let entry = entry.unwrap().file_name();
            copy(&format!("{name}/{}", entry.display()), to);
        }
    } else {
        let to = to.join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}

/// Replaces the first `right` in a file.
pub fn edit(file: &Path, right: &str, wrong: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(
        text.contains(right),
        "{right:?} is not in {}",
        file.display()
    );
    fs::write(file, text.replacen(right, wrong, 1)).unwrap();
}
