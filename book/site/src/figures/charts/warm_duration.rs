//! The chart of warm calls: a panel for each function with a line for each variant.

use super::chart::{COLUMNS, Chart, Drawing, Shapes, drawn, heading, row, workloads};
use crate::{
    chart::{Line, Panel, Point},
    figures::{
        context::{Cell, Context},
        provenance,
        quantity::Quantity,
    },
};
use anyhow::Result;

pub(super) const CHART: Chart = Chart {
    name: "warm-duration",
    title: "Warm calls: mean duration by memory size and variant",
    axis: "mean duration in milliseconds",
    reading: "Lower is better. Both axes are logarithmic, so equal distances are equal \
              ratios; the thin line through a point spans the lowest to the highest mean \
              of the repetitions.",
    draw,
};

fn draw(chart: &Chart, arguments: &[&str], context: &Context) -> Result<Drawing> {
    let mut panels = Vec::new();
    let mut rows = Vec::new();
    for workload in workloads(arguments)? {
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
    Ok(Drawing {
        shapes: Shapes::Lines(panels),
        table: chart.table(COLUMNS, &rows)?,
        basis: provenance::line(context),
    })
}
