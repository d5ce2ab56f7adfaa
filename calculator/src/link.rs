//! A scenario in a link: the part behind the `#`, such as `#2&n=2.5k%2Fs&r=us-east-1`.
//!
//! It begins with the format's version, and leaves out every field at its default.

use crate::{Field, Form};
use data_core::{TimingSource, wire::Tables};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::{collections::BTreeMap, fmt::Write};

/// The version of the format.
const VERSION: &str = "2";

/// The one before, in which a link without a source meant the local figures.
const WITH_LOCAL_FIGURES: &str = "1";

/// The characters to encode. Others are written as they are, so that a link stays legible.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// Returns whether a page's hash holds a scenario, and is no anchor of the page.
#[must_use]
pub fn is_scenario(hash: &str) -> bool {
    hash.contains('=')
}

/// The form as a link's hash, without the `#`; empty for the default scenario. A link holds none of the
/// reader's own figures, and no choice that only they offer.
#[must_use]
pub fn write(form: &Form) -> String {
    let changed = Field::all().filter(|field| {
        let can_be_sent = form.source != TimingSource::Own || !field.depends_on_timings();
        can_be_sent && form.readable(*field) != field.default()
    });
    let mut hash = String::new();
    for field in changed {
        let value = utf8_percent_encode(form.readable(field), ENCODED);
        let _ = write!(hash, "&{}={value}", field.key());
    }
    if hash.is_empty() {
        return hash;
    }
    format!("{VERSION}{hash}")
}

/// The form that a hash describes, as far as it can be read, and the parts that could not be read.
#[must_use]
pub fn read(tables: &Tables, hash: &str) -> (Form, Vec<String>) {
    let mut form = Form::new(tables);
    let mut unread = Vec::new();
    let hash = hash.strip_prefix('#').unwrap_or(hash);
    let mut parts = hash.split('&');
    let mut given = BTreeMap::new();
    match parts.next() {
        None | Some("" | VERSION) => {}
        Some(WITH_LOCAL_FIGURES) => {
            given.insert(Field::Data, TimingSource::Local.name().to_owned());
        }
        // An anchor of the page, and no scenario.
        Some(_) if !is_scenario(hash) => return (form, unread),
        Some(other) => unread.push(format!("the format `{}`", shown(other))),
    }
    for part in parts.filter(|part| !part.is_empty()) {
        let field = part.split_once('=').and_then(|(key, value)| {
            let field = Field::all().find(|field| field.key() == key)?;
            let value = percent_decode_str(value).decode_utf8().ok()?;
            Some((field, value.into_owned()))
        });
        match field {
            Some((field, text)) => drop(given.insert(field, text)),
            None => unread.push(format!("`{}`", shown(part))),
        }
    }
    for field in Field::all() {
        let Some(text) = given.remove(&field) else {
            restore_default(tables, &mut form, field);
            continue;
        };
        let before = form.text(field).to_owned();
        let given = shown(&text);
        form.change(tables, field, text);
        if let Some(error) = form.error(field) {
            unread.push(format!("`{}={given}`: {error}", field.key()));
            form.change(tables, field, before);
        }
    }
    (form, unread)
}

/// Restores the default of a field that is not in the link: other timings may have replaced it.
fn restore_default(tables: &Tables, form: &mut Form, field: Field) {
    if form.readable(field) == field.default() {
        return;
    }
    let replaced = form.readable(field).to_owned();
    form.change(tables, field, field.default().to_owned());
    if form.error(field).is_some() {
        form.change(tables, field, replaced);
    }
}

/// Enough of a text to recognise it.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
