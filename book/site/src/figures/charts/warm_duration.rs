//! The chart of warm calls: a panel for each function with a line for each variant.

use super::{Chart, Drawing, drawn, heading, row};
use crate::{
    chart::{self, Line, Panel, Point, legend},
    figures::{
        context::{Cell, Context},
        quantity::Quantity,
    },
};
use anyhow::Result;
use data::{Variant, Workload};

pub(super) const CHART: Chart = Chart {
    name: "warm-duration",
    title: "Warm calls: mean duration by memory size and variant",
    axis: "mean duration in milliseconds",
    reading: "Lower is better. Both axes are logarithmic, so the same distance is always the same \
              number of times; the thin line through a point runs from the lowest to the highest \
              mean when the measurement was repeated.",
    draw,
};

fn draw(chart: &Chart, workloads: &[Workload], context: &Context) -> Result<Drawing> {
    let mut panels = Vec::new();
    let mut rows = Vec::new();
    for &workload in workloads {
        let mut lines = Vec::new();
        for variant in drawn(workload, context) {
            let mut points = Vec::new();
            for memory_mb in context.dataset.memory_sizes() {
                let cell = Cell::at(workload, variant, memory_mb);
                if let Some(summary) = context.summary_if_measured(cell, Quantity::Warm) {
                    points.push(Point {
                        memory_mb,
                        value: summary.mean,
                        range: summary.mean_range(),
                    });
                    rows.push(row(workload, variant, memory_mb, &summary));
                }
            }
            lines.push(Line { variant, points });
        }
        panels.push(Panel {
            heading: heading(workload),
            lines,
        });
    }
    let description = format!(
        "One panel for each function, in each a line for every variant over the memory sizes, both \
         axes logarithmic: {}; the figures are in the table below.",
        legend(&variants(&panels))
    );
    let label = chart.label(description, context);
    Ok(Drawing {
        svgs: chart::lines(&label, chart.axis, &panels)?,
        rows,
    })
}

/// The variants of all panels, in the order in which the site shows them.
fn variants(panels: &[Panel]) -> Vec<Variant> {
    let is_drawn = |variant: &Variant| {
        let mut lines = panels.iter().flat_map(|panel| &panel.lines);
        lines.any(|line| line.variant == *variant)
    };
    Variant::ALL.iter().copied().filter(is_drawn).collect()
}
