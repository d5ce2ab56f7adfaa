//! The slides: each chapter's sections as one page that reveal.js presents.

mod assets;
mod chapter;
mod keys;
mod links;
mod outline;
pub(crate) mod schedule;
mod split;

pub use assets::{FILES, Reveal, install};
pub(crate) use chapter::{read, with_slides};
pub(crate) use keys::{KEYS, Key};
pub(crate) use links::SEEN;
pub use outline::outline;

use crate::{
    config::Talk,
    content_hash, csp,
    length::Length,
    memo::Memo,
    meta_tags::{self, Head},
};
use anyhow::{Context, Result, ensure};
use chapter::chapters;
use handlebars::Handlebars;
use mdbook_markdown::pulldown_cmark::html::push_html;
use mdbook_renderer::{RenderContext, book::Book};
use schedule::Schedule;
use serde::Serialize;
use split::Slide;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// The deck's own files below the root; `deck.html` is the template, the others are published.
const FOLDER: &str = "book/deck";
const TEMPLATE: &str = "deck.html";
const PUBLISHED: [&str; 3] = ["deck.css", "deck.js", "start.js"];

/// Checks the slides of a book as it is written.
///
/// # Errors
/// A slide lacks its time or its notes, or the talk does not end in time in one of its lengths.
pub(crate) fn check(book: &Book) -> Result<()> {
    let chapters = chapters(book);
    let chapters = with_slides(&chapters)?;
    let mut lengths = Length::ALL.into_iter();
    lengths.try_for_each(|length| Schedule::of(&chapters, length).check())
}

/// The values that the template shows.
#[derive(Serialize)]
struct Page {
    title: String,
    description: String,
    language: String,
    /// The folder of the deck's styles and scripts.
    assets: String,
    /// The calculator's module, from the site's root on.
    widget: String,
    /// The content security policy, as a tag.
    policy: String,
    /// More of the head, as HTML.
    tags: String,
    stylesheets: Vec<String>,
    scripts: Vec<String>,
    /// Every length that the talk may have, in minutes.
    lengths: String,
    keys: &'static [Key],
    chapters: Vec<Stack>,
}

/// A chapter's slides.
#[derive(Serialize)]
struct Stack {
    title: String,
    page: String,
    slides: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    id: String,
    /// The section's heading.
    title: String,
    /// The slide's finding as HTML, its title in place of the section's.
    finding: Option<String>,
    /// `h1` of the first slide, `h2` of the others.
    heading: &'static str,
    is_stepwise: bool,
    /// Seconds for the speaker view's pacing; `None` if it is not in the talk of the chosen length.
    seconds: Option<f64>,
    /// The same by the talk's length, as JSON, of those in which it appears.
    seconds_by_length: String,
    html: String,
    notes: String,
}

/// Writes the deck of a rendered book into its folder `slides`.
///
/// `ctx` is what the book was rendered of, `reveal` holds reveal.js, `widget` is the calculator's module
/// by its path in the site, and `made` are slides of earlier builds.
pub(crate) fn render(
    ctx: &RenderContext,
    reveal: &Reveal,
    widget: &str,
    talk: &Talk,
    made: &Memo<String>,
) -> Result<()> {
    let site = &ctx.destination;
    let mut ids = BTreeSet::new();
    let mut stacks = Vec::new();
    for chapter in chapters(&ctx.book) {
        let page = links::page(&chapter.path);
        let mut slides = Vec::new();
        for slide in chapter.slides()? {
            let heading = if ids.is_empty() { "h1" } else { "h2" };
            let shown = shown(&slide, heading, &page, talk.length, made)?;
            ensure!(
                ids.insert(shown.id.clone()),
                "book/src/{}: another slide also has the id `{}`: give this one its own, as in \
                 `## {} {{#another-id}}`",
                chapter.path.display(),
                shown.id,
                slide.title
            );
            slides.push(shown);
        }
        if !slides.is_empty() {
            stacks.push(Stack {
                title: chapter.title,
                page: format!("../{page}"),
                slides,
            });
        }
    }
    let about = Head {
        title: format!("Slides - {}", talk.title),
        description: talk.description.clone(),
        ..Head::default()
    };
    let sources = ctx.root.join(FOLDER);
    let own = PUBLISHED.map(|file| (file, sources.join(file)));
    let reveals = FILES.map(|file| (file, reveal.file(file)));
    let folder = site.join("slides");
    let page = Page {
        assets: content_hash::publish(&[&own[..], &reveals[..]].concat(), &folder, "deck")?,
        widget: widget.to_owned(),
        title: talk.title.clone(),
        description: talk.description.clone(),
        language: talk.language.clone(),
        policy: csp::tag(&[assets::speaker_view_script(reveal)?]),
        tags: meta_tags::tags(&about, "slides/index.html", "index.html", talk),
        stylesheets: assets::stylesheets(site)?,
        scripts: assets::scripts(site)?,
        lengths: Length::ALL.map(|length| length.to_string()).join(" "),
        keys: &KEYS,
        chapters: stacks,
    };
    let template = sources.join(TEMPLATE);
    let unreadable = || format!("{} can't be read", template.display());
    let template = fs::read_to_string(&template).with_context(unreadable)?;
    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    let html = handlebars
        .render_template(&template, &page)
        .with_context(|| format!("{FOLDER}/{TEMPLATE} can't be filled in"))?;
    Ok(fs::write(folder.join("index.html"), html)?)
}

fn shown(
    slide: &Slide,
    heading: &'static str,
    page: &str,
    length: Length,
    made: &Memo<String>,
) -> Result<Shown> {
    let seconds = |length| slide.times.in_talk_of(length).map(|minutes| minutes * 60.0);
    let lengths = Length::ALL.into_iter();
    let by_length: BTreeMap<String, f64> = lengths
        .filter_map(|length| Some((length.to_string(), seconds(length)?)))
        .collect();
    let html = part(slide.shown, page, links::Part::Shown, made)?;
    let (finding, html) = split::finding(html);
    Ok(Shown {
        id: slide.id(),
        title: slide.title.clone(),
        finding,
        heading,
        is_stepwise: slide.is_stepwise,
        seconds: seconds(length),
        seconds_by_length: serde_json::to_string(&by_length)?,
        html,
        notes: part(slide.notes, page, links::Part::Notes, made)?,
    })
}

fn part(markdown: &str, page: &str, part: links::Part, made: &Memo<String>) -> Result<String> {
    let key = format!("{page} {part:?} {markdown}");
    made.get_or(&key, || links::from_slides(&html(markdown), page, part))
}

fn html(markdown: &str) -> String {
    let mut html = String::new();
    push_html(&mut html, split::parser(markdown));
    html
}
