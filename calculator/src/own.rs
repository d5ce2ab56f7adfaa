//! The reader's own figures, which are in no link. The crate `reader` reads the texts, in a module that is
//! fetched once somebody has one.

use data_core::{
    Language, TimingSet, TimingSource,
    own::{self, Figures},
    wire::{Tables, decode_figures},
};
use std::{collections::BTreeMap, fmt::Write};

/// An input for own figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnInput {
    /// Pasted text of a function in a language.
    Text(Language),
    /// A file, of functions in any language.
    File,
}

impl OwnInput {
    /// Every input.
    pub fn all() -> impl Iterator<Item = Self> {
        let texts = Language::ALL.iter().map(|&language| Self::Text(language));
        texts.chain([Self::File])
    }

    /// The id of its element on the page.
    #[must_use]
    pub fn id(self) -> String {
        let name = match self {
            Self::Text(language) => language.name(),
            Self::File => "csv",
        };
        format!("calculator-own-{name}")
    }

    /// The name of the language of its functions, for texts that do not name one; empty for a file.
    #[must_use]
    pub const fn language(self) -> &'static str {
        match self {
            Self::Text(language) => language.name(),
            Self::File => "",
        }
    }

    /// Its name in a sentence.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Text(language) => language.label(),
            Self::File => "File",
        }
    }
}

/// The figures from every input so far.
#[derive(Default)]
pub struct Own {
    parts: BTreeMap<OwnInput, Part>,
}

#[derive(Default)]
struct Part {
    /// The figures of the last text that could be read.
    figures: Figures,
    error: Option<String>,
}

/// The most lines left out that are named.
const MOST_NAMED: usize = 3;

impl Own {
    /// Takes the figures of a text, as [`data_core::wire::encode_figures`] writes them. A text that could not
    /// be read leaves the figures as they were.
    ///
    /// Returns whether the figures may have changed.
    pub fn change(&mut self, input: OwnInput, read: &str) -> bool {
        let part = self.parts.entry(input).or_default();
        match decode_figures(read) {
            Ok(figures) => {
                part.error = left_out(&figures.left_out);
                part.figures = figures;
                true
            }
            Err(reason) => {
                part.error = Some(reason);
                false
            }
        }
    }

    /// The reason why a text, or a part of it, is not used.
    pub fn error(&self, input: OwnInput) -> Option<&str> {
        self.parts.get(&input)?.error.as_deref()
    }

    /// Puts the figures into the tables, in the place of earlier ones.
    pub fn put_into(&self, tables: &mut Tables) {
        tables.sets.retain(|set| set.source != TimingSource::Own);
        let mut timings = Vec::new();
        let mut provenance = "Your own figures, which never leave this browser.".to_owned();
        for (input, part) in &self.parts {
            let Figures {
                timings: read,
                origin,
                ..
            } = &part.figures;
            if read.is_empty() {
                continue;
            }
            timings.extend(read.iter().cloned());
            let label = input.label();
            let _ = write!(provenance, " {label}: {origin}.");
        }
        if timings.is_empty() {
            return;
        }
        own::sort(&mut timings);
        tables.sets.push(TimingSet {
            source: TimingSource::Own,
            provenance,
            error_percent: None,
            timings,
        });
    }
}

/// The first of the lines that were left out, and how many more there are; `None` of none.
fn left_out(sentences: &[String]) -> Option<String> {
    let named = &sentences[..sentences.len().min(MOST_NAMED)];
    let more = sentences.len() - named.len();
    let mut words = named.join("; ");
    if more > 0 {
        let _ = write!(words, "; and {more} more");
    }
    (!words.is_empty()).then_some(words)
}
