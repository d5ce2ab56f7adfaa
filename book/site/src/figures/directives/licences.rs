//! `{{#licences}}`: the software of others that is published with the site.

use crate::{
    figures::{context::Context, directive::Directive, replacement::Replacement},
    html::table,
    licences::Part,
};
use anyhow::{Result, anyhow};
use std::collections::BTreeMap;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "licences",
    usage: &[""],
    becomes: "the licences of third-party software published with the site, as a table",
    expand: licences,
};

fn licences(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    let mut groups = BTreeMap::<_, Vec<&str>>::new();
    let parts = context.licences.as_ref();
    let parts = parts.map_err(|reason| anyhow!("{reason}"))?;
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
        .map(|((part_of, licence), names)| {
            [(*part_of).to_owned(), licence.clone(), names.join(", ")]
        })
        .collect();
    let table = table(
        "Licences",
        ["Part of the site", "Licence", "Software"],
        &rows,
    );
    Ok(Replacement::Block(table))
}
