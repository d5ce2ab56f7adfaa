//! One source, two readings: what of a chapter's Markdown is a slide, and what is said to it.
//!
//! Each `##` starts a slide, which goes on until `<!-- notes -->`; what follows is the book's text and
//! the speaker's notes. `<!-- minutes: 2 -->` is the time for it, which may differ by the talk's length
//! as in `<!-- minutes: 1, 2 from 45 -->`, `<!-- stepwise -->` shows its list item by item, a paragraph of
//! the class `finding` is its title, and `<!-- book only -->` leaves a section out, or, before the first `##`, the whole
//! chapter. What stands before a chapter's first `##` is a slide if it has minutes.

use crate::length::Times;
use mdbook_markdown::{
    MarkdownOptions, new_cmark_parser,
    pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd},
};
use std::ops::Range;

/// A slide, in Markdown.
#[derive(Debug, PartialEq)]
pub(crate) struct Slide<'a> {
    /// The heading's text, without markup.
    pub title: String,
    /// The id that the heading gives itself, as in `## Title {#id}`.
    pub id: Option<String>,
    /// The line of the heading, from 1 on, within the chapter.
    pub line: usize,
    pub times: Times,
    /// True if its list appears item by item.
    pub is_stepwise: bool,
    /// The Markdown that is shown, after the heading.
    pub shown: &'a str,
    pub notes: &'a str,
}

/// The reason why a section is not a slide, and what to write.
#[derive(Debug, PartialEq, thiserror::Error)]
#[error("{line}: {reason}")]
pub(crate) struct Error {
    /// The line within the chapter, counted from 1.
    pub line: usize,
    pub reason: String,
}

/// Markdown as mdBook reads this book's.
pub(super) fn parser(markdown: &str) -> Parser<'_> {
    let mut options = MarkdownOptions::default();
    options.smart_punctuation = false;
    new_cmark_parser(markdown, &options)
}

/// The slides of a chapter.
pub(crate) fn slides(markdown: &str) -> Result<Vec<Slide<'_>>, Error> {
    let parts = parts(markdown);
    let has_slides = |chapter: &Part| chapter.find("book only").is_none();
    if !parts.first().is_none_or(has_slides) {
        return Ok(Vec::new());
    }
    let mut slides = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let line = markdown[..part.heading.start].matches('\n').count() + 1;
        let error = |reason| Error { line, reason };
        if let Some(slide) = slide(markdown, part, line, index == 0).map_err(error)? {
            slides.push(slide);
        }
    }
    Ok(slides)
}

/// Takes the paragraph of the class `finding` out of a slide's HTML.
pub(super) fn finding(html: String) -> (Option<String>, String) {
    let found = html
        .split_once("<p class=\"finding\">")
        .and_then(|(before, rest)| {
            let (finding, after) = rest.split_once("</p>")?;
            Some((finding.to_owned(), [before, after].concat()))
        });
    match found {
        Some((finding, html)) => (Some(finding), html),
        None => (None, html),
    }
}

/// A heading of the first or second level, and all up to the next one.
struct Part {
    title: String,
    id: Option<String>,
    heading: Range<usize>,
    /// The comments of the part and where they stand.
    comments: Vec<(String, Range<usize>)>,
    end: usize,
}

impl Slide<'_> {
    /// The id of its section in the deck.
    pub(crate) fn id(&self) -> String {
        let own = self.id.clone();
        own.unwrap_or_else(|| slug::slugify(&self.title))
    }
}

impl Part {
    fn find(&self, name: &str) -> Option<&Range<usize>> {
        let mut comments = self.comments.iter();
        let (_, range) = comments.find(|(comment, _)| comment == name)?;
        Some(range)
    }
}

fn parts(markdown: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut in_heading = false;
    for (event, range) in parser(markdown).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1 | HeadingLevel::H2,
                id,
                ..
            }) => {
                if let Some(last) = parts.last_mut() {
                    last.end = range.start;
                }
                in_heading = true;
                parts.push(Part {
                    title: String::new(),
                    id: id.map(|id| id.to_string()),
                    heading: range,
                    comments: Vec::new(),
                    end: markdown.len(),
                });
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Text(text) | Event::Code(text) if in_heading => {
                if let Some(part) = parts.last_mut() {
                    part.title.push_str(&text);
                }
            }
            Event::Html(html) => {
                let inside = html.trim().strip_prefix("<!--");
                let comment = inside.and_then(|rest| rest.strip_suffix("-->"));
                if let (Some(comment), Some(part)) = (comment, parts.last_mut()) {
                    part.comments.push((comment.trim().to_owned(), range));
                }
            }
            _ => {}
        }
    }
    parts
}

