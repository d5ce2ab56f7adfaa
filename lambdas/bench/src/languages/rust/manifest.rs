//! `Cargo.toml` of a function or of an extension.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::{fs, path::Path};

/// The profile that functions are deployed with, unless their manifest names another.
pub const DEPLOYED: &str = "lambda";

/// A `Cargo.toml`, as far as it is read.
#[derive(Clone, Debug, Deserialize)]
pub(in crate::languages) struct Manifest {
    package: Package,
}

#[derive(Clone, Debug, Deserialize)]
struct Package {
    name: String,
    metadata: Option<Metadata>,
}

#[derive(Clone, Debug, Deserialize)]
struct Metadata {
    lambda: Option<Lambda>,
}

/// `[package.metadata.lambda]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lambda {
    profile: String,
}

impl Manifest {
    /// Reads the `Cargo.toml` of a folder.
    ///
    /// # Errors
    /// It is missing or wrong.
    pub fn read(folder: &Path) -> Result<Self> {
        let file = folder.join("Cargo.toml");
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        toml::from_str(&text).with_context(|| file.display().to_string())
    }

    /// The package's name.
    pub fn name(&self) -> &str {
        &self.package.name
    }

    /// The profile to build with. For [`DEPLOYED`], the manifest's own takes its place if
    /// `[package.metadata.lambda] profile = "…"` names one.
    pub fn profile<'a>(&'a self, asked: &'a str) -> &'a str {
        let own = self.package.metadata.as_ref();
        let own = own.and_then(|metadata| metadata.lambda.as_ref());
        match own {
            Some(lambda) if asked == DEPLOYED => &lambda.profile,
            Some(_) | None => asked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(text: &str) -> Manifest {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_manifest_may_choose_the_profile_that_is_deployed() {
        let plain = manifest("[package]\nname = 'a'\nversion.workspace = true");
        assert_eq!((plain.name(), plain.profile("lambda")), ("a", "lambda"));
        let small = manifest("[package]\nname = 'a'\n[package.metadata.lambda]\nprofile = 'small'");
        assert_eq!(small.profile("lambda"), "small");
        assert_eq!(small.profile("dev"), "dev");
    }
}
