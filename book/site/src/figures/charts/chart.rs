//! A chart: its drawing, how to read it, what it rests on, and its figures as a table.

use crate::{
    chart::{self, Group, Ink, Label, Layout, Panel},
    figures::{context::Context, format::three_digits},
    html::{escape, table},
};
use anyhow::{Result, anyhow};
use data::{Summary, Variant, Workload};

/// A chart that `{{#chart …}}` may name.
pub(in crate::figures) struct Chart {
    pub name: &'static str,
    pub title: &'static str,
    /// The name of the values with their unit.
    pub axis: &'static str,
    /// Sentences on how to read it.
    pub reading: &'static str,
    /// Computes what is drawn from the words behind the chart's name.
    pub(super) draw: fn(&Chart, &[&str], &Context) -> Result<Drawing>,
}

/// A chart's contents.
pub(super) struct Drawing {
    pub shapes: Shapes,
    /// The same figures, as an HTML table.
    pub table: String,
    /// The basis of the figures, as HTML.
    pub basis: String,
}

/// A chart's bars or lines.
pub(super) enum Shapes {
    Bars(Vec<Group>),
    Lines(Vec<Panel>),
}

impl Chart {
    /// The chart as HTML. `arguments` are the words behind its name: which functions, for one.
    ///
    /// # Errors
    /// Nothing was measured that it could show, or it knows nothing of an argument.
    pub(in crate::figures) fn html(&self, arguments: &[&str], context: &Context) -> Result<String> {
        let Drawing {
            shapes,
            table,
            basis,
        } = (self.draw)(self, arguments, context)?;
        let label = Label {
            id: format!("chart-{}", context.id),
            title: self.title.to_owned(),
            description: format!(
                "{} {} The figures are in the table below.",
                shapes.description(),
                self.reading
            ),
        };
        let panels = chart::panels(|layout| shapes.svgs(&label, self.axis, layout))?;
        Ok(format!(
            r#"<figure class="chart"><figcaption>{}</figcaption>{panels}<p class="reading">{}</p>{basis}<details><summary>The figures as a table</summary>{table}</details></figure>"#,
            escape(self.title),
            escape(self.reading),
        ))
    }

    /// The figures that it draws as a table of that many columns.
    pub(super) fn table<const N: usize>(
        &self,
        header: [&str; N],
        rows: &[[String; N]],
    ) -> Result<String> {
        anyhow::ensure!(
            !rows.is_empty(),
            "`{}` has nothing to draw: measure again",
            self.name
        );
        let mut functions: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
        functions.dedup();
        let name = format!("{}: {}", self.title, functions.join(", "));
        Ok(table(&name, header, rows))
    }

    /// The error of an argument that it has no use for.
    pub(super) fn takes_none(&self, arguments: &[&str]) -> Result<()> {
        match arguments {
            [] => Ok(()),
            [first, ..] => Err(anyhow!(
                "leave `{first}` out: `{}` takes no arguments",
                self.name
            )),
        }
    }
}

impl Shapes {
    fn svgs(&self, label: &Label, axis: &str, layout: Layout) -> Result<String> {
        match self {
            Self::Bars(groups) => chart::bars(label, axis, groups, layout),
            Self::Lines(panels) => Ok(chart::lines(label, axis, panels, layout)?.concat()),
        }
    }

    /// A description for those who can't see it.
    fn description(&self) -> String {
        match self {
            Self::Bars(_) => "Horizontal bars from zero.".to_owned(),
            Self::Lines(panels) => format!(
                "One panel for each function, with a line for each variant over the memory sizes; \
                 both axes are logarithmic: {}.",
                chart::legend(&variants(panels))
            ),
        }
    }
}

/// The variants of all panels, in the order in which the site shows them.
fn variants(panels: &[Panel]) -> Vec<Variant> {
    let is_drawn = |variant: &Variant| {
        let mut lines = panels.iter().flat_map(|panel| &panel.lines);
        lines.any(|line| line.variant == *variant)
    };
    Variant::ALL.iter().copied().filter(is_drawn).collect()
}

/// The workloads that arguments name; all that are compared if they name none.
pub(super) fn workloads(arguments: &[&str]) -> Result<Vec<Workload>> {
    if arguments.is_empty() {
        return Ok(Workload::compared().collect());
    }
    let workloads = arguments.iter().map(|name| Ok(name.parse()?));
    workloads.collect()
}

/// The colour of a variant's bar.
pub(super) const fn ink(variant: Variant) -> Ink {
    Ink::Variant(variant)
}

/// The columns of [`row`].
pub(super) const COLUMNS: [&str; 6] = [
    "Function",
    "Variant",
    "Memory",
    "Mean, ms",
    "Repetitions, ms",
    "Calls",
];

pub(super) fn row(
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

/// The variants in the charts, of those that were measured: those that connect late have a table of
/// their own.
pub(super) fn drawn(workload: Workload, context: &Context) -> impl Iterator<Item = Variant> {
    let variants = context.dataset.variants(workload);
    variants.filter(|variant| !variant.connects_late())
}

/// The name of a workload with what it does, in a few words.
pub(super) fn heading(workload: Workload) -> String {
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
