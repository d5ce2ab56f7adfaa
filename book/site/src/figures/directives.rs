//! The directives, a file each.

mod bill;
mod break_even_utilisation;
mod calculator;
mod chart;
mod code;
mod cold_starts_usd;
mod demo;
mod device;
mod diagram;
mod earlier;
mod estimate;
mod fact;
mod first_call;
mod fleet;
mod guess;
mod licences;
mod line;
mod load;
mod model;
mod origins;
mod overhead;
mod package;
mod packages;
mod price;
mod provenance;
mod published;
mod pythons;
mod ratio;
mod rerun;
mod runs;
mod site_link;
mod source;
mod speaker;
mod stat;
mod trials;
mod versus;
mod where_measured;

#[cfg(test)]
mod tests;

use super::{call::Call, context::Context, directive::Directive, replacement::Replacement};
use crate::names;
use anyhow::{Result, bail};

/// Every directive, in the order in which they are documented.
const DIRECTIVES: &[&Directive] = &[
    &chart::DIRECTIVE,
    &diagram::DIRECTIVE,
    &versus::DIRECTIVE,
    &stat::DIRECTIVE,
    &ratio::DIRECTIVE,
    &where_measured::DIRECTIVE,
    &provenance::DIRECTIVE,
    &runs::DIRECTIVE,
    &published::DIRECTIVE,
    &estimate::DIRECTIVE,
    &model::DIRECTIVE,
    &first_call::DIRECTIVE,
    &cold_starts_usd::DIRECTIVE,
    &pythons::DIRECTIVE,
    &trials::TABLES,
    &trials::FIGURE,
    &load::DIRECTIVE,
    &overhead::DIRECTIVE,
    &packages::DIRECTIVE,
    &package::DIRECTIVE,
    &break_even_utilisation::DIRECTIVE,
    &source::DIRECTIVE,
    &origins::DIRECTIVE,
    &bill::DIRECTIVE,
    &price::DIRECTIVE,
    &fact::DIRECTIVE,
    &earlier::DIRECTIVE,
    &rerun::DIRECTIVE,
    &guess::DIRECTIVE,
    &demo::DIRECTIVE,
    &licences::DIRECTIVE,
    &speaker::DIRECTIVE,
    &site_link::DIRECTIVE,
    &code::DIRECTIVE,
    &line::DIRECTIVE,
    &calculator::DIRECTIVE,
    &fleet::DIRECTIVE,
    &device::DIRECTIVE,
];

/// Computes what takes a directive's place.
///
/// # Errors
/// There is no such directive, its arguments are wrong, or the data lacks what it needs.
pub(super) fn expand(call: &Call, context: &Context) -> Result<Replacement> {
    let mut directives = DIRECTIVES.iter();
    let Some(directive) = directives.find(|directive| directive.name == call.name) else {
        let names = DIRECTIVES.iter().map(|directive| directive.name);
        bail!("no such directive: use {}", names::alternatives(names));
    };
    (directive.expand)(&call.arguments, context)
}

/// The directives as a Markdown table, for CONTRIBUTING.md.
pub(super) fn documentation() -> String {
    let rows = DIRECTIVES.iter().map(|directive| {
        let forms: Vec<String> = directive.forms().collect();
        format!("| {} | {} |\n", forms.join("<br>"), directive.becomes)
    });
    let header = "| directive | becomes |\n| --- | --- |\n";
    header.to_owned() + &rows.collect::<String>()
}
