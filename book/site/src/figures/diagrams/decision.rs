//! The choice between Python and Rust, as questions in the order in which to ask them.

use super::{
    canvas::{Anchor, Canvas, TEXT, count},
    diagram::{Diagram, Drawing},
};
use crate::{chart::Layout, figures::context::Context};
use anyhow::Result;

pub(super) const DIAGRAM: Diagram = Diagram {
    name: "decision",
    title: "When Python, when Rust",
    draw,
};

/// A question, the answer of those who say yes, and the CSS class of that answer's colour.
const QUESTIONS: [(&str, &str, &str); 4] = [
    (
        "Is it called rarely, or does it change often?",
        "Python",
        "python",
    ),
    (
        "Is its hot loop already in a C or Rust library?",
        "Python, with that library",
        "python",
    ),
    (
        "Does one loop of your own take the time?",
        "Python, with an extension",
        "hybrid",
    ),
    (
        "Do people wait for its cold starts, or does its volume pay for the port?",
        "Rust",
        "rust",
    ),
];

const LAST: &str = "No to all: Python";

fn draw(_: &Context) -> Result<Drawing> {
    let rows = QUESTIONS.map(|(question, answer, _)| format!("{question} Yes: {answer}."));
    Ok(Drawing {
        description: format!("{} {LAST}.", rows.join(" ")),
        basis: String::new(),
        wide: drawn(Layout::Wide),
        narrow: drawn(Layout::Narrow),
    })
}

fn drawn(layout: Layout) -> Canvas {
    let width = f64::from(layout.width());
    let (row, between) = match layout {
        Layout::Wide => (56.0, 18.0),
        Layout::Narrow => (92.0, 24.0),
    };
    let question = (width * 0.58).floor();
    let answer = (width * 0.30).floor();
    let mut canvas = Canvas::new(width, (row + between) * count(&QUESTIONS) + TEXT + 8.0);
    for (index, (text, answer_text, class)) in QUESTIONS.into_iter().enumerate() {
        let y = 2.0 + (row + between) * count(&QUESTIONS[..index]);
        canvas.step(|canvas| {
            canvas.rect("box plain", (0.0, y), (question, row));
            canvas.paragraph("", (question / 2.0, y + row / 2.0), question - 16.0, text);
            let (from, to) = (question + 4.0, width - answer - 4.0);
            let middle = y + row / 2.0;
            canvas.arrow((from, middle), (to, middle));
            let yes = (f64::midpoint(from, to), middle - 8.0);
            canvas.text("", yes, Anchor::Middle, "yes");
            let corner = (width - answer, y);
            canvas.rect(&format!("box {class}"), corner, (answer, row));
            let centre = (width - answer / 2.0, middle);
            canvas.paragraph("strong", centre, answer - 12.0, answer_text);
            let x = question / 2.0;
            canvas.arrow((x, y + row + 2.0), (x, y + row + between - 2.0));
        });
    }
    let y = 2.0 + (row + between) * count(&QUESTIONS) + TEXT * 0.9;
    canvas.step(|canvas| canvas.text("strong", (question / 2.0, y), Anchor::Middle, LAST));
    canvas
}
