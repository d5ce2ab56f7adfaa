//! The choice of one memory size for every language. Where the languages differ, it says so, and the
//! input of each language, behind "More", applies.

use crate::{
    Form,
    choices::{self, Choice, choice},
};
use data_core::wire::Tables;

/// The id of its element on the page.
pub const ID: &str = "calculator-memory";

/// The value that is chosen where the languages differ.
pub const DIFFERS: &str = "";

/// Its choices.
pub fn choices(tables: &Tables, form: &Form) -> Vec<Choice> {
    let mut choices = choices::memory(&form.sizes(tables));
    if form.memory(tables).is_none() {
        choices.push(choice(DIFFERS, "by language"));
    }
    choices
}

/// The chosen value.
pub fn chosen<'a>(tables: &Tables, form: &'a Form) -> &'a str {
    form.memory(tables).unwrap_or(DIFFERS)
}
