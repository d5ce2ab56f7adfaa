//! The site as it is published, which the tests open: what was tested is what is uploaded.

use crate::{
    build::{self, Packages, Sources},
    wasm,
};
use anyhow::Result;
use std::path::PathBuf;
use workspace::{root, target};

/// The environment variable that gives the tests the folder of the built site. Without it, as where a
/// single test is run, they build it themselves.
pub const VARIABLE: &str = "TESTED_SITE";

/// The folder that the site is built into.
#[must_use]
pub fn folder() -> PathBuf {
    target().join("tested-site")
}

/// Builds the site and returns its folder.
///
/// # Errors
/// As [`build::build`], or the widget doesn't compile.
pub fn build() -> Result<PathBuf> {
    let folder = folder();
    let sources = Sources {
        root: root().to_owned(),
        widget: wasm::build()?,
        packages: Packages::install()?,
        live_reload: false,
        base_path: None,
    };
    build::build(&sources, &folder)?;
    Ok(folder)
}
