//! `{{#diagram …}}`: a drawing of how something works.

use crate::figures::{context::Context, diagrams, directive::Directive, replacement::Replacement};
use anyhow::Result;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "diagram",
    usage: &["NAME"],
    becomes: "a drawing of how something works, which a slide builds up step by step",
    expand: diagram,
};

fn diagram(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [name] = DIRECTIVE.exactly(arguments)?;
    Ok(Replacement::Block(diagrams::find(name)?.html(context)?))
}