/// The slide of a part; none if the part is for the book only.
fn slide<'a>(
    markdown: &'a str,
    part: &Part,
    line: usize,
    is_chapter: bool,
) -> Result<Option<Slide<'a>>, String> {
    let minutes = part
        .comments
        .iter()
        .find_map(|(comment, _)| comment.strip_prefix("minutes:"));
    let title = &part.title;
    let times = match minutes {
        None if is_chapter || part.find("book only").is_some() => return Ok(None),
        None => {
            return Err(format!(
                "the slide `{title}` has no time: write `<!-- minutes: 2 -->` below its heading, \
                 or `<!-- book only -->`"
            ));
        }
        Some(minutes) => {
            Times::read(minutes).map_err(|reason| format!("the slide `{title}` {reason}"))?
        }
    };
    let notes = part.find("notes").ok_or_else(|| {
        format!(
            "the slide `{title}` has no notes: write `<!-- notes -->` and below it what is said"
        )
    })?;
    let notes_text = markdown[notes.end..part.end].trim();
    if notes_text.is_empty() {
        return Err(format!(
            "the slide `{title}` has empty notes: write what is said below `<!-- notes -->`"
        ));
    }
    Ok(Some(Slide {
        title: title.clone(),
        id: part.id.clone(),
        line,
        times,
        is_stepwise: part.find("stepwise").is_some(),
        shown: markdown[part.heading.end..notes.start].trim(),
        notes: notes_text,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::length::Length;

    const CHAPTER: &str = "\
# Chapter

Introduction.

## First `one` {#one}
<!-- minutes: 2 -->
<!-- stepwise -->

- Point

<!-- notes -->

Said.

## For readers

<!-- book only -->

Text.

## Second
<!-- minutes: 0.5 -->
<!-- notes -->
``` md
## No slide
<!-- minutes: 9 -->
```
";

    #[test]
    fn a_chapter_has_a_slide_for_each_section() {
        let found = slides(CHAPTER).unwrap();
        let [first, second] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(first.title, "First one");
        assert_eq!(first.id.as_deref(), Some("one"));
        assert_eq!(first.times.in_talk_of(Length::DEFAULT), Some(2.0));
        assert_eq!((first.line, second.line), (5, 21));
        assert!(first.is_stepwise);
        assert!(first.shown.ends_with("- Point"), "{first:?}");
        assert_eq!(first.notes, "Said.");
        assert!(!second.is_stepwise);
        assert!(second.notes.contains("## No slide"), "{second:?}");
    }

    #[test]
    fn a_chapter_s_own_heading_is_a_slide_when_it_has_minutes() {
        let cover = "# Talk\n\n<!-- minutes: 1 -->\n\nWelcome.\n\n<!-- notes -->\n\nHello.\n";
        let [slide] = &slides(cover).unwrap()[..] else {
            panic!("not one slide");
        };
        assert_eq!((slide.title.as_str(), slide.notes), ("Talk", "Hello."));
    }

    #[test]
    fn a_finding_is_taken_out_of_what_is_shown() {
        let html = "<p class=\"finding\">Five <b>times</b></p>\n<figure></figure>".to_owned();
        let expected = (
            Some("Five <b>times</b>".to_owned()),
            "\n<figure></figure>".to_owned(),
        );
        assert_eq!(finding(html), expected);
        assert_eq!(
            finding("<p>x</p>".to_owned()),
            (None, "<p>x</p>".to_owned())
        );
    }

    #[test]
    fn a_chapter_for_readers_has_no_slides() {
        assert_eq!(slides("# T\n\n<!-- book only -->\n\n## A\n").unwrap(), []);
    }

    #[test]
    fn what_a_slide_lacks_is_named_with_its_line() {
        for (section, expected) in [
            ("text", "the slide `A` has no time"),
            ("<!-- minutes: 1 -->", "the slide `A` has no notes"),
            ("<!-- minutes: two -->", "the slide `A` has `two` minutes"),
            (
                "<!-- minutes: 1 from 9 -->",
                "the slide `A` has `1 from 9` minutes",
            ),
            (
                "<!-- minutes: 1 -->\n<!-- notes -->",
                "the slide `A` has empty notes",
            ),
        ] {
            let error = slides(&format!("# T\n\n## A\n{section}\n\n## B\n")).unwrap_err();
            assert_eq!(error.line, 3);
            assert!(error.reason.starts_with(expected), "{error}");
        }
    }
}
