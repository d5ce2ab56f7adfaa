//! `{{#licences}}`: what of others the site is published with.

use super::{context::Context, exactly};
use crate::{html::table, licences::Part};
use anyhow::{Result, anyhow};
use std::collections::BTreeMap;

/// A table of everything that a reader downloads and that others wrote.
pub(super) fn licences(arguments: &[&str], context: &Context) -> Result<String> {
    let [] = exactly(arguments, "licences")?;
    let mut groups = BTreeMap::<_, Vec<&str>>::new();
    for Part {
        part_of,
        licence,
        name,
    } in context
        .licences
        .as_ref()
        .map_err(|reason| anyhow!("{reason}"))?
    {
        groups.entry((part_of, licence)).or_default().push(name);
    }
    let rows: Vec<_> = groups
        .into_iter()
        .map(|((part_of, licence), names)| {
            [(*part_of).to_owned(), licence.clone(), names.join(", ")]
        })
        .collect();
    Ok(table("Licences", ["in", "licence", "what"], &rows))
}
