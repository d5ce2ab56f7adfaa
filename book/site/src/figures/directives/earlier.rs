//! `{{#earlier …}}`: what the first version of the talk stated.

use crate::figures::{
    context::Context, directive::Directive, format::usd, replacement::Replacement,
};
use anyhow::{Context as _, Result};
use cost::Cents;
use data::Origin;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "earlier",
    usage: &["FIGURE LANGUAGE", "FIGURE LANGUAGE MEMORY"],
    becomes: "a figure that the first version of the talk stated",
    expand: earlier,
};

const FILE: &str = "data/published/earlier-talk.csv";

fn earlier(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let (figure, language, memory) = match *arguments {
        [figure, language] => (figure, language, None),
        [figure, language, memory] => (figure, language, Some(memory)),
        _ => return Err(DIRECTIVE.misused()),
    };
    let mut stated = context.dataset.earlier_talk.iter();
    let row = stated.find(|row| {
        let row_memory = row.memory_mb.map(|memory| memory.to_string());
        row.figure == figure && row.language == language && row_memory.as_deref() == memory
    });
    let row = row.with_context(|| format!("no {} in {FILE}", arguments.join(" ")))?;
    let text = match row.unit.as_str() {
        "USD" => usd(Cents::rounded(row.value)),
        unit => format!("{}\u{a0}{unit}", row.value),
    };
    Ok(Replacement::Figure(Origin::Published, text))
}
