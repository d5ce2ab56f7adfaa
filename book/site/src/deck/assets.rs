//! Assets of the deck: reveal.js from npm, and the book's own styles and scripts.

use crate::npm;
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The files of reveal.js that are published.
pub const FILES: [&str; 3] = ["reveal.mjs", "reveal.css", "plugin/notes.mjs"];

/// Styles of the book that hold in the deck too, in the order in which they are read.
const STYLESHEETS: [(&str, &str); 9] = [
    ("css", "variables"),
    ("book/theme", "colours"),
    ("book/theme", "style"),
    ("book/theme", "figures"),
    ("book/theme", "calculator"),
    ("book/theme", "code"),
    ("book/theme", "guess"),
    ("book/theme", "hand-out"),
    ("book/theme", "demo"),
];

/// Scripts of the book that work in the deck too.
const SCRIPTS: [&str; 6] = [
    "modules",
    "calculator",
    "numbers",
    "guess",
    "demo",
    "offline",
];

/// reveal.js as npm has installed it: [`install`] alone gives one, so that nothing looks for a file of
/// the package before it is there.
#[derive(Clone, Debug)]
pub struct Reveal(PathBuf);

/// Installs reveal.js, unless it is there.
///
/// # Errors
/// npm is missing or can't install it.
pub fn install() -> Result<Reveal> {
    Ok(Reveal(npm::install("deck")?.join("reveal.js")))
}

impl Reveal {
    /// One of [`FILES`].
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join("dist").join(name)
    }

    /// The package's own description, with its version and licence.
    #[must_use]
    pub fn manifest(&self) -> PathBuf {
        self.0.join("package.json")
    }
}

/// The script that reveal.js writes into the speaker view's window, which has the deck's policy: it
/// stands in the plugin as a part of a string.
pub(super) fn speaker_view_script(reveal: &Reveal) -> Result<String> {
    let plugin = fs::read_to_string(reveal.file(FILES[2]))?;
    let script = plugin.split_once("<script>").and_then(|(_, rest)| {
        let (script, _) = rest.split_once("<\\/script>")?;
        Some(unescape(script))
    });
    script.context("reveal.js's speaker view has changed: see `speaker_view_script`")
}

/// The text that a JavaScript string stands for.
fn unescape(string: &str) -> String {
    let mut text = String::with_capacity(string.len());
    let mut chars = string.chars();
    while let Some(c) = chars.next() {
        let escaped = (c == '\\').then(|| chars.next()).flatten();
        text.push(match escaped {
            Some('n') => '\n',
            Some('t') => '\t',
            Some(other) => other,
            None => c,
        });
    }
    text
}

/// The stylesheets as the deck's page links them.
pub(super) fn stylesheets(site: &Path) -> Result<Vec<String>> {
    let find = |(folder, stem): &(&str, &str)| published(site, folder, stem, "css");
    STYLESHEETS.iter().map(find).collect()
}

/// The scripts as the deck's page links them.
pub(super) fn scripts(site: &Path) -> Result<Vec<String>> {
    let find = |stem: &&str| published(site, "book/theme", stem, "js");
    let mut scripts: Vec<String> = SCRIPTS.iter().map(find).collect::<Result<_>>()?;
    // While the site is served for its speaker.
    scripts.extend(find(&"live"));
    Ok(scripts)
}

/// A file that mdBook published under a name with a hash: `colours-1a2b3c4d.css`.
fn published(site: &Path, folder: &str, stem: &str, extension: &str) -> Result<String> {
    let is_it = |name: &str| {
        let hash = name
            .strip_prefix(stem)
            .and_then(|rest| rest.strip_suffix(extension)?.strip_suffix('.'));
        hash.is_some_and(|hash| hash.is_empty() || hash.starts_with('-'))
    };
    for entry in fs::read_dir(site.join(folder))? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if is_it(&name) {
            return Ok(format!("../{folder}/{name}"));
        }
    }
    anyhow::bail!("the slides need {folder}/{stem}.{extension}: add it to book.toml")
}
