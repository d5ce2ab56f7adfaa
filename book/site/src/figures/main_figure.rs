//! A main figure of the talk: one value for each language.

use data::Origin;

/// A figure in both languages.
#[derive(Clone, Debug)]
pub(crate) struct MainFigure {
    /// Its title, in a few words.
    pub name: &'static str,
    /// The question before Rust's figure, and after it.
    pub question: [&'static str; 2],
    /// The unit in which `book/theme/guess.js` writes a guess: `ms`, `bytes` or `usd`.
    pub unit: &'static str,
    pub rust: Figure,
    pub python: Figure,
    /// Its origin.
    pub origin: Origin,
    /// A sentence on where it was measured.
    pub place: String,
}

/// A value, and its text with the unit.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub value: f64,
    pub text: String,
}
