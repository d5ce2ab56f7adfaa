//! Diagrams: drawings of how something works, with figures where it has some.

#![allow(
    clippy::unnecessary_wraps,
    reason = "every diagram is drawn by a function of one type, and most need a figure"
)]

mod bill_of_a_call;
mod canvas;
mod contract;
mod cpu_share;
mod decision;
mod extension;
mod flow;
mod path;

use super::{context::Context, names};
use crate::{chart::Layout, html::escape};
use anyhow::{Result, anyhow};
use canvas::Canvas;

/// A diagram that `{{#diagram …}}` may name.
pub(super) struct Diagram {
    name: &'static str,
    title: &'static str,
    draw: fn(&Context) -> Result<Drawing>,
}

/// What a diagram shows.
struct Drawing {
    /// The same in a few sentences, for those who can't see it.
    description: String,
    /// What its figures rest on, as HTML; empty if it has none.
    basis: String,
    wide: Canvas,
    narrow: Canvas,
}

/// Every diagram.
const DIAGRAMS: &[&Diagram] = &[
    &bill_of_a_call::DIAGRAM,
    &cpu_share::DIAGRAM,
    &extension::DIAGRAM,
    &path::DIAGRAM,
    &contract::DIAGRAM,
    &decision::DIAGRAM,
];

/// The diagram of that name.
///
/// # Errors
/// There is none.
pub(super) fn find(name: &str) -> Result<&'static Diagram> {
    let found = DIAGRAMS.iter().find(|diagram| diagram.name == name);
    found.copied().ok_or_else(|| {
        let names = names::alternatives(DIAGRAMS.iter().map(|diagram| diagram.name));
        anyhow!("`{name}` is unknown: use {names}")
    })
}

impl Diagram {
    /// The diagram as HTML.
    ///
    /// # Errors
    /// A figure in it was not measured.
    pub(super) fn html(&self, context: &Context) -> Result<String> {
        let drawing = (self.draw)(context)?;
        let panels = Layout::ALL.map(|layout| {
            let canvas = match layout {
                Layout::Wide => &drawing.wide,
                Layout::Narrow => &drawing.narrow,
            };
            let name = layout.name();
            let id = format!("diagram-{}-{name}", context.id);
            let svg = canvas.svg(&id, self.title, &drawing.description);
            format!(r#"<div class="panels {name}">{svg}</div>"#)
        });
        Ok(format!(
            r#"<figure class="chart diagram"><figcaption>{}</figcaption>{}{}</figure>"#,
            escape(self.title),
            panels.concat(),
            drawing.basis,
        ))
    }
}
