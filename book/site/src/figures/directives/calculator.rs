//! `{{#calculator}}`: the calculator as it stands in a page, computed once here for a reader without
//! JavaScript, and again by the widget.

use crate::figures::{context::Context, directive::Directive, replacement::Replacement};
use anyhow::{Result, bail};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "calculator",
    usage: &[""],
    becomes: "the calculator",
    expand: calculator,
};

fn calculator(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    let tables = context.dataset.tables();
    let html = ::calculator::prerender(&tables);
    let text = tables.encode();
    let has_blank_line = |text: &str| text.lines().any(|line| line.trim().is_empty());
    if has_blank_line(&html) || has_blank_line(&text) {
        bail!("a blank line would end the calculator's HTML in Markdown");
    }
    if text.contains("</") {
        bail!("`</` in data/ would end the calculator's tables: remove it");
    }
    let text = text.trim_end();
    Ok(Replacement::Block(format!(
        r#"<div id="calculator" data-prevent-swipe>{html}</div>

<script type="text/plain" id="calculator-tables">{text}</script>"#
    )))
}
