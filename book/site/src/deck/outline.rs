//! `cargo site outline`: what is said when.

use super::{Chapter, chapters};
use anyhow::Result;
use mdbook_driver::MDBook;
use std::{fmt::Write, path::Path};

/// The talk's schedule: each slide with its minutes and the time at which it starts, and the total.
///
/// # Errors
/// The book can't be read, or a slide lacks its time or its notes.
pub fn outline(root: &Path) -> Result<String> {
    let book = MDBook::load(root)?;
    schedule(&chapters(&book.book))
}

fn schedule(chapters: &[Chapter]) -> Result<String> {
    let mut lines = String::new();
    let mut seconds = 0.0;
    let mut count = 0;
    for chapter in chapters {
        let slides = chapter.slides()?;
        if slides.is_empty() {
            continue;
        }
        let sum: f64 = slides.iter().map(|slide| slide.minutes).sum();
        let _ = writeln!(lines, "{} ({sum} min)", chapter.title);
        for slide in slides {
            let (start, minutes) = (clock(seconds), slide.minutes);
            let _ = writeln!(lines, "  {start}  {minutes:>4} min  {}", slide.title);
            seconds += minutes * 60.0;
            count += 1;
        }
    }
    let _ = writeln!(lines, "{count} slides, {} minutes", seconds / 60.0);
    Ok(lines)
}

/// Minutes and seconds: `75:30`.
fn clock(seconds: f64) -> String {
    format!("{:>3}:{:02.0}", (seconds / 60.0).floor(), seconds % 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedule_adds_up() {
        let slide = |title, minutes| {
            format!("## {title}\n<!-- minutes: {minutes} -->\n<!-- notes -->\nSaid.\n\n")
        };
        let chapter = |title: &str, slides: &[String]| Chapter {
            title: title.to_owned(),
            path: "a.md".into(),
            markdown: format!("# {title}\n\n{}", slides.concat()),
        };
        let chapters = [
            chapter("One", &[slide("A", 1.5), slide("B", 2.0)]),
            chapter("For readers", &[]),
            chapter("Two", &[slide("C", 10.0)]),
        ];
        let expected = "\
One (3.5 min)
    0:00   1.5 min  A
    1:30     2 min  B
Two (10 min)
    3:30    10 min  C
3 slides, 13.5 minutes
";
        assert_eq!(schedule(&chapters).unwrap(), expected);
    }
}
