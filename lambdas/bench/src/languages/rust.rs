//! Functions in Rust: programs named `bootstrap` that speak to Lambda by themselves.

pub(in crate::languages) mod cargo;
mod lines;
mod lock;
pub(in crate::languages) mod manifest;
pub(in crate::languages) mod output;

pub use lock::locked_version;
pub use manifest::DEPLOYED;

use super::toolchain::Toolchain;
use crate::{
    deployment_package::{
        PackageBuilder, Place,
        archive::{Entry, Files, first_mention},
    },
    function::Function,
};
use anyhow::{Context, Result, bail};
use cargo::Workspace;
use data::Version;
use manifest::Manifest;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Rust's toolchain. rustup installs the compiler that `rust-toolchain.toml` names.
pub struct Rust;

impl Toolchain for Rust {
    fn prepare(&self) -> Result<()> {
        Ok(())
    }

    fn function(&self, name: &str, folder: &Path, profile: &str) -> Result<Function> {
        build(name, folder, profile, &Variation::default())
    }

    fn packages(&self, folder: &Path) -> Result<Vec<Box<dyn PackageBuilder>>> {
        let manifest = Manifest::read(folder)?;
        Ok(vec![Box::new(Program { manifest })])
    }

    fn code_lines(&self, folder: &Path) -> Result<u32> {
        let workspace = Workspace::read()?;
        let members = workspace.compiled_into(Manifest::read(folder)?.name())?;
        let lines = members.iter();
        lines
            .map(|member| lines::of_package(cargo::folder(member)))
            .sum()
    }

    fn versions(&self, folders: &BTreeSet<PathBuf>, profile: &str) -> Result<Vec<Version>> {
        let (workspace, lock) = (Workspace::read()?, lock::read()?);
        let mut versions = vec![Version::new("rustc", rustc_version()?)];
        if profile != DEPLOYED {
            versions.push(Version::new("profile", profile));
        }
        for folder in folders {
            for member in workspace.compiled_into(Manifest::read(folder)?.name())? {
                let crates = cargo::crates(member);
                versions
                    .extend(crates.filter_map(|name| lock::version_in(&lock, &member.name, name)));
            }
        }
        Ok(versions)
    }

    fn runtime_version(&self, _runtime: &str) -> Option<Version> {
        None
    }
}

/// The differences of a build from what is deployed.
#[derive(Clone, Debug, Default)]
pub struct Variation {
    /// A target folder of its own; else Cargo's.
    pub target: Option<PathBuf>,
    /// Environment variables for what is compiled, which is all that the folder is used with.
    pub environment: Vec<(&'static str, &'static str)>,
}

/// Builds a function's program so that it can be started.
///
/// # Errors
/// It can't be built.
pub fn build(name: &str, folder: &Path, profile: &str, variation: &Variation) -> Result<Function> {
    let manifest = Manifest::read(folder)?;
    let profile = manifest.profile(profile);
    let Variation {
        target,
        environment,
    } = variation;
    let target = target.clone().unwrap_or_else(workspace::target);
    let line = cargo::announcement(manifest.name(), &target, profile);
    let build = cargo::Build {
        workspace: workspace::root(),
        target: &target,
        profile,
        environment,
    };
    let program = build.program(&manifest, &line)?;
    Ok(Function {
        name: name.to_owned(),
        directory: program.parent().map(Path::to_owned).unwrap_or_default(),
        files: vec![program.clone()],
        command: vec![program.into()],
        handler: "bootstrap".to_owned(),
        environment: Vec::new(),
    })
}

/// A package with nothing but the program.
struct Program {
    manifest: Manifest,
}

impl PackageBuilder for Program {
    fn profile<'a>(&'a self, asked: &'a str) -> Option<&'a str> {
        Some(self.manifest.profile(asked))
    }

    fn versions(&self) -> Result<Vec<Version>> {
        Ok(vec![Version::new("rustc", rustc_version()?)])
    }

    fn download(&self, _place: &Place) -> Result<()> {
        cargo::fetch()
    }

    fn build(&self, profile: &str, place: &Place) -> Result<Files> {
        let profile = self.manifest.profile(profile);
        let target = place.scratch.join("target");
        let line = cargo::announcement_of_package(self.manifest.name());
        let workspace = &place.workspace;
        let build = cargo::Build {
            workspace,
            target: &target,
            profile,
            environment: &[],
        };
        let program = build.program(&self.manifest, &line)?;
        let bytes = fs::read(&program).with_context(|| program.display().to_string())?;
        let executable = true;
        let files = Files::from([("bootstrap".to_owned(), Entry { bytes, executable })]);
        refuse_folders(&files, workspace)?;
        Ok(files)
    }

    fn contents(&self, _files: &Files) -> Result<Vec<String>> {
        Ok(Vec::new())
    }
}

/// The compiler's version, such as `1.95.0`.
///
/// # Errors
/// It does not run.
pub fn rustc_version() -> Result<String> {
    let program = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(program)
        .arg("--version")
        .current_dir(workspace::root())
        .output()
        .context("rustc does not run: install Rust from rustup.rs")?;
    let output = String::from_utf8(output.stdout)?;
    let version = output.split(' ').nth(1);
    Ok(version.context("`rustc --version` names none")?.to_owned())
}

/// Refuses compiled files that name this machine's folders, which both builds of a package share.
///
/// # Errors
/// One does.
pub(in crate::languages) fn refuse_folders(files: &Files, workspace: &Path) -> Result<()> {
    let folders = [cargo::home(), workspace.to_owned()];
    let folders = folders.map(|folder| folder.display().to_string());
    match first_mention(files, &folders) {
        None => Ok(()),
        Some((path, folder)) => bail!(
            "`{path}` names {folder}, a folder of this machine, so another machine's build would \
             differ: look for a build script that passes it on"
        ),
    }
}
