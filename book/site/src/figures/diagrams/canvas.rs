//! A drawing area whose shapes take their colours from the theme, by CSS classes.

use crate::html::escape;
use std::fmt::Write;

/// An SVG in the making. Lengths are CSS pixels, as in [`crate::chart::Layout`].
pub(super) struct Canvas {
    width: f64,
    height: f64,
    shapes: String,
}

/// The side of a point on which a text stands.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// The size of text.
pub(super) const TEXT: f64 = 17.0;
/// The distance from one line of text to the next.
pub(super) const LINE: f64 = 22.0;
/// The width of a letter, roughly.
pub(super) const LETTER: f64 = 0.54 * TEXT;

impl Canvas {
    pub(super) const fn new(width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            shapes: String::new(),
        }
    }

    /// A rectangle with its upper left corner at a point.
    pub(super) fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let _ = write!(
            self.shapes,
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" rx="3"/>"#
        );
    }

    /// A line of text, with its baseline at a point.
    pub(super) fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, text: &str) {
        let _ = write!(
            self.shapes,
            r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{}">{}</text>"#,
            anchor.name(),
            escape(text)
        );
    }

    /// A text in lines of at most `width`, centred around a point.
    pub(super) fn paragraph(&mut self, class: &str, (x, y): (f64, f64), width: f64, text: &str) {
        let lines = wrapped(text, width);
        let first = y - LINE * (count(&lines) - 1.0) / 2.0 + TEXT * 0.35;
        for (index, line) in lines.iter().enumerate() {
            let y = first + LINE * count(&lines[..index]);
            self.text(class, (x, y), Anchor::Middle, line);
        }
    }

    /// A line.
    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let _ = write!(
            self.shapes,
            r#"<path class="{class}" d="M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}"/>"#
        );
    }

    /// An arrow to the right or downwards.
    pub(super) fn arrow(&mut self, from: (f64, f64), to: (f64, f64)) {
        const HEAD: f64 = 9.0;
        self.line("arrow", from, to);
        let (x, y) = to;
        let head = if (from.1 - to.1).abs() < f64::EPSILON {
            format!("M{x:.1} {y:.1}l-{HEAD} -5v10z")
        } else {
            format!("M{x:.1} {y:.1}l-5 -{HEAD}h10z")
        };
        let _ = write!(self.shapes, r#"<path class="head" d="{head}"/>"#);
    }

    /// A group of shapes that appears as one step of a talk.
    pub(super) fn step(&mut self, draw: impl FnOnce(&mut Self)) {
        self.shapes.push_str("<g data-step>");
        draw(self);
        self.shapes.push_str("</g>");
    }

    /// The finished drawing; `id` is unique over the whole book.
    pub(super) fn svg(&self, id: &str, title: &str, description: &str) -> String {
        let (title, description) = (escape(title), escape(description));
        format!(
            r#"<svg role="img" aria-labelledby="{id}-title {id}-description" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg"><title id="{id}-title">{title}</title><desc id="{id}-description">{description}</desc>{}</svg>"#,
            self.width, self.height, self.shapes
        )
    }
}

/// A text's words in lines of at most `width`.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a handful of letters"
)]
pub(super) fn wrapped(text: &str, width: f64) -> Vec<String> {
    calculator::wrapped(text, (width / LETTER) as usize)
}

#[allow(clippy::cast_precision_loss, reason = "a handful")]
pub(super) fn count<T>(slice: &[T]) -> f64 {
    slice.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_breaks_between_words() {
        assert_eq!(wrapped("one two three", LETTER * 8.0), ["one two", "three"]);
        assert_eq!(wrapped("immeasurable", LETTER * 3.0), ["immeasurable"]);
    }

    #[test]
    fn a_drawing_is_named_and_escaped() {
        let mut canvas = Canvas::new(10.0, 20.0);
        canvas.text("x", (1.0, 2.0), Anchor::End, "a < b");
        let svg = canvas.svg("id", "T & U", "d");
        assert!(
            svg.contains(r#"viewBox="0 0 10 20""#) && svg.contains("a &lt; b"),
            "{svg}"
        );
        assert!(
            svg.contains(r#"<title id="id-title">T &amp; U</title>"#),
            "{svg}"
        );
    }
}
