//! A deployment package: how one is built, which each language does in its own way, and what its zip
//! file holds.

pub mod archive;
pub mod glibc;

use anyhow::Result;
use archive::Files;
use data::{Package, Version};
use std::path::PathBuf;

/// Builds a function's deployment package, as often as it is asked to.
pub trait PackageBuilder {
    /// The set of packages beside the function's code: [`Package::DEPLOYED_BUNDLE`] or another's name.
    fn bundle(&self) -> &str {
        Package::DEPLOYED_BUNDLE
    }

    /// Cargo's profile for what is compiled if `asked` is asked for; `None` if nothing is.
    fn profile<'a>(&'a self, asked: &'a str) -> Option<&'a str>;

    /// The software that the package is built with and for, such as `rustc` and `python`.
    ///
    /// # Errors
    /// A version can't be found out.
    fn versions(&self) -> Result<Vec<Version>>;

    /// Downloads what the package is built from, into [`Place::downloads`] or where its tools keep
    /// such things.
    ///
    /// # Errors
    /// Something can't be downloaded.
    fn download(&self, place: &Place) -> Result<()>;

    /// Builds the package's files from nothing but the sources and what was downloaded.
    ///
    /// # Errors
    /// They can't be built, or name a folder of this machine.
    fn build(&self, profile: &str, place: &Place) -> Result<Files>;

    /// The packages of others among the files, as `name==version`.
    ///
    /// # Errors
    /// It can't be found out.
    fn contents(&self, files: &Files) -> Result<Vec<String>>;
}

/// Folders to build a package in.
#[derive(Clone, Debug)]
pub struct Place {
    /// A copy of the repository, if something is compiled.
    pub workspace: PathBuf,
    /// An empty folder for everything else.
    pub scratch: PathBuf,
    /// A folder that all builds of the package share.
    pub downloads: PathBuf,
}
