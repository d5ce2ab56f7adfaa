//! `{{#where}}`: the place where the figures were measured.

use crate::figures::{
    context::Context,
    directive::{Directive, Replacement},
};
use anyhow::Result;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "where",
    usage: &[""],
    becomes: "the place where the figures were measured, as the end of a sentence",
    expand: place,
};

fn place(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    Ok(Replacement::Inline(context.measured_where().to_owned()))
}
