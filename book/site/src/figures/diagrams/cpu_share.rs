//! The share of a CPU that comes with a memory size.

use super::{
    canvas::{Anchor, Canvas, count},
    diagram::{Diagram, Drawing},
};
use crate::{
    chart::Layout,
    figures::{
        captioned_table::marked_note, context::Context, format::percent, trials::FULL_CPU_MB,
    },
};
use anyhow::Result;
use data::Origin;

pub(super) const DIAGRAM: Diagram = Diagram {
    name: "cpu-share",
    title: "The CPU share that comes with memory",
    draw,
};

const TOP: f64 = 60.0;
const HEIGHT: f64 = 210.0;

fn draw(context: &Context) -> Result<Drawing> {
    let sizes = context.dataset.memory_sizes().into_iter();
    let shares: Vec<(u32, f64)> = sizes
        .map(|size| (size, f64::from(size) / f64::from(FULL_CPU_MB)))
        .collect();
    let words = shares
        .iter()
        .map(|(size, share)| format!("{} at {size} MB", percent(*share)));
    let words: Vec<_> = words.collect();
    Ok(Drawing {
        description: format!(
            "INIT has one whole CPU at every memory size. A call has its memory's share of one: {}.",
            words.join(", ")
        ),
        basis: marked_note(
            Origin::Published,
            &format!(
                "AWS documents that {FULL_CPU_MB} MB come with one CPU, and other sizes with their share of it"
            ),
        ),
        wide: drawn(&shares, Layout::Wide),
        narrow: drawn(&shares, Layout::Narrow),
    })
}

/// Draws a pair of columns for each memory size: the share of INIT, and that of a call.
fn drawn(shares: &[(u32, f64)], layout: Layout) -> Canvas {
    let width = f64::from(layout.width());
    let mut canvas = Canvas::new(width, TOP + HEIGHT + 46.0);
    let step = width / count(shares);
    let column = step * 0.36;
    let left = |index: usize| step * count(&shares[..index]) + step * 0.1;
    for (index, (size, _)) in shares.iter().enumerate() {
        let middle = left(index) + column + 2.0;
        canvas.text(
            "",
            (middle, TOP + HEIGHT + 28.0),
            Anchor::Middle,
            &format!("{size} MB"),
        );
    }
    canvas.step(|canvas| {
        canvas.text("", (0.0, 18.0), Anchor::Start, "INIT: one whole CPU");
        for index in 0..shares.len() {
            canvas.rect("pale", (left(index), TOP), (column, HEIGHT));
        }
    });
    canvas.step(|canvas| {
        canvas.text(
            "strong",
            (width, 18.0),
            Anchor::End,
            "a call: memory / 1769 MB",
        );
        for (index, (_, share)) in shares.iter().enumerate() {
            let height = HEIGHT * share.min(1.0);
            let x = left(index) + column + 4.0;
            canvas.rect("full", (x, TOP + HEIGHT - height), (column, height));
            let above = (x + column / 2.0, TOP + HEIGHT - height - 8.0);
            canvas.text("strong", above, Anchor::Middle, &percent(*share));
        }
    });
    canvas
}
