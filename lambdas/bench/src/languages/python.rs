//! Functions in Python, with or without an extension in Rust, under AWS's own runtime client.

mod bundle;
mod extension;
mod interpreter;
mod own;
mod pip;
mod requirements;
mod venv;

pub use interpreter::{asked_for, choose};
pub use venv::{interpreter, path, tool};

use super::{
    lines,
    program::Program,
    rust::{Rust, refuse_folders},
    template,
    toolchain::Toolchain,
};
use crate::{
    deployment_package::{PackageBuilder, Place, archive::Files},
    function::Function,
};
use anyhow::{Context, Result};
use bundle::{Bundle, bundles, installed_files, own_files};
use data::Version;
use extension::{Extension, extensions};
use interpreter::Interpreter;
use pip::Target;
use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};
use tokei::LanguageType;

/// Python's toolchain: a virtual environment in `target/python`.
pub struct Python;

impl Toolchain for Python {
    fn prepare(&self) -> Result<()> {
        venv::prepare()
    }

    fn doubt(&self) -> Result<Option<String>> {
        Ok(Interpreter::find()?.doubt())
    }

    fn function(&self, name: &str, folder: &Path, profile: &str) -> Result<Function> {
        let mut function = app(name, folder)?;
        let extensions = extensions(folder)?;
        if !extensions.is_empty() {
            let modules = extension::install(name, &extensions, profile)?;
            function.files.push(modules.clone());
            let modules = modules.to_string_lossy().into_owned();
            let path = ("PYTHONPATH".to_owned(), modules);
            function.environment.push(path);
        }
        Ok(function)
    }

    fn program(&self, program: &Path, directory: &Path) -> Result<Program> {
        own::program(program, directory)
    }

    fn packages(&self, folder: &Path) -> Result<Vec<Box<dyn PackageBuilder>>> {
        let Version { version, .. } = template::runtime_version(self)?;
        let target = Target { version };
        let mut builders: Vec<Box<dyn PackageBuilder>> = Vec::new();
        for bundle in bundles(folder)? {
            builders.push(Box::new(Package {
                folder: folder.to_owned(),
                bundle,
                extensions: extensions(folder)?,
                target: target.clone(),
            }));
        }
        Ok(builders)
    }

    fn code_lines(&self, folder: &Path) -> Result<u32> {
        let mut lines = lines::of_files(LanguageType::Python, &own_files(folder)?)?;
        for extension in extensions(folder)? {
            lines += Rust.code_lines(&extension.folder)?;
        }
        Ok(lines)
    }

    fn versions(&self, folders: &BTreeSet<PathBuf>, profile: &str) -> Result<Vec<Version>> {
        let mut packages = BTreeSet::from(["awslambdaric".to_owned()]);
        let mut compiled = BTreeSet::new();
        for folder in folders {
            packages.extend(requirements::names(&folder.join("requirements.txt"))?);
            compiled.extend(extensions(folder)?.into_iter().map(|each| each.folder));
        }
        let mut versions = venv::installed()?.build.versions();
        versions.extend(requirements::installed(&packages)?);
        if !compiled.is_empty() {
            versions.extend(Rust.versions(&compiled, profile)?);
        }
        Ok(versions)
    }

    fn runtime_version(&self, runtime: &str) -> Option<Version> {
        let version = runtime.strip_prefix("python")?;
        Some(Version::new("python", version))
    }
}

/// A function in a folder whose `app.py` has a `handler`.
///
/// # Errors
/// The interpreter does not run.
pub fn app(name: &str, folder: &Path) -> Result<Function> {
    let handler = "app.handler";
    let installed = venv::installed()?;
    let version = &installed.build.version;
    let mut parts = version.split('.');
    let (major, minor) = (parts.next(), parts.next());
    let runtime = major
        .zip(minor)
        .with_context(|| format!("Python {version}"))?;
    let environment = format!("AWS_Lambda_python{}.{}", runtime.0, runtime.1);
    let client = ["-m", "awslambdaric", handler].map(OsString::from);
    let mut files = venv::files(&installed)?;
    files.push(folder.to_owned());
    Ok(Function {
        name: name.to_owned(),
        command: [interpreter().into()].into_iter().chain(client).collect(),
        directory: folder.to_owned(),
        files,
        handler: handler.to_owned(),
        environment: vec![("AWS_EXECUTION_ENV".to_owned(), environment)],
    })
}

/// A function's own files, what they import, and their extensions.
struct Package {
    folder: PathBuf,
    bundle: Bundle,
    extensions: Vec<Extension>,
    target: Target,
}

impl PackageBuilder for Package {
    fn bundle(&self) -> &str {
        &self.bundle.name
    }

    fn profile<'a>(&'a self, asked: &'a str) -> Option<&'a str> {
        let extension = self.extensions.first()?;
        Some(extension.profile(asked))
    }

    fn versions(&self) -> Result<Vec<Version>> {
        let mut versions = vec![Version::new("python", &self.target.version)];
        if !self.extensions.is_empty() {
            versions.push(Version::new("rustc", super::rust::rustc_version()?));
        }
        Ok(versions)
    }

    fn download(&self, place: &Place) -> Result<()> {
        if !self.extensions.is_empty() {
            super::rust::cargo::fetch()?;
        }
        self.target
            .download(&self.bundle.requirements, &place.downloads)
    }

    fn build(&self, profile: &str, place: &Place) -> Result<Files> {
        let built = place.scratch.join("built");
        fs::create_dir_all(&built)?;
        for extension in &self.extensions {
            extension.build_in_copy(profile, place, &built)?;
        }
        let mut files = installed_files(&built)?;
        refuse_folders(&files, &place.workspace)?;
        let installed = place.scratch.join("installed");
        self.target
            .install(&self.bundle.requirements, &place.downloads, &installed)?;
        files.extend(installed_files(&installed)?);
        files.extend(own_files(&self.folder)?);
        Ok(files)
    }

    fn contents(&self, files: &Files) -> Result<Vec<String>> {
        Ok(bundle::contents(files))
    }
}
