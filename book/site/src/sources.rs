//! Inputs of a build of the site.

use crate::deck::Reveal;
use std::path::PathBuf;

/// The folders that a site is built from, and where it is served.
#[derive(Clone, Debug)]
pub struct Sources {
    /// The folder that holds `book.toml`, `book/` and `data/`.
    pub root: PathBuf,
    /// The folder that holds [`crate::wasm::FILES`].
    pub widget: PathBuf,
    /// reveal.js, which the slides and the page of licences need.
    pub reveal: Reveal,
    /// Whether pages reload when `cargo site` has built them again; those that are published don't.
    pub live_reload: bool,
    /// Where the site's root is served, such as `/talk/`; `None` takes it from `site-url`. Only the page
    /// that stands in for any missing one has to know.
    pub base_path: Option<String>,
}
