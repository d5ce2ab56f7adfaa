//! The tags that describe a page to search engines and in previews of links to it.

use crate::{config::Talk, html::escape};
use anyhow::{Result, anyhow};
use mdbook_renderer::book::{Book, BookItem};
use std::collections::BTreeMap;

/// The main figure of a page that names none: the talk's first.
const FIRST: &str = "cold-start";

/// The width of a preview in pixels, as the networks that show them ask for.
pub(crate) const PREVIEW_WIDTH: u32 = 1200;
/// Its height in pixels.
pub(crate) const PREVIEW_HEIGHT: u32 = 630;

/// A page's head.
#[derive(Default)]
pub(crate) struct Head {
    /// The chapter's; for the talk itself, the talk's.
    pub title: String,
    pub description: String,
    /// The name of the main figure that its preview shows.
    pub figure: String,
    /// The chapter's file, such as `book/src/results.md`.
    pub file: String,
}

/// The head of each chapter's page, by the page's file.
///
/// # Errors
/// A chapter has no description.
pub(crate) fn heads(book: &Book) -> Result<BTreeMap<String, Head>> {
    let mut heads = BTreeMap::new();
    for item in book.iter() {
        if let BookItem::Chapter(chapter) = item
            && let Some(path) = &chapter.path
        {
            let file = format!("book/src/{}", path.display());
            let comment = |name| comment(&chapter.content, name);
            let description = comment("description").ok_or_else(|| {
                anyhow!(
                    "{file}:1: the page has no description: write what it holds, as in \
                     `<!-- description: … -->`"
                )
            })?;
            let page = path.with_extension("html").display().to_string();
            let head = Head {
                title: chapter.name.clone(),
                description: description.to_owned(),
                figure: comment("preview").unwrap_or(FIRST).to_owned(),
                file,
            };
            heads.insert(page, head);
        }
    }
    Ok(heads)
}

/// The text of `<!-- name: text -->`.
fn comment<'a>(markdown: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = markdown.split_once(&format!("<!-- {name}:"))?;
    let (text, _) = rest.split_once("-->")?;
    Some(text.trim())
}

/// The path of a page's preview within the site.
pub(crate) fn preview_file(page: &str) -> String {
    format!("previews/{}.png", page.trim_end_matches(".html"))
}

/// The tags of a page for previews of links to it. Where the site is published has to be known for
/// an image: its address must be whole.
pub(crate) fn tags(head: &Head, page: &str, image: &str, talk: &Talk) -> String {
    let mut tags = vec![
        ("og:type", "article".to_owned()),
        ("og:site_name", talk.title.clone()),
        ("og:title", head.title.clone()),
        ("og:description", head.description.clone()),
        ("twitter:card", "summary_large_image".to_owned()),
    ];
    let mut canonical = String::new();
    if let Some(address) = &talk.address {
        let url = format!("{address}{}", page.trim_end_matches("index.html"));
        canonical = format!(r#"<link rel="canonical" href="{}">"#, escape(&url));
        tags.extend([
            ("og:url", url),
            ("og:image", format!("{address}{}", preview_file(image))),
            ("og:image:width", PREVIEW_WIDTH.to_string()),
            ("og:image:height", PREVIEW_HEIGHT.to_string()),
            ("og:image:alt", format!("{}: {}", talk.title, head.title)),
        ]);
    }
    let tags = tags.into_iter().map(|(name, content)| {
        format!(r#"<meta property="{name}" content="{}">"#, escape(&content))
    });
    tags.collect::<String>() + &canonical
}
