//! `{{#code …}}`: source of the measured functions.

use crate::figures::{
    context::Context,
    directive::Directive,
    replacement::Replacement,
    source_code::{Excerpt, excerpt},
};
use anyhow::Result;
use std::fmt::Write;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "code",
    usage: &["FILE …", "FILE:ITEM …", "FILE:ITEM..ITEM …"],
    becomes: "source below `lambdas/`, side by side where there is room: a file, an item of it, or \
              everything from one item up to another",
    expand: code,
};

fn code(arguments: &[&str], context: &Context) -> Result<Replacement> {
    if arguments.is_empty() {
        return Err(DIRECTIVE.misused());
    }
    let mut html = format!(
        r#"<div class="code-pair" data-columns="{}">"#,
        arguments.len()
    );
    for argument in arguments {
        let excerpt = excerpt(argument, context)?;
        html.push_str(&figure(&excerpt)?);
    }
    html.push_str("</div>");
    Ok(Replacement::Block(html))
}

fn figure(excerpt: &Excerpt) -> Result<String> {
    let Excerpt { file, lines, .. } = excerpt;
    let name = format!("lambdas/{file}");
    let (first, last) = (lines.start + 1, lines.end);
    let mut html = format!(
        r#"<figure class="code"><figcaption>{name}</figcaption><pre tabindex="0" role="region" aria-label="{name}, lines {first} to {last}"><code class="nohighlight">"#
    );
    for (number, line) in (first..).zip(excerpt.highlighted()?) {
        // The line's end is written as a reference: a blank line would end the HTML in Markdown.
        let _ = write!(
            html,
            r#"<span class="line" data-line="{file}:{number}" data-number="{number}">{line}&#10;</span>"#
        );
    }
    html.push_str("</code></pre></figure>");
    Ok(html)
}
