//! One test suite for all variants of a function.

use super::{
    diagram::{Diagram, Drawing},
    flow::{Stage, flow},
};
use crate::{chart::Layout, figures::context::Context};
use anyhow::Result;

pub(super) const DIAGRAM: Diagram = Diagram {
    name: "contract",
    title: "One test suite for Python and for Rust",
    draw,
};

const STAGES: [Stage; 3] = [
    Stage {
        class: "python",
        heading: "Develop in Python",
        words: "to find out what the function should do",
    },
    Stage {
        class: "plain",
        heading: "One test suite",
        words: "the same events, the same answers, for both",
    },
    Stage {
        class: "rust",
        heading: "Deploy in Rust",
        words: "the part that is called a hundred million times",
    },
];

fn draw(_: &Context) -> Result<Drawing> {
    let canvas = |layout| flow(&STAGES, "", layout);
    Ok(Drawing {
        description: "Develop in Python, to find out what the function should do; one test suite sends both \
                      versions the same events and expects the same answers; deploy in Rust the part that is \
                      called a hundred million times."
            .to_owned(),
        basis: String::new(),
        wide: canvas(Layout::Wide),
        narrow: canvas(Layout::Narrow),
    })
}
