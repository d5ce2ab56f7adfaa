//! The versions of crates that `Cargo.lock` names.

use anyhow::{Context, Result, ensure};
use cargo_lock::Lockfile;
use data::Version;

/// Reads the repository's `Cargo.lock`.
///
/// # Errors
/// It is missing or wrong.
pub(super) fn read() -> Result<Lockfile> {
    Lockfile::load(workspace::root().join("Cargo.lock")).context("Cargo.lock can't be read")
}

/// The version of a crate that a package of the workspace depends on; `None` if it does not.
pub(super) fn version_in(lock: &Lockfile, package: &str, name: &str) -> Option<Version> {
    let mut packages = lock.packages.iter();
    let package = packages.find(|each| each.name.as_str() == package)?;
    let mut dependencies = package.dependencies.iter();
    let found = dependencies.find(|each| each.name.as_str() == name)?;
    Some(Version::new(name, found.version.to_string()))
}

/// The version of a crate that `Cargo.lock` holds once.
///
/// # Errors
/// It holds it not at all or twice, or can't be read.
pub fn locked_version(name: &str) -> Result<String> {
    only_version(&read()?, name)
}

fn only_version(lock: &Lockfile, name: &str) -> Result<String> {
    let packages = lock.packages.iter();
    let mut found = packages.filter(|package| package.name.as_str() == name);
    let package = found.next();
    let package = package.with_context(|| format!("Cargo.lock has no package `{name}`"))?;
    ensure!(
        found.next().is_none(),
        "Cargo.lock has the package `{name}` in two versions: make its dependents agree"
    );
    Ok(package.version.to_string())
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
        let lock = LOCK.parse::<Lockfile>().unwrap();
        assert_eq!(only_version(&lock, "image").unwrap(), "0.25.8");
        for (name, reason) in [
            ("serde", "has no package `serde`"),
            ("base64", "in two versions"),
        ] {
            let error = only_version(&lock, name).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn a_dependency_is_in_the_version_that_its_dependent_uses() {
        let lock = LOCK.parse::<Lockfile>().unwrap();
        let version = |name| version_in(&lock, "thumbnail", name).map(|each| each.to_string());
        assert_eq!(version("base64").as_deref(), Some("base64=0.22.1"));
        assert_eq!(version("image").as_deref(), Some("image=0.25.8"));
        assert_eq!(version("serde"), None);
    }
}
