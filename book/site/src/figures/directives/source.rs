//! `{{#source …}}`: who published a file below `data/`, and when.

use crate::figures::{
    context::Context,
    directive::Directive,
    replacement::Replacement,
    source::{self, attribution},
};
use anyhow::Result;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "source",
    usage: &["FILE"],
    becomes: "who published a file below `data/` and when, with a link to it",
    expand: source,
};

fn source(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [file] = DIRECTIVE.exactly(arguments)?;
    let attribution = attribution(source::find(context, file)?);
    let rows = context.data_link(file, "CSV");
    Ok(Replacement::Inline(format!("{attribution} ({rows})")))
}
