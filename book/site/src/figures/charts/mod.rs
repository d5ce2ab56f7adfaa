//! Charts, each with its reading, its provenance and its figures as a table.

mod cold_start;
mod warm_duration;

use super::{context::Context, names, number::three_digits, provenance};
use crate::{
    chart::Label,
    html::{escape, table},
};
use anyhow::{Result, anyhow, ensure};
use data::{Summary, Variant, Workload};

/// A chart that `{{#chart …}}` may name.
pub(super) struct Chart {
    name: &'static str,
    title: &'static str,
    /// The name of the values with their unit.
    axis: &'static str,
    /// Sentences on how to read it.
    reading: &'static str,
    draw: fn(&Chart, &[Workload], &Context) -> Result<Drawing>,
}

/// A drawn chart.
struct Drawing {
    svgs: Vec<String>,
    /// The figures that are drawn.
    rows: Vec<[String; 6]>,
}

/// Every chart.
const CHARTS: &[&Chart] = &[&cold_start::CHART, &warm_duration::CHART];

/// The chart of that name.
///
/// # Errors
/// There is none.
pub(super) fn find(name: &str) -> Result<&'static Chart> {
    let found = CHARTS.iter().find(|chart| chart.name == name);
    found.copied().ok_or_else(|| {
        let names = names::alternatives(CHARTS.iter().map(|chart| chart.name));
        anyhow!("`{name}` is unknown: use {names}")
    })
}

impl Chart {
    /// The chart of some workloads, as HTML.
    ///
    /// # Errors
    /// Nothing was measured that it could show.
    pub(super) fn html(&self, workloads: &[Workload], context: &Context) -> Result<String> {
        let Drawing { svgs, rows } = (self.draw)(self, workloads, context)?;
        ensure!(
            !rows.is_empty(),
            "nothing to draw in run {}: measure again",
            context.dataset.run.run_id
        );
        let header = [
            "Function",
            "Variant",
            "Memory",
            "Mean, ms",
            "When repeated, ms",
            "Calls",
        ];
        let mut functions: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
        functions.dedup();
        let name = format!("{}: {}", self.title, functions.join(", "));
        Ok(format!(
            r#"<figure class="chart"><figcaption>{}</figcaption><div class="panels">{}</div><p class="reading">{}</p>{}<details><summary>The figures as a table</summary>{}</details></figure>"#,
            escape(self.title),
            svgs.concat(),
            escape(self.reading),
            provenance::line(context),
            table(&name, header, &rows),
        ))
    }

    fn label(&self, description: String, context: &Context) -> Label {
        Label {
            id: format!("chart-{}", context.id),
            title: format!("{}, measured {}", self.title, context.measured_where()),
            description,
        }
    }
}

fn row(workload: Workload, variant: Variant, memory_mb: u32, summary: &Summary) -> [String; 6] {
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

/// The variants in the charts, of those that were measured: those that connect late have a table of
/// their own.
fn drawn(workload: Workload, context: &Context) -> impl Iterator<Item = Variant> {
    let variants = context.dataset.variants(workload);
    variants.filter(|variant| !variant.connects_late())
}

/// The name of a workload with what it does, in a few words.
fn heading(workload: Workload) -> String {
    let does = match workload {
        Workload::Hello => "answers a constant",
        Workload::Record => "writes one item to DynamoDB",
        Workload::Aggregate => "statistics of a megabyte of JSON",
        Workload::Dedupe => "near-duplicates by edit distance",
        Workload::Thumbnail => "resizes a JPEG",
        Workload::Light => "writes five items to DynamoDB and reads them",
        Workload::Hash => "half a million hashes",
        Workload::Sort => "sorts 100 MiB of integers",
    };
    format!("{workload}: {does}")
}
