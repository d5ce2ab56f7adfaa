//! The talk in one of its lengths: which slides are shown, and when.

use super::{chapter::Chapter, split::Slide};
use crate::length::Length;
use anyhow::{Result, ensure};
use std::{cmp::Reverse, fmt::Write};

/// The number of slides that an error names.
const NAMED: usize = 4;

/// The talk in one length. Times are in minutes.
pub(crate) struct Schedule<'a> {
    pub length: Length,
    /// Those that have a slide in this length.
    pub parts: Vec<Part<'a>>,
}

/// A chapter's slides.
pub(crate) struct Part<'a> {
    pub chapter: &'a Chapter,
    pub slides: Vec<Timed<'a>>,
}

/// A slide and its time.
pub(crate) struct Timed<'a> {
    pub slide: &'a Slide<'a>,
    /// Minutes from the start of the talk.
    pub start: f64,
    pub minutes: f64,
}

impl Part<'_> {
    /// Its start, in minutes from the start of the talk.
    pub(crate) fn start(&self) -> f64 {
        self.slides.first().map_or(0.0, |slide| slide.start)
    }

    /// Its duration in minutes.
    pub(crate) fn minutes(&self) -> f64 {
        self.slides.iter().map(|slide| slide.minutes).sum()
    }
}

impl<'a> Schedule<'a> {
    /// The talk of that length, of the chapters with their slides.
    pub(crate) fn of(chapters: &'a [(&Chapter, Vec<Slide<'_>>)], length: Length) -> Self {
        let mut parts = Vec::new();
        let mut start = 0.0;
        for (chapter, all) in chapters {
            let mut slides = Vec::new();
            for slide in all {
                let Some(minutes) = slide.times.in_talk_of(length) else {
                    continue;
                };
                slides.push(Timed {
                    slide,
                    start,
                    minutes,
                });
                start += minutes;
            }
            if !slides.is_empty() {
                parts.push(Part { chapter, slides });
            }
        }
        Self { length, parts }
    }

    /// Its duration in minutes.
    pub(crate) fn minutes(&self) -> f64 {
        self.parts.iter().map(Part::minutes).sum()
    }

    /// The number of its slides.
    pub(crate) fn count(&self) -> usize {
        self.parts.iter().map(|part| part.slides.len()).sum()
    }

    /// The minutes left for questions; below 0 if it takes too long.
    pub(crate) fn left(&self) -> f64 {
        self.length.minutes() - self.minutes()
    }

    /// Refuses a talk that takes longer than it may.
    ///
    /// # Errors
    /// The slides to be marked: first those that appear in every talk because nothing else is said.
    pub(super) fn check(&self) -> Result<()> {
        let left = self.left();
        let mut all: Vec<_> = self
            .parts
            .iter()
            .flat_map(|part| part.slides.iter().map(|timed| (part.chapter, timed)))
            .collect();
        all.sort_by(|(_, a), (_, b)| b.minutes.total_cmp(&a.minutes));
        all.sort_by_key(|(_, timed)| Reverse(timed.slide.times.are_plain()));
        let mut slides = String::new();
        for (chapter, Timed { slide, minutes, .. }) in all.iter().take(NAMED) {
            let separator = if slides.is_empty() { "" } else { ", " };
            let (title, file, line) = (&slide.title, chapter.file(), slide.line);
            let _ = write!(
                slides,
                "{separator}`{title}` ({file}:{line}, {minutes} min)"
            );
        }
        let remedy = match self.length.longer() {
            Some(longer) => format!(
                "keep slides for a longer one, as with `<!-- minutes: 2 from {longer} -->`, or give \
                 them less time"
            ),
            None => {
                "give slides less time, or leave them to the book with `<!-- book only -->`".into()
            }
        };
        ensure!(
            left >= 0.0,
            "the {}-minute talk takes {} minutes, {} too many: {remedy}; for example {slides}",
            self.length,
            rounded(self.minutes()),
            rounded(-left),
        );
        Ok(())
    }
}

/// Minutes as they are shown.
pub(crate) fn rounded(minutes: f64) -> f64 {
    (minutes * 100.0).round() / 100.0
}

