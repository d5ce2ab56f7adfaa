//! How a function's package is made, by what its folder holds.

use super::{
    archive::{Entry, Files, first_mention},
    lines,
    python::{self, Bundle, Target},
};
use crate::cargo::{self, Manifest};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// How a package is made.
pub enum Recipe {
    /// A program named `bootstrap`.
    Rust {
        /// The function's manifest.
        manifest: Manifest,
    },
    /// Python files, and what they import.
    Python {
        /// The function's folder.
        folder: PathBuf,
        /// The packages that go with it.
        bundle: Bundle,
        /// Extensions in Rust: their folders, relative to the repository, and manifests.
        extensions: Vec<(PathBuf, Manifest)>,
    },
}

/// Where a package is built.
pub struct Place<'a> {
    /// The repository's copy; only for what is compiled.
    pub workspace: &'a Path,
    /// A folder for everything else.
    pub scratch: &'a Path,
    /// The downloaded wheels.
    pub wheels: &'a Path,
}

impl Recipe {
    /// The packages that a folder of the repository gives: several if there are several
    /// requirements files.
    ///
    /// # Errors
    /// It holds no function, or can't be read.
    pub fn of(root: &Path, folder: &Path) -> Result<Vec<Self>> {
        let absolute = root.join(folder);
        if absolute.join("app.py").is_file() {
            let mut recipes = Vec::new();
            for bundle in python::bundles(&absolute)? {
                let mut extensions = python::extensions(&absolute)?;
                for (extension, _) in &mut extensions {
                    *extension = extension.strip_prefix(root)?.to_owned();
                }
                recipes.push(Self::Python {
                    folder: absolute.clone(),
                    bundle,
                    extensions,
                });
            }
            return Ok(recipes);
        }
        if absolute.join("Cargo.toml").is_file() {
            let manifest = Manifest::read(&absolute)?;
            return Ok(vec![Self::Rust { manifest }]);
        }
        bail!(
            "{}: no function: it has neither app.py nor Cargo.toml",
            folder.display()
        );
    }

    /// What the package's set of Python packages is called.
    pub fn bundle(&self) -> &str {
        match self {
            Self::Rust { .. } => python::DEFAULT,
            Self::Python { bundle, .. } => &bundle.name,
        }
    }

    /// Whether a Rust compiler is needed.
    pub fn compiles(&self) -> bool {
        match self {
            Self::Rust { .. } => true,
            Self::Python { extensions, .. } => !extensions.is_empty(),
        }
    }

    /// Whether Lambda's Python runtime runs it.
    pub const fn is_python(&self) -> bool {
        matches!(self, Self::Python { .. })
    }

    /// The profile that Rust is compiled with when `asked` is asked for.
    pub fn profile<'a>(&'a self, asked: &'a str) -> Option<&'a str> {
        match self {
            Self::Rust { manifest } => Some(manifest.profile(asked)),
            Self::Python { extensions, .. } => extensions
                .first()
                .map(|(_, manifest)| manifest.profile(asked)),
        }
    }

    /// Downloads the wheels that the package needs; crates are downloaded for all at once.
    pub fn download(&self, target: &Target, wheels: &Path) -> Result<()> {
        match self {
            Self::Rust { .. } => Ok(()),
            Self::Python { bundle, .. } => target.download(&bundle.requirements, wheels),
        }
    }

    /// Builds the package's files from nothing but the sources and what was downloaded.
    pub fn build(&self, target: &Target, profile: &str, place: &Place) -> Result<Files> {
        match self {
            Self::Rust { manifest } => {
                let profile = manifest.profile(profile);
                let folder = place.scratch.join("target");
                let program = cargo::build(place.workspace, &folder, manifest.name(), profile)?;
                let bytes = fs::read(&program).with_context(|| program.display().to_string())?;
                let executable = true;
                let entry = Entry { bytes, executable };
                let files = Files::from([("bootstrap".to_owned(), entry)]);
                refuse_folders(&files, place)?;
                Ok(files)
            }
            Self::Python {
                folder,
                bundle,
                extensions,
            } => {
                let built = place.scratch.join("built");
                fs::create_dir_all(&built)?;
                for (extension, manifest) in extensions {
                    target.install_extension(
                        &place.workspace.join(extension),
                        manifest.profile(profile),
                        place.workspace,
                        place.scratch,
                        &built,
                    )?;
                }
                let mut files = python::installed_files(&built)?;
                refuse_folders(&files, place)?;
                let installed = place.scratch.join("installed");
                target.install(&bundle.requirements, place.wheels, &installed)?;
                files.extend(python::installed_files(&installed)?);
                files.extend(python::own_files(folder)?);
                Ok(files)
            }
        }
    }

    /// Lines of code of the function's own sources: the packages of the workspace that are
    /// compiled into it, and its Python files.
    pub fn code_lines(&self, root: &Path) -> Result<u32> {
        match self {
            Self::Rust { manifest } => rust_lines(root, manifest),
            Self::Python {
                folder, extensions, ..
            } => {
                let files = python::own_files(folder)?;
                let files = files.values().map(|entry| entry.bytes.as_slice());
                let mut lines = lines::python(files)?;
                for (_, manifest) in extensions {
                    lines += rust_lines(root, manifest)?;
                }
                Ok(lines)
            }
        }
    }
}

/// What was compiled here must not name this machine's folders, which both builds share.
fn refuse_folders(files: &Files, place: &Place) -> Result<()> {
    let folders = [cargo::home(), place.workspace.to_owned()];
    let folders = folders.map(|folder| folder.display().to_string());
    match first_mention(files, &folders) {
        None => Ok(()),
        Some((path, folder)) => bail!(
            "`{path}` names {folder}, a folder of this machine, so another machine's build would \
             differ: look for a build script that passes it on"
        ),
    }
}

fn rust_lines(root: &Path, manifest: &Manifest) -> Result<u32> {
    let folders = cargo::own_packages(root, manifest.name())?;
    folders.iter().map(|folder| lines::rust(folder)).sum()
}
