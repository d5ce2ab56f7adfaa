//! `{{#earlier …}}`: what the first version of the talk stated.

use super::{context::Context, number::usd};
use anyhow::{Result, anyhow, bail};
use cost::Cents;

const FILE: &str = "data/published/earlier-talk.csv";

/// `{{#earlier zip python}}`, or with a memory size: `{{#earlier duration python 128}}`.
pub(super) fn earlier(arguments: &[&str], context: &Context) -> Result<String> {
    let (figure, language, memory) = match *arguments {
        [figure, language] => (figure, language, None),
        [figure, language, memory] => (figure, language, Some(memory)),
        _ => bail!("write `{{{{#earlier figure language}}}}`"),
    };
    let mut stated = context.dataset.earlier_talk.iter();
    let row = stated.find(|row| {
        let row_memory = row.memory_mb.map(|memory| memory.to_string());
        row.figure == figure && row.language == language && row_memory.as_deref() == memory
    });
    let row = row.ok_or_else(|| {
        let words = arguments.join(" ");
        anyhow!("no {words} in {FILE}")
    })?;
    Ok(match row.unit.as_str() {
        "USD" => usd(Cents::rounded(row.value)),
        unit => format!("{}\u{a0}{unit}", row.value),
    })
}
