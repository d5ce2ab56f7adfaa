//! `package-lock.json`: the versions of packages.

use crate::deployment_package::archive::Files;
use anyhow::{Context, Result};
use data::Version;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// The name of a lock file.
pub(super) const FILE: &str = "package-lock.json";

/// A lock file, as far as it is read.
#[derive(Deserialize)]
pub(super) struct Lock {
    /// Packages by their folder, such as `node_modules/tslib`; the function itself has none.
    packages: BTreeMap<String, Package>,
}

#[derive(Deserialize)]
struct Package {
    version: Option<String>,
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
}

impl Lock {
    /// Reads the lock file of a folder.
    ///
    /// # Errors
    /// It is missing or wrong.
    pub fn read(folder: &Path) -> Result<Self> {
        let file = folder.join(FILE);
        let text = fs::read(&file).with_context(|| file.display().to_string())?;
        serde_json::from_slice(&text).with_context(|| file.display().to_string())
    }

    /// True if there is nothing to install.
    pub fn is_empty(&self) -> bool {
        self.packages.keys().all(String::is_empty)
    }

    /// The packages that the function names.
    ///
    /// # Errors
    /// One is not in the lock file.
    pub fn direct_dependencies(&self) -> Result<Vec<Version>> {
        let function = self.packages.get("");
        let names = function
            .into_iter()
            .flat_map(|this| this.dependencies.keys());
        let version = |name: &String| {
            let package = self.packages.get(&format!("node_modules/{name}"));
            let version = package.and_then(|package| package.version.as_ref());
            let version = version.with_context(|| format!("{FILE} has no package {name}"));
            Ok(Version::new(name, version?))
        };
        names.map(version).collect()
    }

    /// The packages of which there are files, as `name==version`.
    pub fn installed(&self, files: &Files) -> Vec<String> {
        let packages = self.packages.iter();
        let installed = packages.filter_map(|(folder, package)| {
            let (_, name) = folder.rsplit_once("node_modules/")?;
            let version = package.version.as_ref()?;
            let is_there = files.contains_key(&format!("{folder}/package.json"));
            is_there.then(|| format!("{name}=={version}"))
        });
        let installed: BTreeSet<String> = installed.collect();
        installed.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment_package::archive::Entry;

    const LOCK: &str = r#"{ "packages": {
        "": { "name": "a", "dependencies": { "@b/c": "1.0.0" } },
        "node_modules/@b/c": { "version": "1.0.0", "dependencies": { "d": "^2.0.0" } },
        "node_modules/@b/c/node_modules/d": { "version": "2.0.0" },
        "node_modules/d": { "version": "3.0.0", "dev": true }
    } }"#;

    #[test]
    fn direct_dependencies_are_those_that_the_function_names() {
        let lock: Lock = serde_json::from_str(LOCK).unwrap();
        assert_eq!(
            lock.direct_dependencies().unwrap(),
            [Version::new("@b/c", "1.0.0")]
        );
        let incomplete = LOCK.replacen("node_modules/@b/c", "node_modules/c", 1);
        let lock: Lock = serde_json::from_str(&incomplete).unwrap();
        let error = lock.direct_dependencies().unwrap_err().to_string();
        assert_eq!(error, "package-lock.json has no package @b/c");
    }

    #[test]
    fn installed_packages_are_named_with_their_versions() {
        let lock: Lock = serde_json::from_str(LOCK).unwrap();
        let empty = Entry {
            bytes: Vec::new(),
            executable: false,
        };
        let folders = ["node_modules/@b/c", "node_modules/@b/c/node_modules/d"];
        let files = folders.map(|folder| (format!("{folder}/package.json"), empty.clone()));
        assert_eq!(lock.installed(&files.into()), ["@b/c==1.0.0", "d==2.0.0"]);
    }
}
