//! The data that crosses the border between Python and Rust in a hybrid.

use super::{
    diagram::{Diagram, Drawing},
    flow::{Stage, flow},
};
use crate::{
    chart::Layout,
    figures::{
        context::{Cell, Context},
        format::ms,
        provenance,
        quantity::Quantity,
    },
};
use anyhow::Result;
use data::{Variant, Workload};

pub(super) const DIAGRAM: Diagram = Diagram {
    name: "extension",
    title: "What crosses the border between Python and Rust",
    draw,
};

const STAGES: [Stage; 4] = [
    Stage {
        class: "python",
        heading: "Python's runtime",
        words: "reads the event's JSON, all of it",
    },
    Stage {
        class: "python",
        heading: "Handler",
        words: "passes the body as bytes: a copy",
    },
    Stage {
        class: "rust",
        heading: "Extension",
        words: "parses and computes in Rust",
    },
    Stage {
        class: "python",
        heading: "Handler",
        words: "gets the answer as bytes: a copy",
    },
];

/// A whole CPU in MB.
const MEMORY_MB: u32 = 1769;

fn draw(context: &Context) -> Result<Drawing> {
    let mean = |variant| {
        let cell = Cell::at(Workload::Aggregate, variant, MEMORY_MB);
        anyhow::Ok(ms(context.summary(cell, Quantity::Warm)?.mean))
    };
    let below = format!(
        "A warm aggregate: {} in Python, {} as a hybrid, {} in Rust",
        mean(Variant::Python)?,
        mean(Variant::Hybrid)?,
        mean(Variant::Rust)?
    );
    let canvas = |layout| flow(&STAGES, &below, layout);
    let stages = STAGES.map(|stage| format!("{}: {}", stage.heading, stage.words));
    Ok(Drawing {
        description: format!("{}. {below}.", stages.join("; ")),
        basis: provenance::line(context),
        wide: canvas(Layout::Wide),
        narrow: canvas(Layout::Narrow),
    })
}
