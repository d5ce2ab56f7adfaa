//! `{{#licences}}`: what of others the site is published with.

use super::{Problem, exactly};
use crate::{
    html::table,
    licences::{self, Part},
};
use std::collections::BTreeMap;

/// A table of everything that a reader downloads and that others wrote.
pub(super) fn licences(arguments: &[&str]) -> Result<String, Problem> {
    let [] = exactly(arguments, "licences")?;
    let parts = licences::parts().map_err(|error| Problem(format!("{error:#}")))?;
    let mut groups = BTreeMap::<_, Vec<String>>::new();
    for Part {
        part_of,
        licence,
        name,
    } in parts
    {
        groups.entry((part_of, licence)).or_default().push(name);
    }
    let rows: Vec<_> = groups
        .into_iter()
        .map(|((part_of, licence), names)| [part_of.to_owned(), licence, names.join(", ")])
        .collect();
    Ok(table("Licences", ["in", "licence", "what"], &rows))
}
