//! `cargo site rehearse`: what a speaker needs before the talk, on one page.

mod demo;
mod offline;
mod slides;

pub use demo::try_demo;

use crate::{
    config,
    deck::{
        self, KEYS, Key,
        schedule::{self, Schedule},
    },
    html::escape,
    length::Length,
};
use anyhow::{Context, Result};
use handlebars::Handlebars;
use serde::Serialize;
use std::{fmt, fs, path::Path};

/// The page's template, below the root.
const TEMPLATE: &str = "book/deck/rehearsal.html";

/// A check of whether something works on this machine now.
#[derive(Debug)]
pub struct Check {
    /// The thing that was tried, as a sentence.
    pub what: &'static str,
    /// The answer.
    pub works: bool,
    /// The finding; if it does not work, the remedy.
    pub found: String,
}

impl Check {
    /// The outcome of something that was tried, with what is said if it works.
    fn of(what: &'static str, outcome: Result<String>) -> Self {
        let works = outcome.is_ok();
        let found = outcome.unwrap_or_else(|error| format!("{error:#}"));
        Self { what, works, found }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let answer = if self.works { "yes" } else { "no" };
        write!(f, "{answer:>3}  {}: {}", self.what, self.found)
    }
}

/// The values that the template shows. Times are as a reader sees them, such as `12:30` and `1.5`.
#[derive(Serialize)]
struct Page<'a> {
    title: String,
    length: String,
    minutes: String,
    left: String,
    count: usize,
    chapters: Vec<Chapter<'a>>,
    wordy: Vec<Wordy<'a>>,
    keys: &'static [Key],
    checks: Vec<Answer<'a>>,
}

/// A check as it is read.
#[derive(Serialize)]
struct Answer<'a> {
    what: &'a str,
    works: bool,
    /// HTML.
    found: String,
}

#[derive(Serialize)]
struct Chapter<'a> {
    start: String,
    minutes: String,
    count: usize,
    title: &'a str,
    id: String,
}

/// A slide without a picture.
#[derive(Serialize)]
struct Wordy<'a> {
    start: String,
    title: &'a str,
    chapter: &'a str,
    id: String,
}

impl<'a> Answer<'a> {
    fn of(check: &'a Check) -> Self {
        let texts = check.found.split('`').map(escape).enumerate();
        // Every second one stands between backquotes.
        let found = texts.map(|(index, text)| match index % 2 {
            0 => text,
            _ => format!("<code>{text}</code>"),
        });
        Self {
            what: check.what,
            works: check.works,
            found: found.collect(),
        }
    }
}

/// Tries whether the slides of the built `site` need no network.
#[must_use]
pub fn try_offline(site: &Path) -> Check {
    Check::of("The slides need no network", offline::check(site))
}

/// Writes the page of the talk below `root` in one of its lengths into the file `out`: its slides as they
/// stand in the built `site`, and what was tried.
///
/// # Errors
/// The book or the site can't be read, or the file can't be written.
pub fn write(root: &Path, site: &Path, length: Length, checks: &[Check], out: &Path) -> Result<()> {
    let chapters = deck::read(root)?;
    let chapters = deck::with_slides(&chapters)?;
    let talk = Schedule::of(&chapters, length);
    let pictured = slides::with_picture(site)?;
    let mut page = Page {
        title: config::read(root)?.title,
        length: length.to_string(),
        minutes: schedule::rounded(talk.minutes()).to_string(),
        left: schedule::rounded(talk.left()).to_string(),
        count: talk.count(),
        chapters: Vec::new(),
        wordy: Vec::new(),
        keys: &KEYS,
        checks: checks.iter().map(Answer::of).collect(),
    };
    for part in &talk.parts {
        let title = part.chapter.title.as_str();
        page.chapters.push(Chapter {
            start: schedule::clock(part.start()),
            minutes: schedule::rounded(part.minutes()).to_string(),
            count: part.slides.len(),
            title,
            id: part
                .slides
                .first()
                .map_or_else(String::new, |timed| timed.slide.id()),
        });
        let wordy = { part.slides.iter() }.filter(|timed| !pictured.contains(&timed.slide.id()));
        page.wordy.extend(wordy.map(|timed| Wordy {
            start: schedule::clock(timed.start),
            title: &timed.slide.title,
            chapter: title,
            id: timed.slide.id(),
        }));
    }
    let template = fs::read_to_string(root.join(TEMPLATE))
        .with_context(|| format!("{TEMPLATE} can't be read"))?;
    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    let html = handlebars
        .render_template(&template, &page)
        .with_context(|| format!("{TEMPLATE} can't be filled in"))?;
    fs::write(out, html).with_context(|| format!("{} can't be written", out.display()))
}
