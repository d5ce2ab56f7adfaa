//! `{{#chart …}}`: a chart with its reading, its provenance and its figures as a table.

use super::{
    context::{Cell, Context},
    number::{ms, three_digits},
    provenance,
    quantity::Quantity,
};
use crate::{
    chart::{self, Bar, Group, Label, Line, Panel, Point, legend},
    html::{escape, table},
};
use anyhow::{Result, anyhow, bail};
use data::{Summary, Variant, Workload};

/// `{{#chart cold-start}}`, `{{#chart warm-duration}}`; with workloads behind it, of these only.
pub(super) fn chart(arguments: &[&str], context: &Context) -> Result<String> {
    let [name, workloads @ ..] = arguments else {
        bail!("write `{{{{#chart cold-start}}}}` or `{{{{#chart warm-duration}}}}`");
    };
    let mut chosen = Vec::new();
    for workload in workloads {
        chosen.push(workload.parse()?);
    }
    let workloads = if chosen.is_empty() {
        Workload::ALL
    } else {
        &chosen
    };
    match *name {
        "cold-start" => cold_start(context, workloads),
        "warm-duration" => warm_duration(context, workloads),
        name => Err(anyhow!(
            "`{name}` is unknown: use cold-start or warm-duration"
        )),
    }
}

fn cold_start(context: &Context, workloads: &[Workload]) -> Result<String> {
    let mut groups = Vec::new();
    let mut cells = Vec::new();
    for &workload in workloads {
        let bars = drawn(workload).filter_map(|variant| {
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
        for variant in drawn(workload) {
            for memory_mb in context.dataset.memory_sizes() {
                let cell = Cell::at(workload, variant, memory_mb);
                if let Some(summary) = context.summary_if_measured(cell, Quantity::Init) {
                    cells.push(cells_of(workload, variant, memory_mb, &summary));
                }
            }
        }
    }
    let figure = Figure {
        title: "Cold start: mean init duration by function and variant",
        description: "Horizontal bars, one for each function and variant, from zero milliseconds; \
                      the figures are in the table below."
            .to_owned(),
        reading: "Shorter is better. A bar is the mean over all memory sizes; the thin line across \
                  its end runs from the lowest to the highest mean when the measurement was \
                  repeated.",
    };
    let label = figure.label(context);
    let drawings = chart::bars(&label, "mean init duration in milliseconds", &groups);
    figure.html(context, &drawings?, &cells)
}

fn warm_duration(context: &Context, workloads: &[Workload]) -> Result<String> {
    let mut panels = Vec::new();
    let mut cells = Vec::new();
    for &workload in workloads {
        let mut lines = Vec::new();
        for variant in drawn(workload) {
            let mut points = Vec::new();
            for memory_mb in context.dataset.memory_sizes() {
                let cell = Cell::at(workload, variant, memory_mb);
                if let Some(summary) = context.summary_if_measured(cell, Quantity::Warm) {
                    points.push(Point {
                        memory_mb,
                        value: summary.mean,
                        range: summary.mean_range(),
                    });
                    cells.push(cells_of(workload, variant, memory_mb, &summary));
                }
            }
            lines.push(Line { variant, points });
        }
        panels.push(Panel {
            heading: heading(workload),
            lines,
        });
    }
    let figure = Figure {
        title: "Warm calls: mean duration by memory size and variant",
        description: format!(
            "One panel for each function, in each a line for every variant over the memory sizes, \
             both axes logarithmic: {}; the figures are in the table below.",
            legend(&drawn_in_any(workloads))
        ),
        reading: "Lower is better. Both axes are logarithmic, so the same distance is always the \
                  same number of times; the thin line through a point runs from the lowest to \
                  the highest mean when the measurement was repeated.",
    };
    let drawings = chart::lines(
        &figure.label(context),
        "mean duration in milliseconds",
        &panels,
    );
    figure.html(context, &drawings?, &cells)
}

/// The words around a chart.
struct Figure {
    title: &'static str,
    description: String,
    reading: &'static str,
}

impl Figure {
    fn label(&self, context: &Context) -> Label {
        let place = context.measured_where();
        Label {
            id: format!("chart-{}", context.id),
            title: format!("{}, measured {place}", self.title),
            description: self.description.clone(),
        }
    }

    fn html(
        &self,
        context: &Context,
        drawings: &[String],
        cells: &[[String; 6]],
    ) -> Result<String> {
        if cells.is_empty() {
            let run = &context.dataset.run.run_id;
            bail!("nothing to draw in run {run}: measure again");
        }
        let header = [
            "Function",
            "Variant",
            "Memory",
            "Mean, ms",
            "When repeated, ms",
            "Calls",
        ];
        let mut functions: Vec<&str> = cells.iter().map(|row| row[0].as_str()).collect();
        functions.dedup();
        let name = format!("{}: {}", self.title, functions.join(", "));
        Ok(format!(
            r#"<figure class="chart"><figcaption>{}</figcaption><div class="panels">{}</div><p class="reading">{}</p>{}<details><summary>The figures as a table</summary>{}</details></figure>"#,
            escape(self.title),
            drawings.concat(),
            escape(self.reading),
            provenance::line(context),
            table(&name, header, cells),
        ))
    }
}

fn cells_of(
    workload: Workload,
    variant: Variant,
    memory_mb: u32,
    summary: &Summary,
) -> [String; 6] {
    let (low, high) = summary.mean_range();
    [
        workload.to_string(),
        variant.label().to_owned(),
        format!("{memory_mb} MB"),
        three_digits(summary.mean),
        format!("{} to {}", three_digits(low), three_digits(high)),
        summary.n.to_string(),
    ]
}

/// The variants in the charts: those that connect late have a table of their own.
fn drawn(workload: Workload) -> impl Iterator<Item = Variant> {
    let variants = workload.variants().iter().copied();
    variants.filter(|variant| !variant.connects_late())
}

/// The variants of several workloads, in the order in which the site shows them.
fn drawn_in_any(workloads: &[Workload]) -> Vec<Variant> {
    let is_drawn = |variant: &Variant| {
        let mut workloads = workloads.iter();
        workloads.any(|&workload| drawn(workload).any(|other| other == *variant))
    };
    Variant::ALL.iter().copied().filter(is_drawn).collect()
}

fn heading(workload: Workload) -> String {
    let does = match workload {
        Workload::Hello => "answers a constant",
        Workload::Record => "writes one item to DynamoDB",
        Workload::Aggregate => "statistics of a megabyte of JSON",
        Workload::Dedupe => "near-duplicates by edit distance",
        Workload::Thumbnail => "resizes a JPEG",
    };
    format!("{workload}: {does}")
}
