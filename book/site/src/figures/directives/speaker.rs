//! `{{#speaker}}`: the speaker's name.

use crate::{
    figures::{context::Context, directive::Directive, replacement::Replacement},
    html::escape,
};
use anyhow::Result;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "speaker",
    usage: &[""],
    becomes: "the speaker's name",
    expand: speaker,
};

fn speaker(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    Ok(Replacement::Inline(escape(&context.talk.speaker)))
}
