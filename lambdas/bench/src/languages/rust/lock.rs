//! `Cargo.lock`: the versions of crates.
use anyhow::{Context, Result, ensure};
use data::Version;
use serde::Deserialize;
use std::fs;

/// The repository's `Cargo.lock`, as far as it is read.
#[derive(Deserialize)]
pub(super) struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    /// `name`, or `name version` where that is needed to tell two apart.
    #[serde(default)]
    dependencies: Vec<String>,
}

impl Lock {
    /// Reads it.
    ///
    /// # Errors
    /// It is missing or wrong.
    pub fn read() -> Result<Self> {
        let text =
            fs::read_to_string(workspace::root().join("Cargo.lock")).context("Cargo.lock")?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).context("Cargo.lock can't be read")
    }

    /// The version of a crate that a package of the workspace depends on; `None` if it does not.
    pub fn version_in(&self, package: &str, name: &str) -> Option<Version> {
        let package = self.package.iter().find(|each| each.name == package)?;
        let mut dependencies = package.dependencies.iter().map(|each| each.split(' '));
        let mut words = dependencies.find(|words| words.clone().next() == Some(name))?;
        let version = words.nth(1);
        let version = version.or_else(|| {
            let found = self.package.iter().find(|each| each.name == name)?;
            Some(&found.version)
        })?;
        Some(Version::new(name, version))
    }

    /// The version of a crate that is there once.
    ///
    /// # Errors
    /// It is not there, or twice.
    fn version(&self, name: &str) -> Result<&str> {
        let mut found = self.package.iter().filter(|package| package.name == name);
        let package = found.next();
        let package = package.with_context(|| format!("Cargo.lock has no package `{name}`"))?;
        ensure!(
            found.next().is_none(),
            "Cargo.lock has the package `{name}` in two versions: make its dependents agree"
        );
        Ok(&package.version)
    }
}

/// The version of a crate that `Cargo.lock` holds once.
///
/// # Errors
/// It does not, or can't be read.
pub fn locked_version(name: &str) -> Result<String> {
    Ok(Lock::read()?.version(name)?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "thumbnail"
version = "0.1.0"
dependencies = ["base64 0.22.1", "image"]

[[package]]
name = "image"
version = "0.25.8"

[[package]]
name = "base64"
version = "0.21.7"

[[package]]
name = "base64"
version = "0.22.1"
"#;

    #[test]
    fn a_crate_that_is_there_once_has_a_version() {
        let lock = Lock::parse(LOCK).unwrap();
        assert_eq!(lock.version("image").unwrap(), "0.25.8");
        for (name, reason) in [
            ("serde", "has no package `serde`"),
            ("base64", "in two versions"),
        ] {
            let error = lock.version(name).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn a_dependency_is_in_the_version_that_its_dependent_uses() {
        let lock = Lock::parse(LOCK).unwrap();
        let version = |name| {
            lock.version_in("thumbnail", name)
                .map(|each| each.to_string())
        };
        assert_eq!(version("base64").as_deref(), Some("base64=0.22.1"));
        assert_eq!(version("image").as_deref(), Some("image=0.25.8"));
        assert_eq!(version("serde"), None);
    }
}