/// Minutes and seconds: `75:30`.
pub(crate) fn clock(minutes: f64) -> String {
    let seconds = (minutes * 60.0).round();
    format!("{:.0}:{:02.0}", (seconds / 60.0).floor(), seconds % 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::chapter::{read, with_slides};
    use std::collections::BTreeSet;

    fn chapter(title: &str, slides: &[(&str, &str)]) -> Chapter {
        let slide = |(title, minutes): &(&str, &str)| {
            format!("## {title}\n<!-- minutes: {minutes} -->\n<!-- notes -->\nSaid.\n\n")
        };
        let slides: String = slides.iter().map(slide).collect();
        Chapter {
            title: title.to_owned(),
            path: format!("{}.md", title.to_lowercase()).into(),
            markdown: format!("# {title}\n\n{slides}"),
        }
    }

    /// Calls with the talk of each length, from the shortest on.
    fn for_each_length(chapters: &[Chapter], mut then: impl FnMut(&Schedule)) {
        let chapters = with_slides(chapters).unwrap();
        for length in Length::ALL {
            then(&Schedule::of(&chapters, length));
        }
    }

    fn titles<'a>(schedule: &'a Schedule) -> Vec<&'a str> {
        let slides = schedule.parts.iter().flat_map(|part| &part.slides);
        slides.map(|timed| timed.slide.title.as_str()).collect()
    }

    #[test]
    fn a_talk_has_the_slides_of_its_length_one_after_the_other() {
        let chapters = [
            chapter("One", &[("A", "1.5"), ("B", "2 from 45")]),
            chapter("For readers", &[]),
            chapter("Two", &[("C", "4 from 75")]),
            chapter("Three", &[("D", "1, 10 from 75")]),
        ];
        let mut talks = Vec::new();
        for_each_length(&chapters, |talk| {
            let starts = talk.parts.iter().map(|part| clock(part.start()));
            let starts: Vec<String> = starts.collect();
            talks.push((titles(talk).join(" "), starts.join(" "), talk.minutes()));
        });
        let expected = [
            ("A D", "0:00 1:30", 2.5),
            ("A B D", "0:00 3:30", 4.5),
            ("A B C D", "0:00 3:30 7:30", 17.5),
        ];
        let talks: Vec<_> = { talks.iter() }
            .map(|(titles, starts, minutes)| (titles.as_str(), starts.as_str(), *minutes))
            .collect();
        assert_eq!(talks, expected);
    }

    #[test]
    fn a_talk_that_takes_too_long_is_refused_with_the_slides_to_mark() {
        let slides = [("Marked", "15, 20 from 45"), ("New", "5.5"), ("Newer", "6")];
        let mut errors = Vec::new();
        for_each_length(&[chapter("One", &slides)], |talk| {
            errors.push(talk.check().err().map(|error| error.to_string()));
        });
        let expected = "the 20-minute talk takes 26.5 minutes, 6.5 too many: keep slides for a \
             longer one, as with `<!-- minutes: 2 from 45 -->`, or give them less time; for example \
             `Newer` (book/src/one.md:13, 6 min), `New` (book/src/one.md:8, 5.5 min), \
             `Marked` (book/src/one.md:3, 15 min)";
        assert_eq!(errors, [Some(expected.to_owned()), None, None]);
        for_each_length(
            &[chapter(
                "One",
                &[("Long", "50 from 75"), ("Too", "26 from 75")],
            )],
            |talk| {
                let error = talk.check().err().map(|error| error.to_string());
                let is_longest = talk.length.longer().is_none();
                assert_eq!(error.is_some(), is_longest);
                assert!(error.is_none_or(|error| error.contains("leave them to the book")));
            },
        );
    }

    /// The talk as it is committed.
    #[test]
    fn each_length_leaves_time_for_questions() {
        for_each_length(&read(workspace::root()).unwrap(), |talk| {
            let left = talk.left();
            assert!((2.0..=10.0).contains(&left), "{}: {left}", talk.length);
        });
    }

    /// The question on the cover is of time and of money, and the answer is on the last slides. Every
    /// longer talk has what the shortest has, and goes through every chapter.
    #[test]
    fn each_length_tells_the_whole_story() {
        let chapters = read(workspace::root()).unwrap();
        let mut ends = BTreeSet::new();
        let mut shorter: Option<BTreeSet<String>> = None;
        let mut visited = BTreeSet::new();
        for_each_length(&chapters, |talk| {
            let titles = titles(talk);
            ends.insert((titles[0].to_owned(), titles[titles.len() - 1].to_owned()));
            let shown = talk.parts.iter().flat_map(|part| &part.slides);
            let shown: String = shown.map(|timed| timed.slide.shown).collect();
            for answer in [
                "{{#chart cold-start",
                "{{#chart warm-duration",
                "{{#calculator",
            ] {
                assert!(shown.contains(answer), "{}: no {answer}", talk.length);
            }
            if shorter.is_some() {
                visited.insert(talk.parts.len());
            }
            let titles: BTreeSet<String> = titles.into_iter().map(str::to_owned).collect();
            let has_more = |shorter: BTreeSet<String>| {
                shorter.is_subset(&titles) && shorter.len() < titles.len()
            };
            assert!(shorter.take().is_none_or(has_more), "{}", talk.length);
            shorter = Some(titles);
        });
        assert_eq!(ends.len(), 1, "{ends:?}");
        assert_eq!(visited.len(), 1, "a chapter is left out: {visited:?}");
    }

    /// A guess asks for its answer.
    #[test]
    fn a_guess_is_followed_by_the_same_slide_in_each_length() {
        let chapters = read(workspace::root()).unwrap();
        let mut guesses = 0;
        let chapters = with_slides(&chapters).unwrap();
        for (chapter, slides) in &chapters {
            for pair in slides.windows(2) {
                let [guess, answer] = pair else { continue };
                if !guess.shown.contains("{{#guess") {
                    continue;
                }
                guesses += 1;
                for length in Length::ALL {
                    let [asked, answered] = [guess, answer].map(|it| it.times.in_talk_of(length));
                    let title = &chapter.title;
                    assert!(asked.is_none() || answered.is_some(), "{title}, {length}");
                }
            }
        }
        assert!(guesses > 0);
    }
}
