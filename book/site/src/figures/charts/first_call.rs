//! The chart of the trials: cold starts of functions that are changed in one thing.

use super::chart::{Chart, Drawing, Shapes, ink};
use crate::{
    chart::{Bar, Group},
    figures::{
        context::Context,
        format::{ms, three_digits},
        trials::{self, FIRST_CALL},
    },
};
use anyhow::{Context as _, Result, ensure};
use data::{Trial, TrialFigure};

pub(super) const CHART: Chart = Chart {
    name: "first-call",
    title: "From the start to the first answer, by what the function does",
    axis: "milliseconds: INIT pale, first call solid",
    reading: "Shorter is better. A bar is the median from the start to the first answer, and its pale part \
              the median INIT; the thin line runs from the shortest cold start to the longest.",
    draw,
};

fn draw(chart: &Chart, arguments: &[&str], context: &Context) -> Result<Drawing> {
    let [memory, chosen @ ..] = arguments else {
        anyhow::bail!(
            "name a memory size, such as `{{{{#chart {} 128}}}}`",
            chart.name
        );
    };
    let memory_mb = trials::memory_of(memory)?;
    let chosen: Vec<Trial> = chosen
        .iter()
        .map(|name| name.parse().context("name trials after the memory size"))
        .collect::<Result<_>>()?;
    let mut bars = Vec::new();
    let mut rows = Vec::new();
    for (trial, language, change) in FIRST_CALL {
        if !chosen.is_empty() && !chosen.contains(&trial) {
            continue;
        }
        let of = |figure| trials::summary(context, trial, memory_mb, figure);
        let (init, total) = (of(TrialFigure::Init)?, of(TrialFigure::Total)?);
        let function = format!("{}, {change}", language.label());
        rows.push([
            function.clone(),
            three_digits(init.median),
            three_digits(total.median),
        ]);
        bars.push(Bar {
            name: function,
            ink: ink(language),
            value: total.median,
            first: init.median,
            range: Some((total.min, total.max)),
            text: ms(total.median),
        });
    }
    ensure!(
        !bars.is_empty(),
        "none of these trials changes the first call"
    );
    let heading = String::new();
    Ok(Drawing {
        shapes: Shapes::Bars(vec![Group { heading, bars }]),
        table: chart.table(["Function", "Init, ms", "Start to answer, ms"], &rows)?,
        basis: trials::measured(context)?,
    })
}
