//! The slides: each chapter's sections as one page that reveal.js presents.

mod assets;
mod links;
mod outline;
mod pdf;
pub(crate) mod split;

pub use assets::{FILES, Reveal, install};
pub use outline::outline;
pub use pdf::write as write_pdf;

use crate::{
    csp, hashed,
    head::{self, Head},
    memo::Memo,
    talk::Talk,
};
use anyhow::{Context, Result, anyhow, ensure};
use handlebars::Handlebars;
use mdbook_markdown::pulldown_cmark::html::push_html;
use mdbook_renderer::{
    RenderContext,
    book::{Book, BookItem},
};
use serde::Serialize;
use split::Slide;
use std::{collections::BTreeSet, fs, path::PathBuf};

/// The deck's own files below the root; `deck.html` is the template, the others are published.
const FOLDER: &str = "book/deck";
const TEMPLATE: &str = "deck.html";
const PUBLISHED: [&str; 3] = ["deck.css", "deck.js", "start.js"];

/// A chapter of the book with its Markdown.
struct Chapter {
    title: String,
    /// From the book's source folder on, such as `results.md`.
    path: PathBuf,
    markdown: String,
}

impl Chapter {
    /// The slides, or an error that names the chapter's file and line.
    fn slides(&self) -> Result<Vec<Slide<'_>>> {
        split::slides(&self.markdown).map_err(|error| {
            let path = self.path.display();
            anyhow!("book/src/{path}:{error}")
        })
    }
}

fn chapters(book: &Book) -> Vec<Chapter> {
    let mut chapters = Vec::new();
    for item in book.iter() {
        if let BookItem::Chapter(chapter) = item
            && let Some(path) = &chapter.source_path
        {
            chapters.push(Chapter {
                title: chapter.name.clone(),
                path: path.clone(),
                markdown: chapter.content.clone(),
            });
        }
    }
    chapters
}

/// What the template shows.
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
    /// What the slide shows, as HTML: its title in place of the section's.
    finding: Option<String>,
    /// `h1` of the first slide, `h2` of the others.
    heading: &'static str,
    is_stepwise: bool,
    /// For the speaker view's pacing.
    seconds: f64,
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
            let shown = shown(&slide, heading, &page, made)?;
            ensure!(
                ids.insert(shown.id.clone()),
                "book/src/{}: another slide has the id `{}`, too: give this one its own, as in \
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
        assets: hashed::publish(&[&own[..], &reveals[..]].concat(), &folder, "deck")?,
        widget: widget.to_owned(),
        title: talk.title.clone(),
        description: talk.description.clone(),
        language: talk.language.clone(),
        policy: csp::tag(&[assets::speaker_view_script(reveal)?]),
        tags: head::tags(&about, "slides/index.html", "index.html", talk),
        stylesheets: assets::stylesheets(site)?,
        scripts: assets::scripts(site)?,
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

fn shown(slide: &Slide, heading: &'static str, page: &str, made: &Memo<String>) -> Result<Shown> {
    let id = slide
        .id
        .clone()
        .unwrap_or_else(|| slug::slugify(&slide.title));
    let html = part(slide.shown, page, links::Part::Shown, made)?;
    let (finding, html) = split::finding(html);
    Ok(Shown {
        title: slide.title.clone(),
        finding,
        heading,
        is_stepwise: slide.is_stepwise,
        seconds: slide.minutes * 60.0,
        html,
        notes: part(slide.notes, page, links::Part::Notes, made)?,
        id,
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
