//! The preprocessor: each directive of a chapter becomes what it computes from the data.
//!
//! `directives` has the directives, a file each; the other modules are what they share.

#![deny(clippy::wildcard_enum_match_arm)]

mod call;
mod captioned_table;
mod charts;
mod cold_start_charge;
mod committed;
mod context;
mod diagrams;
mod directive;
mod directives;
mod estimated;
mod format;
mod main_figure;
mod main_figures;
mod month;
mod packages;
mod provenance;
mod published_cold_starts;
mod published_images;
mod published_workloads;
mod quantity;
mod replacement;
mod source;
mod source_code;
mod trials;

pub use call::Error;
pub(crate) use committed::Committed;
pub use committed::read_dataset;
pub(crate) use main_figure::{Figure, MainFigure};

use crate::{config::Talk, deck, sources::Packages};
use anyhow::{Context as _, Result};
use call::Call;
use context::Context;
use mdbook_preprocessor::{
    Preprocessor, PreprocessorContext,
    book::{Book, Chapter},
};
use rayon::prelude::*;
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The preprocessor named `figures`, with the committed figures.
#[derive(Clone, Debug)]
pub(crate) struct Figures(pub Arc<Committed>);

impl Preprocessor for Figures {
    fn name(&self) -> &'static str {
        "figures"
    }

    fn run(&self, ctx: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let talk = Talk::of(&ctx.config)?;
        deck::check(&book)?;
        let source = ctx.config.book.src.display().to_string();
        // The context itself can't be shared with other threads.
        let root = ctx.root.as_path();
        let expand = |(path, chapter): &(&PathBuf, &Chapter)| -> Result<_> {
            let file = format!("{source}/{}", path.display());
            let content = replace_all(&chapter.content, path, &self.0, &talk, root)
                .map_err(|error| error.in_file(file))?;
            Ok(((*path).clone(), content))
        };
        let chapters: Vec<_> = book
            .chapters()
            .filter_map(|chapter| Some((chapter.path.as_ref()?, chapter)))
            .collect();
        let expanded: Vec<_> = chapters.par_iter().map(expand).collect();
        // Of several mistakes, the first one in the book is named.
        let mut expanded: HashMap<_, _> = expanded.into_iter().collect::<Result<_>>()?;
        book.for_each_chapter_mut(|chapter| {
            let path = chapter.path.as_ref();
            if let Some(content) = path.and_then(|path| expanded.remove(path)) {
                chapter.content = content;
            }
        });
        Ok(book)
    }
}

/// The chapter at `path` with every directive replaced.
fn replace_all(
    markdown: &str,
    path: &Path,
    committed: &Committed,
    talk: &Talk,
    root: &Path,
) -> Result<String, Error> {
    call::replace(markdown, |call, index| {
        let Call { name, arguments } = call;
        let key = format!("{} {index} {name} {}", path.display(), arguments.join(" "));
        let context = Context::new(committed, talk, root).of_directive(path, index);
        committed
            .expanded
            .get_or(&key, || directives::expand(call, &context))
    })
}

/// A main figure of the talk, by the name that `{{#guess}}` knows.
///
/// # Errors
/// There is none of that name, or what it is computed from was not measured.
pub(crate) fn main_figure(
    name: &str,
    committed: &Committed,
    talk: &Talk,
    root: &Path,
) -> Result<MainFigure> {
    let find = || main_figures::find(name, &Context::new(committed, talk, root));
    committed.main_figures.get_or(name, find)
}

/// The directives as a Markdown table.
#[must_use]
pub fn documentation() -> String {
    directives::documentation()
}

/// Runs as a preprocessor of the stock mdBook: a book as JSON from stdin to stdout.
///
/// # Errors
/// The input is not mdBook's, or a directive or the data is wrong.
pub fn preprocess() -> Result<()> {
    let (context, book) = mdbook_preprocessor::parse_input(std::io::stdin())?;
    let figures = Figures(Arc::new(Committed::read(
        &context.root,
        &Packages::install()?,
    )?));
    let book = figures.run(&context, book)?;
    serde_json::to_writer(std::io::stdout(), &book).context("the book can't be written to stdout")
}
