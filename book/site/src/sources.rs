//! Inputs of a build of the site.

use crate::{
    deck::{self, Reveal},
    pyodide::{self, Pyodide},
};
use anyhow::Result;
use std::path::PathBuf;

/// The folders that a site is built from, and where it is served.
#[derive(Clone, Debug)]
pub struct Sources {
    /// The folder that holds `book.toml`, `book/` and `data/`.
    pub root: PathBuf,
    /// The folder that holds [`crate::wasm::FILES`].
    pub widget: PathBuf,
    /// The packages that npm has installed.
    pub packages: Packages,
    /// True if pages reload when `cargo site` has rebuilt them; published ones don't.
    pub live_reload: bool,
    /// The path at which the site's root is served, such as `/talk/`; `None` takes it from
    /// `site-url`. Only the page for missing ones has to know it.
    pub base_path: Option<String>,
}

/// Packages of npm that the site is published with.
#[derive(Clone, Debug)]
pub struct Packages {
    /// reveal.js, which shows the slides.
    pub reveal: Reveal,
    /// Pyodide, which readers run Python with.
    pub pyodide: Pyodide,
}

impl Packages {
    /// Installs them, unless they are there.
    ///
    /// # Errors
    /// npm is missing or can't install one.
    pub fn install() -> Result<Self> {
        Ok(Self {
            reveal: deck::install()?,
            pyodide: pyodide::install()?,
        })
    }
}
