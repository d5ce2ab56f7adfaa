//! The chart of an empty function's INIT as others measured it on AWS, with languages that this project
//! does not measure.

use super::chart::{Chart, Drawing, Shapes, ink};
use crate::{
    chart::{Bar, Group, Ink},
    figures::{
        captioned_table::marked_note,
        context::Context,
        format::{ms, three_digits},
        published_cold_starts::{GO, PYTHON, RUST, attribution_of_all, mean_init_ms},
    },
};
use anyhow::Result;
use data::{Origin, Variant};

pub(super) const CHART: Chart = Chart {
    name: "init-by-language",
    title: "INIT of an empty function on AWS, by language",
    axis: "mean init duration in milliseconds",
    reading: "Shorter is better. A bar is the mean over all memory sizes and architectures.",
    draw,
};

const LANGUAGES: [(&str, &str, Ink); 3] = [
    ("Rust", RUST, ink(Variant::Rust)),
    ("Go", GO, Ink::Text),
    ("Python", PYTHON, ink(Variant::Python)),
];

fn draw(chart: &Chart, arguments: &[&str], context: &Context) -> Result<Drawing> {
    chart.takes_none(arguments)?;
    let mut bars = Vec::new();
    let mut rows = Vec::new();
    for (name, runtime, ink) in LANGUAGES {
        let value = mean_init_ms(context.dataset, runtime)?;
        rows.push([name.to_owned(), three_digits(value)]);
        bars.push(Bar {
            name: name.to_owned(),
            ink,
            value,
            first: 0.0,
            range: None,
            text: ms(value),
        });
    }
    let heading = String::new();
    let basis = format!(
        "Measured on AWS by others: {}",
        attribution_of_all(context)?
    );
    Ok(Drawing {
        shapes: Shapes::Bars(vec![Group { heading, bars }]),
        table: chart.table(["Language", "Mean, ms"], &rows)?,
        basis: marked_note(Origin::Published, &basis),
    })
}
