//! The chart of cold starts: a bar for each function and variant.

use super::chart::{COLUMNS, Chart, Drawing, Shapes, drawn, heading, ink, row, workloads};
use crate::{
    chart::{Bar, Group},
    figures::{
        context::{Cell, Context},
        format::ms,
        provenance,
        quantity::Quantity,
    },
};
use anyhow::Result;

pub(super) const CHART: Chart = Chart {
    name: "cold-start",
    title: "Cold start: mean init duration by function and variant",
    axis: "mean init duration in milliseconds",
    reading: "Shorter is better. A bar is the mean over all memory sizes; the thin line across its \
              end spans the lowest to the highest mean of the repetitions.",
    draw,
};

fn draw(chart: &Chart, arguments: &[&str], context: &Context) -> Result<Drawing> {
    let mut groups = Vec::new();
    let mut rows = Vec::new();
    for workload in workloads(arguments)? {
        let bars = drawn(workload, context).filter_map(|variant| {
            let cell = Cell::at_all_sizes(workload, variant);
            let summary = context.summary_if_measured(cell, Quantity::Init)?;
            Some(Bar {
                name: variant.short().to_owned(),
                ink: ink(variant),
                value: summary.mean,
                first: 0.0,
                range: Some(summary.mean_range()),
                text: ms(summary.mean),
            })
        });
        groups.push(Group {
            heading: heading(workload),
            bars: bars.collect(),
        });
        for variant in drawn(workload, context) {
            for memory_mb in context.dataset.memory_sizes() {
                let cell = Cell::at(workload, variant, memory_mb);
                if let Some(summary) = context.summary_if_measured(cell, Quantity::Init) {
                    rows.push(row(workload, variant, memory_mb, &summary));
                }
            }
        }
    }
    Ok(Drawing {
        shapes: Shapes::Bars(groups),
        table: chart.table(COLUMNS, &rows)?,
        basis: provenance::line(context),
    })
}
