//! mdBook as a library: our preprocessor before it, our pass over its pages after it.

use crate::{
    build::Sources,
    deck::{self, BookConfig},
    figures::Figures,
    html_pass,
};
use anyhow::{Context, Result};
use mdbook_driver::MDBook;
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer, book::BookItem};
use std::{collections::BTreeMap, fs, path::Path};

/// Renders the book into `out`.
pub(crate) fn render(sources: &Sources, out: &Path) -> Result<()> {
    let mut book = MDBook::load(&sources.root)?;
    book.config.set("build.build-dir", out)?;
    if let Some(endpoint) = &sources.live_reload {
        let endpoint = endpoint.trim_start_matches('/');
        book.config
            .set("output.html.live-reload-endpoint", endpoint)?;
    }
    book.with_preprocessor(Figures);
    book.with_renderer(Pages);
    book.build()
}

/// mdBook's HTML, made accessible.
struct Pages;

impl Renderer for Pages {
    /// mdBook's own name, so that this takes its place.
    fn name(&self) -> &'static str {
        "html"
    }

    fn render(&self, ctx: &RenderContext) -> Result<()> {
        HtmlHandlebars::new().render(ctx)?;
        let descriptions = descriptions(ctx);
        for page in files_below(&ctx.destination)? {
            let fixed = match page.extension().and_then(|extension| extension.to_str()) {
                Some("html") => {
                    let name = page.strip_prefix(&ctx.destination)?.to_string_lossy();
                    let description = descriptions.get(name.as_ref()).map(String::as_str);
                    html_pass::page(&fs::read_to_string(&page)?, description)
                        .with_context(|| format!("{name} can't be rewritten"))?
                }
                Some("js") => html_pass::script(&fs::read_to_string(&page)?),
                _ => continue,
            };
            fs::write(&page, fixed)?;
        }
        let about = &ctx.config.book;
        let about = BookConfig {
            title: about.title.clone().unwrap_or_default(),
            description: about.description.clone().unwrap_or_default(),
            language: about.language.clone().unwrap_or_default(),
        };
        deck::render(&ctx.root, &ctx.destination, &ctx.book, &about)
    }
}

/// What each page says about itself, by its file: `<!-- description: … -->` in its chapter.
fn descriptions(ctx: &RenderContext) -> BTreeMap<String, String> {
    let mut descriptions = BTreeMap::new();
    for item in ctx.book.iter() {
        if let BookItem::Chapter(chapter) = item
            && let Some(path) = &chapter.path
            && let Some(description) = description(&chapter.content)
        {
            let page = path.with_extension("html").display().to_string();
            descriptions.insert(page, description.to_owned());
        }
    }
    descriptions
}

fn description(markdown: &str) -> Option<&str> {
    let (_, rest) = markdown.split_once("<!-- description:")?;
    let (description, _) = rest.split_once("-->")?;
    Some(description.trim())
}

fn files_below(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}
