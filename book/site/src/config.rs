//! Settings in `book.toml` of the whole talk: its title, its speaker and where it is published.

use crate::length::Length;
use anyhow::{Context, Result, ensure};
use mdbook_driver::config::Config;
use std::{fs, path::Path};

/// The talk, as `book.toml` has it.
pub(crate) struct Talk {
    pub title: String,
    pub description: String,
    pub language: String,
    /// The speaker's name, or the speakers'.
    pub speaker: String,
    /// The address at which the site is published, such as `https://example.org/talk/`; `None` if that isn't known.
    pub address: Option<String>,
    /// The link to the site that people see and scan: `short-link`, or else the address.
    pub link: Option<String>,
    /// The id of the run that is shown; `None` shows the last local one.
    pub run: Option<String>,
    /// The length that is shown, unless the address asks for another one.
    pub length: Length,
}

impl Talk {
    pub(crate) fn of(config: &Config) -> Result<Self> {
        let book = &config.book;
        let address = config.get::<String>("output.html.site-url")?;
        let address = address.filter(|address| address != "/");
        let short: Option<String> = config.get("preprocessor.figures.short-link")?;
        for (name, link) in [("site-url", &address), ("short-link", &short)] {
            let Some(link) = link else { continue };
            let is_address = link.starts_with("https://") || link.starts_with("http://");
            ensure!(
                is_address,
                "book.toml: `{name}` is `{link}`: write a whole address, such as \
                 `https://example.org/talk/`, or leave it out"
            );
        }
        let address = address.map(|address| format!("{}/", address.trim_end_matches('/')));
        Ok(Self {
            title: book.title.clone().unwrap_or_default(),
            description: book.description.clone().unwrap_or_default(),
            language: book.language.clone().unwrap_or_default(),
            speaker: book.authors.join(", "),
            link: short.or_else(|| address.clone()),
            address,
            run: config.get("preprocessor.figures.run")?,
            length: length(config)?,
        })
    }

    /// The path at which the site is served, from its address.
    pub(crate) fn base_path(&self) -> &str {
        self.address.as_deref().map_or("/", path)
    }
}

/// A number, or whatever else stands in its place.
fn length(config: &Config) -> Result<Length> {
    let length: Option<serde_json::Value> = config.get("preprocessor.figures.length")?;
    let Some(length) = length else {
        return Ok(Length::DEFAULT);
    };
    let length: Result<Length> = length.to_string().parse();
    length.context("book.toml: `length`")
}

/// Reads `book.toml` below `root`.
///
/// # Errors
/// It can't be read, or a value in it is wrong.
pub(crate) fn read(root: &Path) -> Result<Talk> {
    Talk::of(&Config::from_disk(root.join("book.toml"))?)
}

/// The path at which the site is served, from `book.toml` below `root`: `/`, or one such as `/talk/`.
///
/// # Errors
/// `book.toml` can't be read, or its address is none.
pub fn base_path(root: &Path) -> Result<String> {
    Ok(read(root)?.base_path().to_owned())
}

/// The length of the talk that `book.toml` below `root` chooses.
///
/// # Errors
/// `book.toml` can't be read, or the talk has no such length.
pub fn chosen_length(root: &Path) -> Result<Length> {
    Ok(read(root)?.length)
}

/// The path of an address: `/talk/` of `https://example.org/talk/`.
fn path(address: &str) -> &str {
    let after_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
    let start = after_scheme.find('/');
    start.map_or("/", |start| &after_scheme[start..])
}

/// Examples in these files until a speaker puts their own in.
const EXAMPLES: [(&str, &str); 4] = [
    ("book.toml", "Your name"),
    ("book.toml", "https://example.org/"),
    ("book.toml", "https://github.com/example/"),
    ("book/src/speaker.md", "you@example.org"),
];

/// The examples that a speaker has yet to replace, a line each.
///
/// # Errors
/// A file can't be read.
pub fn examples_left(root: &Path) -> Result<Vec<String>> {
    let mut left = Vec::new();
    for (file, example) in EXAMPLES {
        if fs::read_to_string(root.join(file))?.contains(example) {
            left.push(format!("{file} still says `{example}`: put your own there"));
        }
    }
    Ok(left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    fn talk(toml: &str) -> Result<Talk> {
        Talk::of(&Config::from_str(toml).unwrap())
    }

    #[test]
    fn the_short_link_is_what_is_shown() {
        let html = "[output.html]\nsite-url = \"https://a.org/talk\"\n";
        let long = talk(html).unwrap();
        assert_eq!(long.link.as_deref(), Some("https://a.org/talk/"));
        let short = "[preprocessor.figures]\nshort-link = \"https://b.io/t\"\n";
        let short = talk(&format!("{html}{short}")).unwrap();
        assert_eq!(short.link.as_deref(), Some("https://b.io/t"));
        assert_eq!(short.address.as_deref(), Some("https://a.org/talk/"));
        assert_eq!(talk("").unwrap().link, None);
    }

    #[test]
    fn the_run_that_is_shown_may_be_named() {
        let named = talk("[preprocessor.figures]\nrun = \"2026-01-02-aws\"\n").unwrap();
        assert_eq!(named.run.as_deref(), Some("2026-01-02-aws"));
        assert_eq!(talk("").unwrap().run, None);
    }

    #[test]
    fn the_length_is_one_of_the_talk_s() {
        let named = |length: &str| talk(&format!("[preprocessor.figures]\nlength = {length}\n"));
        for length in Length::ALL {
            assert_eq!(named(&length.to_string()).unwrap().length, length);
        }
        assert_eq!(talk("").unwrap().length, Length::DEFAULT);
        for wrong in ["30", "\"45\""] {
            let error = format!("{:#}", named(wrong).err().unwrap());
            let expected = format!(
                "book.toml: `length`: there is no talk of `{wrong}` minutes: write 20, 45 or 75"
            );
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn a_link_that_leads_nowhere_is_named() {
        let error = talk("[output.html]\nsite-url = \"talk\"\n").err().unwrap();
        assert!(
            error.to_string().contains("`site-url` is `talk`"),
            "{error}"
        );
    }

    #[test]
    fn a_site_of_its_own_domain_has_the_root_as_its_path() {
        assert_eq!(path("https://a.org/talk/"), "/talk/");
        assert_eq!(path("https://a.org"), "/");
    }
}
