//! Boxes that follow each other: from left to right, and on a phone downwards.

use super::canvas::{Canvas, LINE, count};
use crate::chart::Layout;

/// A box with its heading and a few words.
pub(super) struct Stage<'a> {
    /// The CSS class of its colour.
    pub class: &'a str,
    pub heading: &'a str,
    pub words: &'a str,
}

const GAP: f64 = 34.0;
const PADDING: f64 = 10.0;
/// The height of the boxes of a wide drawing.
const WIDE: f64 = 250.0;
const NARROW: f64 = 96.0;
/// Below the boxes of a wide drawing, for a sentence.
const BELOW: f64 = 60.0;

/// Draws the boxes, each one a step of the talk, and a sentence below them.
pub(super) fn flow(stages: &[Stage], below: &str, layout: Layout) -> Canvas {
    let width = f64::from(layout.width());
    let gaps = GAP * (count(stages) - 1.0);
    let (size, height) = match layout {
        Layout::Wide => (((width - gaps) / count(stages), WIDE), WIDE),
        Layout::Narrow => ((width, NARROW), NARROW * count(stages) + gaps),
    };
    let mut canvas = Canvas::new(width, height + if below.is_empty() { 8.0 } else { BELOW });
    for (index, stage) in stages.iter().enumerate() {
        let before = count(&stages[..index]);
        let corner = match layout {
            Layout::Wide => (before * (size.0 + GAP), 4.0),
            Layout::Narrow => (0.0, 4.0 + before * (size.1 + GAP)),
        };
        canvas.step(|canvas| {
            if index > 0 {
                arrow_to(canvas, corner, size, layout);
            }
            draw_stage(canvas, stage, corner, size);
        });
    }
    if !below.is_empty() {
        let middle = (width / 2.0, height + BELOW / 2.0 + 4.0);
        canvas.step(|canvas| canvas.paragraph("strong", middle, width, below));
    }
    canvas
}

fn arrow_to(canvas: &mut Canvas, (x, y): (f64, f64), size: (f64, f64), layout: Layout) {
    let (from, to) = match layout {
        Layout::Wide => {
            let middle = y + size.1 / 2.0;
            ((x - GAP + 4.0, middle), (x - 4.0, middle))
        }
        Layout::Narrow => {
            let middle = x + size.0 / 2.0;
            ((middle, y - GAP + 4.0), (middle, y - 4.0))
        }
    };
    canvas.arrow(from, to);
}

fn draw_stage(canvas: &mut Canvas, stage: &Stage, (x, y): (f64, f64), size: (f64, f64)) {
    canvas.rect(&format!("box {}", stage.class), (x, y), size);
    let inside = size.0 - 2.0 * PADDING;
    let middle = x + size.0 / 2.0;
    let heading = super::canvas::wrapped(stage.heading, inside);
    let words = super::canvas::wrapped(stage.words, inside);
    let all = LINE * (count(&heading) + count(&words)) + 8.0;
    let top = y + (size.1 - all) / 2.0;
    let first = top + LINE * count(&heading) / 2.0;
    canvas.paragraph("strong", (middle, first), inside, stage.heading);
    let second = top + LINE * count(&heading) + 8.0 + LINE * count(&words) / 2.0;
    canvas.paragraph("", (middle, second), inside, stage.words);
}
