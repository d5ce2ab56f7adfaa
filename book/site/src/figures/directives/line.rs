//! `{{#line …}}`: the number of a line of source.

use crate::{
    figures::{
        context::Context,
        directive::Directive,
        replacement::Replacement,
        source_code::{Excerpt, excerpt},
    },
    html::escape,
};
use anyhow::{Context as _, Result};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "line",
    usage: &["FILE:ITEM TEXT"],
    becomes: "the number of the first line of an item that contains a text",
    expand: line,
};

fn line(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [part, text @ ..] = arguments else {
        return Err(DIRECTIVE.misused());
    };
    if text.is_empty() {
        return Err(DIRECTIVE.misused());
    }
    let text = text.join(" ");
    let Excerpt {
        file,
        source,
        lines,
    } = excerpt(part, context)?;
    let numbered = (1..).zip(source.lines());
    let mut numbered = numbered.skip(lines.start).take(lines.len());
    let (number, _) = numbered
        .find(|(_, line)| line.contains(&text))
        .with_context(|| format!("`{text}` is not in `{part}`"))?;
    let file = escape(file);
    Ok(Replacement::Inline(format!(
        r#"<span class="line-number" data-refers="{file}:{number}">Line {number}</span>"#
    )))
}
