//! The chart of memory: the most that was resident, by function and variant.

use super::chart::{Chart, Drawing, Shapes, drawn, heading, ink, workloads};
use crate::{
    chart::{Bar, Group},
    figures::{
        context::{Cell, Context},
        format::{mb, three_digits},
        provenance,
        quantity::Quantity,
    },
};
use anyhow::Result;

pub(super) const CHART: Chart = Chart {
    name: "memory",
    title: "Memory: largest resident set by function and variant",
    axis: "largest resident set in MB",
    reading: "Shorter is better. A bar is the mean over the warm calls at 512 MB; the thin line across its \
              end spans the lowest to the highest mean of the repetitions.",
    draw,
};

/// The memory size in MB that the function has.
const MEMORY_MB: u32 = 512;

fn draw(chart: &Chart, arguments: &[&str], context: &Context) -> Result<Drawing> {
    let mut groups = Vec::new();
    let mut rows = Vec::new();
    for workload in workloads(arguments)? {
        let mut bars = Vec::new();
        for variant in drawn(workload, context) {
            let cell = Cell::at(workload, variant, MEMORY_MB);
            let Some(summary) = context.summary_if_measured(cell, Quantity::Memory) else {
                continue;
            };
            rows.push([
                workload.to_string(),
                variant.label().to_owned(),
                three_digits(summary.mean),
            ]);
            bars.push(Bar {
                name: variant.short().to_owned(),
                ink: ink(variant),
                value: summary.mean,
                first: 0.0,
                range: Some(summary.mean_range()),
                text: mb(summary.mean),
            });
        }
        groups.push(Group {
            heading: heading(workload),
            bars,
        });
    }
    Ok(Drawing {
        shapes: Shapes::Bars(groups),
        table: chart.table(["Function", "Variant", "Mean, MB"], &rows)?,
        basis: provenance::line(context),
    })
}
