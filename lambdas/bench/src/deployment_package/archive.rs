//! A deployment package's files, and the zip file that holds them.

use anyhow::{Context, Result};
use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Write},
    path::Path,
};
use walkdir::WalkDir;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A file in a deployment package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The contents.
    pub bytes: Vec<u8>,
    /// True if it may be run as a program.
    pub executable: bool,
}

/// The files by their path in the zip file, sorted by it.
pub type Files = BTreeMap<String, Entry>;

/// Zips the files so that the same files give the same bytes: sorted by path, dated 1980-01-01,
/// readable for all as Lambda demands, owned by nobody.
///
/// # Errors
/// A path that a zip file can't hold.
pub fn zip(files: &Files) -> Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, entry) in files {
        let mode = if entry.executable { 0o755 } else { 0o644 };
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .last_modified_time(zip::DateTime::DEFAULT)
            .unix_permissions(mode);
        writer
            .start_file(path.as_str(), options)
            .with_context(|| path.clone())?;
        writer.write_all(&entry.bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Reads the files below a folder whose path, relative to it, is `wanted`. None of them counts as
/// a program.
///
/// # Errors
/// One can't be read, or its name is not UTF-8.
pub fn read_folder(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Files> {
    let mut files = Files::new();
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.path();
        let name = path.strip_prefix(folder)?.to_str();
        let name = name.with_context(|| format!("{}: rename it to UTF-8", path.display()))?;
        if wanted(name) {
            let bytes = fs::read(path).with_context(|| path.display().to_string())?;
            let executable = false;
            files.insert(name.to_owned(), Entry { bytes, executable });
        }
    }
    Ok(files)
}

/// Writes files below a folder.
///
/// # Errors
/// One can't be written.
pub fn write_folder(files: &Files, folder: &Path) -> Result<()> {
    for (path, entry) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap_or(folder))
            .and_then(|()| fs::write(&file, &entry.bytes))
            .with_context(|| file.display().to_string())?;
    }
    Ok(())
}

/// The first path whose file is missing from one of two packages, or differs.
#[must_use]
pub fn first_difference<'a>(one: &'a Files, other: &'a Files) -> Option<&'a str> {
    let paths = one.keys().chain(other.keys());
    let different = paths.filter(|path| one.get(*path) != other.get(*path));
    different.min().map(String::as_str)
}

/// The first path whose file holds one of the texts.
#[must_use]
pub fn first_mention<'a>(files: &'a Files, texts: &[String]) -> Option<(&'a str, String)> {
    files.iter().find_map(|(path, entry)| {
        let mentioned = |text: &&String| contains(&entry.bytes, text.as_bytes());
        let text = texts.iter().find(mentioned)?;
        Some((path.as_str(), text.clone()))
    })
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

/// Folders of files for tests, here and elsewhere.
#[cfg(test)]
pub(crate) mod samples {
    use super::Files;
    use std::fs;
    use tempfile::TempDir;

    /// A folder with empty files at these paths.
    pub(crate) fn folder(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    /// The files' paths.
    pub(crate) fn paths(files: &Files) -> Vec<&str> {
        files.keys().map(String::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn files(entries: &[(&str, &str)]) -> Files {
        let entry = |text: &str| Entry {
            bytes: text.as_bytes().to_vec(),
            executable: text.starts_with("#!"),
        };
        let entries = entries.iter();
        entries
            .map(|(path, text)| ((*path).to_owned(), entry(text)))
            .collect()
    }

    #[test]
    fn what_is_unzipped_is_what_was_zipped() {
        let zipped = zip(&files(&[("lib/a.py", "a = 1"), ("bootstrap", "#!/bin/sh")])).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(zipped)).unwrap();
        let mut found = Vec::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            let mode = file.unix_mode().unwrap() & 0o777;
            let year = file.last_modified().unwrap().year();
            let name = file.name().unwrap().into_owned();
            found.push((name, text, mode, year));
        }
        let file = |name: &str, text: &str, mode| (name.to_owned(), text.to_owned(), mode, 1980);
        let expected = [
            file("bootstrap", "#!/bin/sh", 0o755),
            file("lib/a.py", "a = 1", 0o644),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_first_file_that_differs_is_named() {
        let one = files(&[("a", "1"), ("b", "2"), ("c", "3")]);
        assert_eq!(first_difference(&one, &one.clone()), None);
        let other = files(&[("a", "1"), ("b", "9"), ("c", "3")]);
        assert_eq!(first_difference(&one, &other), Some("b"));
        let more = files(&[("a", "1"), ("aa", "1"), ("b", "9"), ("c", "3")]);
        assert_eq!(first_difference(&one, &more), Some("aa"));
        assert_eq!(first_difference(&more, &one), Some("aa"));
    }

    #[test]
    fn a_file_that_names_a_folder_of_the_builder_is_found() {
        let one = files(&[("a", "1"), ("b", "panicked at /home/me/src/lib.rs")]);
        let home = "/home/me".to_owned();
        let found = first_mention(&one, &["/opt".to_owned(), home.clone()]);
        assert_eq!(found, Some(("b", home)));
        assert_eq!(first_mention(&one, &["/opt".to_owned()]), None);
    }

    #[test]
    fn only_wanted_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let written = files(&[("lib/a.py", "a"), ("lib/a.txt", "t")]);
        write_folder(&written, folder.path()).unwrap();
        let read = read_folder(folder.path(), |path| path == "lib/a.py").unwrap();
        assert_eq!(read, files(&[("lib/a.py", "a")]));
    }
}
