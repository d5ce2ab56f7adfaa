//! Extensions in Rust, which maturin builds.

use super::venv::interpreter;
use crate::{
    deployment_package::{
        Place,
        archive::{Files, read_folder},
    },
    languages::{
        folder_swap::replace,
        rust::{
            cargo::{announcement, announcement_of_package, set_environment},
            manifest::Manifest,
            output,
        },
    },
};
use anyhow::{Context, Result, ensure};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::Command,
};
use zip::ZipArchive;

/// A Python module in Rust.
#[derive(Clone, Debug)]
pub(super) struct Extension {
    /// The folder of its manifest.
    pub folder: PathBuf,
    manifest: Manifest,
}

/// The extensions of a function: its folder, or folders in it, that have both a `Cargo.toml` and a
/// `pyproject.toml`.
///
/// # Errors
/// A folder can't be read, or a manifest is wrong.
pub(super) fn extensions(folder: &Path) -> Result<Vec<Extension>> {
    let mut folders = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        folders.push(entry?.path());
    }
    folders.retain(|folder| {
        ["Cargo.toml", "pyproject.toml"]
            .iter()
            .all(|file| folder.join(file).is_file())
    });
    folders.sort();
    let extension = |folder: PathBuf| {
        let manifest = Manifest::read(&folder)?;
        Ok(Extension { folder, manifest })
    };
    folders.into_iter().map(extension).collect()
}

/// Builds the extensions of a function with a profile of the workspace, and gives the folder in
/// `target/hybrid` that is to be on Python's path. What has not changed is neither compiled nor
/// replaced.
///
/// # Errors
/// maturin is missing from the virtual environment, or one can't be built.
pub(super) fn install(function: &str, extensions: &[Extension], profile: &str) -> Result<PathBuf> {
    let hybrid = workspace::target().join("hybrid");
    fs::create_dir_all(&hybrid)?;
    let lock = File::create(hybrid.join("lock"))?;
    lock.lock()
        .context("the lock of the extensions can't be taken")?;

    let scratch = tempfile::tempdir_in(&hybrid)?;
    let files = scratch.path().join("files");
    // maturin's settings for PyO3 would make cargo compile it anew, here and in every build of a
    // program that follows: hence a target folder of their own.
    let target = hybrid.join("build");
    for extension in extensions {
        let profile = extension.profile(profile);
        let line = announcement(extension.manifest.name(), &target, profile);
        let maturin = Maturin {
            source: &extension.folder,
            workspace: workspace::root(),
            target: &target,
            profile,
        };
        maturin.unpack_wheel(&files, &line)?;
    }

    let folder = hybrid.join(profile).join(function);
    if !folder.exists() || modules(&files)? != modules(&folder)? {
        replace(&folder, &files, &scratch.path().join("replaced"))?;
    }
    Ok(folder)
}

impl Extension {
    /// The profile to build with.
    pub fn profile<'a>(&'a self, asked: &'a str) -> &'a str {
        self.manifest.profile(asked)
    }

    /// Builds it in a copy of the repository, and puts its files into a folder.
    ///
    /// # Errors
    /// It can't be built.
    pub fn build_in_copy(&self, profile: &str, place: &Place, folder: &Path) -> Result<()> {
        let source = self.folder.strip_prefix(workspace::root())?;
        let maturin = Maturin {
            source: &place.workspace.join(source),
            workspace: &place.workspace,
            target: &place.scratch.join("target"),
            profile: self.profile(profile),
        };
        maturin.unpack_wheel(folder, &announcement_of_package(self.manifest.name()))
    }
}

/// A run of maturin.
struct Maturin<'a> {
    source: &'a Path,
    workspace: &'a Path,
    target: &'a Path,
    profile: &'a str,
}

impl Maturin<'_> {
    /// Builds the wheel, which is a zip archive of what Python is to find, and unpacks it.
    fn unpack_wheel(&self, folder: &Path, announcement: &str) -> Result<()> {
        let wheels = tempfile::tempdir()?;
        let mut command = Command::new(interpreter());
        set_environment(
            &mut command,
            self.workspace,
            self.target,
            Some(self.profile),
        );
        command
            .args(["-m", "maturin", "build", "--compatibility", "linux"])
            .args(["--profile", self.profile, "--out"])
            .arg(wheels.path())
            .arg("--interpreter")
            .arg(interpreter())
            .current_dir(self.source);
        let output = output::of_build(&mut command, announcement)?;
        let name = workspace::shown(self.source);
        ensure!(
            output.status.success(),
            "maturin can't build {name}: see above"
        );
        let files = fs::read_dir(wheels.path())?.collect::<io::Result<Vec<_>>>()?;
        let mut files = files.into_iter().map(|file| file.path());
        let wheel = files.find(|file| file.extension().is_some_and(|name| name == "whl"));
        let wheel = wheel.with_context(|| format!("maturin made no wheel of {name}"))?;
        let mut wheel = ZipArchive::new(File::open(wheel)?)?;
        Ok(wheel.extract(folder)?)
    }
}

/// The files below a folder that are no metadata.
fn modules(folder: &Path) -> Result<Files> {
    read_folder(folder, |path| {
        !path.contains(".dist-info/") && !path.contains("__pycache__/")
    })
}
