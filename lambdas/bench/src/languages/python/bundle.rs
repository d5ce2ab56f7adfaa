//! Bundles of a Python function: its own files and the packages that it imports.

use crate::deployment_package::archive::{Files, read_folder};
use anyhow::{Context, Result, ensure};
use data::Package;
use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

/// A set of packages beside the same code: a file `requirements.txt`, or
/// `requirements-<name>.txt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bundle {
    /// [`Package::DEPLOYED_BUNDLE`] or the name.
    pub name: String,
    /// The requirements file.
    pub requirements: PathBuf,
}

/// The bundles of a function's folder, the one that is deployed first.
///
/// # Errors
/// The folder can't be read, or has no `requirements.txt`.
pub(super) fn bundles(folder: &Path) -> Result<Vec<Bundle>> {
    let mut bundles = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let requirements = entry?.path();
        let name = requirements.file_name().and_then(OsStr::to_str);
        let name = name.and_then(|name| name.strip_prefix("requirements"));
        let name = name.and_then(|name| name.strip_suffix(".txt"));
        let name = match name {
            Some("") => Package::DEPLOYED_BUNDLE,
            Some(name) => match name.strip_prefix('-') {
                Some(name) => name,
                None => continue,
            },
            None => continue,
        };
        bundles.push(Bundle {
            name: name.to_owned(),
            requirements,
        });
    }
    bundles.sort_by_key(|bundle| (bundle.name != Package::DEPLOYED_BUNDLE, bundle.name.clone()));
    let deployed = bundles.first().map(|bundle| bundle.name.as_str());
    ensure!(
        deployed == Some(Package::DEPLOYED_BUNDLE),
        "{}: no requirements.txt: add one, empty if nothing is imported",
        folder.display()
    );
    Ok(bundles)
}

/// The function's own Python files, without its tests.
///
/// # Errors
/// One can't be read.
pub(super) fn own_files(folder: &Path) -> Result<Files> {
    read_folder(folder, |path| {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_test = name.starts_with("test_") || name == "conftest.py";
        let is_python = Path::new(name).extension() == Some(OsStr::new("py"));
        is_python && !is_test && !path.starts_with("tests/")
    })
}

/// The files of installed packages that belong into a bundle. What pip notes about the machine
/// that it ran on stays out (the scripts in `bin`, with its interpreter's path, and the list of
/// installed files with these scripts' hashes), and so does bytecode, as AWS advises.
///
/// # Errors
/// One can't be read.
pub(super) fn installed_files(folder: &Path) -> Result<Files> {
    const NOTES: [&str; 4] = ["RECORD", "INSTALLER", "REQUESTED", "direct_url.json"];
    read_folder(folder, |path| {
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let is_note = first.ends_with(".dist-info") && NOTES.contains(&rest);
        first != "bin" && !is_note && !path.contains("__pycache__/")
    })
}

/// The packages that a bundle holds, as `name==version`.
pub(super) fn contents(files: &Files) -> Vec<String> {
    let mut names: Vec<String> = files
        .keys()
        .filter_map(|path| path.strip_suffix(".dist-info/METADATA"))
        .filter_map(|package| package.rsplit_once('-'))
        .map(|(name, version)| format!("{name}=={version}"))
        .collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment_package::archive::{
        Entry,
        samples::{folder, paths},
    };

    #[test]
    fn each_requirements_file_is_a_bundle() {
        let folder = folder(&[
            "app.py",
            "requirements-fastapi.txt",
            "requirements.txt",
            "requirements-b.txt",
        ]);
        let bundles = bundles(folder.path()).unwrap();
        let names: Vec<_> = bundles.iter().map(|bundle| bundle.name.as_str()).collect();
        assert_eq!(names, ["default", "b", "fastapi"]);
        fs::remove_file(folder.path().join("requirements.txt")).unwrap();
        let error = super::bundles(folder.path()).unwrap_err().to_string();
        assert!(error.ends_with("no requirements.txt: add one, empty if nothing is imported"));
    }

    #[test]
    fn tests_are_not_deployed() {
        let folder = folder(&[
            "app.py",
            "lib/more.py",
            "test_app.py",
            "conftest.py",
            "tests/a.py",
        ]);
        assert_eq!(
            paths(&own_files(folder.path()).unwrap()),
            ["app.py", "lib/more.py"]
        );
    }

    #[test]
    fn traces_of_the_machine_are_not_deployed() {
        let folder = folder(&[
            "a.py",
            "bin/a",
            "a/bin/tool.py",
            "a/RECORD",
            "a-1.0.dist-info/METADATA",
            "a-1.0.dist-info/RECORD",
            "a-1.0.dist-info/direct_url.json",
            "a-1.0.dist-info/licenses/LICENSE",
            "a/__pycache__/b.pyc",
        ]);
        let expected = [
            "a-1.0.dist-info/METADATA",
            "a-1.0.dist-info/licenses/LICENSE",
            "a.py",
            "a/RECORD",
            "a/bin/tool.py",
        ];
        assert_eq!(paths(&installed_files(folder.path()).unwrap()), expected);
    }

    #[test]
    fn packages_are_named_with_their_versions() {
        let paths = [
            "six-1.17.0.dist-info/METADATA",
            "boto3-1.44.5.dist-info/METADATA",
            "six.py",
        ];
        let empty = Entry {
            bytes: Vec::new(),
            executable: false,
        };
        let files = paths.map(|path| (path.to_owned(), empty.clone())).into();
        assert_eq!(contents(&files), ["boto3==1.44.5", "six==1.17.0"]);
    }
}
