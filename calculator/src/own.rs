//! The reader's own figures: read here, kept here, in no link.

use data::{
    Language, TimingSet, TimingSource, Variant,
    own::{self, read},
    wire::Tables,
};
use std::fmt::Write;

/// Where own figures come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Pasted text of a function in a language.
    Text(Language),
    /// A file, of functions in any language.
    File,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 1 + Language::ALL.len()] = {
        let mut all = [Self::File; 1 + Language::ALL.len()];
        let mut at = 0;
        while at < Language::ALL.len() {
            all[at] = Self::Text(Language::ALL[at]);
            at += 1;
        }
        all
    };

    /// The id of its element on the page.
    #[must_use]
    pub fn id(self) -> String {
        let name = match self {
            Self::Text(language) => language.name(),
            Self::File => "csv",
        };
        ["calculator-own-", name].concat()
    }

    /// Its place in [`Source::ALL`].
    const fn index(self) -> usize {
        match self {
            Self::Text(language) => language as usize,
            Self::File => Language::ALL.len(),
        }
    }

    /// What a text is of that does not say it. A file says it in every row.
    const fn variant(self) -> Variant {
        match self {
            Self::Text(language) => language.variant(),
            Self::File => Variant::Python,
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

/// What came in so far.
#[derive(Default)]
pub struct Own {
    parts: [Part; Source::ALL.len()],
}

#[derive(Default)]
struct Part {
    /// The last text that could be read.
    text: String,
    error: Option<String>,
}

impl Own {
    /// Takes a text. One that can't be read leaves the figures as they were.
    ///
    /// Returns whether the figures may have changed.
    pub fn change(&mut self, source: Source, text: String) -> bool {
        let part = &mut self.parts[source.index()];
        let read = read(&text, source.variant());
        part.error = read.err().map(|error| error.to_string());
        let is_readable = part.error.is_none();
        if is_readable {
            part.text = text;
        }
        is_readable
    }

    /// Why a text is not used.
    pub fn error(&self, source: Source) -> Option<&str> {
        self.parts[source.index()].error.as_deref()
    }

    /// Puts the figures into the tables, in the place of earlier ones.
    pub fn put_into(&self, tables: &mut Tables) {
        tables.sets.retain(|set| set.source != TimingSource::Own);
        let mut timings = Vec::new();
        let mut provenance = "Your own figures, which never leave this browser.".to_owned();
        for (source, part) in Source::ALL.into_iter().zip(&self.parts) {
            let read = read(&part.text, source.variant()).unwrap_or_default();
            if read.timings.is_empty() {
                continue;
            }
            timings.extend(read.timings);
            let (label, origin) = (source.label(), read.origin);
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
