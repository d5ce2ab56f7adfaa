//! The keys of the deck, for its own help and for the speaker's preparation.

use serde::Serialize;

/// A key and what it does.
#[derive(Serialize)]
pub(crate) struct Key {
    /// The key as a speaker reads it; several are separated by a space.
    pub name: &'static str,
    pub does: &'static str,
}

/// Every key that a speaker needs. `book/deck/deck.js` binds those that are not reveal.js's.
pub(crate) const KEYS: [Key; 12] = [
    key("→ Space PageDown", "next step or slide; a clicker's key"),
    key("← PageUp", "previous step or slide; a clicker's key"),
    key("Shift+→ Shift+←", "last or first slide"),
    key("Alt+→ Alt+←", "next or previous slide, skipping its steps"),
    key("S", "speaker view: notes, next slide, timer, pacing"),
    key("F", "full screen"),
    key("O Esc", "overview of all slides"),
    key("G", "go to a slide by its number"),
    key("B .", "black screen, and back"),
    key("T", "light or dark"),
    key("R", "start the race, on its slide"),
    key("?", "this list"),
];

const fn key(name: &'static str, does: &'static str) -> Key {
    Key { name, does }
}
