//! The book's chapters, with the slides in each.

use super::split::{self, Slide};
use anyhow::{Result, anyhow};
use mdbook_driver::MDBook;
use mdbook_renderer::book::{Book, BookItem};
use std::path::{Path, PathBuf};

/// A chapter of the book with its Markdown.
pub(crate) struct Chapter {
    pub title: String,
    /// Its path within the book's source folder, such as `results.md`.
    pub path: PathBuf,
    pub markdown: String,
}

impl Chapter {
    /// The slides, or an error that names the chapter's file and line.
    pub fn slides(&self) -> Result<Vec<Slide<'_>>> {
        split::slides(&self.markdown).map_err(|error| {
            let file = self.file();
            anyhow!("{file}:{error}")
        })
    }

    /// Its file, from the repository's root on.
    pub fn file(&self) -> String {
        format!("book/src/{}", self.path.display())
    }
}

/// The chapters of the book below `root`, as they are written.
pub(crate) fn read(root: &Path) -> Result<Vec<Chapter>> {
    Ok(chapters(&MDBook::load(root)?.book))
}

/// Chapters with their slides.
pub(crate) fn with_slides(chapters: &[Chapter]) -> Result<Vec<(&Chapter, Vec<Slide<'_>>)>> {
    let with_slides = chapters
        .iter()
        .map(|chapter| Ok((chapter, chapter.slides()?)));
    with_slides.collect()
}

/// The chapters of a book, as they are written.
pub(super) fn chapters(book: &Book) -> Vec<Chapter> {
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
