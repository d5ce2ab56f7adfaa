//! The text that takes a directive's place.

use data::Origin;

/// The text that takes a directive's place.
#[derive(Clone, Debug)]
pub(super) enum Replacement {
    /// Text within a sentence.
    Inline(String),
    /// A figure within a sentence, which gets the mark of how it came about.
    Figure(Origin, String),
    /// An HTML block: the directive has to stand on a line of its own.
    Block(String),
}
