//! A copy of the book and its data, to be changed and built by a test.

use site::{
    build::{Packages, Sources, build},
    wasm,
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};
use tempfile::TempDir;
use walkdir::WalkDir;

/// The widget, built once.
pub static WIDGET: LazyLock<PathBuf> = LazyLock::new(|| wasm::build().unwrap());

/// The packages of npm, installed once.
static PACKAGES: LazyLock<Packages> = LazyLock::new(|| Packages::install().unwrap());

/// The sources of the site, below the root.
const COPIED: [&str; 10] = [
    "book.toml",
    "book/deck",
    "book/device",
    "book/src",
    "book/theme",
    "data/measurements",
    "data/prices",
    "data/published",
    "data/sources.csv",
    "lambdas",
];

/// `book.toml`, the chapters, the theme, the data and the functions in a folder of their own.
pub struct Copy {
    folder: TempDir,
    pub sources: Sources,
}

impl Copy {
    /// The files as they are in the repository.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in COPIED {
            copy(&workspace::root().join(name), &folder.path().join(name));
        }
        let sources = Sources {
            root: folder.path().to_owned(),
            widget: WIDGET.clone(),
            packages: PACKAGES.clone(),
            live_reload: false,
            base_path: None,
        };
        Self { folder, sources }
    }

    /// The same, to be served by `cargo site` while it is changed.
    pub fn served() -> Self {
        let mut copy = Self::new();
        copy.sources.live_reload = true;
        copy.sources.base_path = Some("/".to_owned());
        copy
    }

    /// The same with the first `old` of a file replaced.
    pub fn with(self, file: &str, old: &str, new: &str) -> Self {
        edit(&self.file(file), old, new);
        self
    }

    /// The folder that has `book.toml`.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A file or folder of the copy.
    pub fn file(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    /// The folder that it is built into.
    pub fn out(&self) -> PathBuf {
        self.file("site")
    }

    /// Builds the site and returns its folder.
    pub fn build(&self) -> PathBuf {
        build(&self.sources, &self.out()).unwrap();
        self.out()
    }

    /// The error of a build that has to fail.
    pub fn build_error(&self) -> String {
        format!("{:#}", build(&self.sources, &self.out()).unwrap_err())
    }
}

/// Copies a file or a folder.
pub fn copy(from: &Path, to: &Path) {
    for file in files_below(from) {
        // Joining an empty path would end a file's name with a slash.
        let to = match file.strip_prefix(from).unwrap() {
            name if name == Path::new("") => to.to_owned(),
            name => to.join(name),
        };
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(file, to).unwrap();
    }
}

/// Every file of a folder and of those in it; of a file, that file.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).follow_links(true).into_iter();
    let entries = entries.map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(walkdir::DirEntry::into_path).collect()
}

/// Replaces the first `old` in a file.
pub fn edit(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(old), "{old:?} is not in {}", file.display());
    fs::write(file, text.replacen(old, new, 1)).unwrap();
}
