//! The chart of cold starts: a bar for each function and variant.

use super::{Chart, Drawing, drawn, heading, row};
use crate::{
    chart::{self, Bar, Group},
    figures::{
        context::{Cell, Context},
        number::ms,
        quantity::Quantity,
    },
};
use anyhow::Result;
use data::Workload;

pub(super) const CHART: Chart = Chart {
    name: "cold-start",
    title: "Cold start: mean init duration by function and variant",
    axis: "mean init duration in milliseconds",
    reading: "Shorter is better. A bar is the mean over all memory sizes; the thin line across its \
              end runs from the lowest to the highest mean when the measurement was repeated.",
    draw,
};

fn draw(chart: &Chart, workloads: &[Workload], context: &Context) -> Result<Drawing> {
    let mut groups = Vec::new();
    let mut rows = Vec::new();
    for &workload in workloads {
        let bars = drawn(workload, context).filter_map(|variant| {
            let cell = Cell::at_all_sizes(workload, variant);
            let summary = context.summary_if_measured(cell, Quantity::Init)?;
            Some(Bar {
                variant,
                value: summary.mean,
                range: summary.mean_range(),
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
    let description = "Horizontal bars, one for each function and variant, from zero milliseconds; \
                       the figures are in the table below.";
    let label = chart.label(description.to_owned(), context);
    Ok(Drawing {
        svgs: chart::bars(&label, chart.axis, &groups)?,
        rows,
    })
}
