//! A diagram: its drawing, and the same in words.

use super::canvas::Canvas;
use crate::{
    chart::{Layout, panels},
    figures::context::Context,
    html::escape,
};
use anyhow::Result;

/// A diagram that `{{#diagram …}}` may name.
pub(in crate::figures) struct Diagram {
    pub name: &'static str,
    pub title: &'static str,
    pub(super) draw: fn(&Context) -> Result<Drawing>,
}

/// A diagram's contents.
pub(super) struct Drawing {
    /// The same in a few sentences, for those who can't see it.
    pub description: String,
    /// The basis of its figures, as HTML; empty if it has none.
    pub basis: String,
    pub wide: Canvas,
    pub narrow: Canvas,
}

impl Diagram {
    /// The diagram as HTML.
    ///
    /// # Errors
    /// A figure in it was not measured.
    pub(in crate::figures) fn html(&self, context: &Context) -> Result<String> {
        let drawing = (self.draw)(context)?;
        let panels = panels(|layout| {
            let canvas = match layout {
                Layout::Wide => &drawing.wide,
                Layout::Narrow => &drawing.narrow,
            };
            let id = format!("diagram-{}-{}", context.id, layout.name());
            Ok(canvas.svg(&id, self.title, &drawing.description))
        })?;
        Ok(format!(
            r#"<figure class="chart diagram"><figcaption>{}</figcaption>{}{}</figure>"#,
            escape(self.title),
            panels,
            drawing.basis,
        ))
    }
}
