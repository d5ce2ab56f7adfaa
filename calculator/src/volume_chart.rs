//! The chart of cost against invocations.

use crate::{
    Form,
    markup::{figure, table},
    svg::{Plot, Tenths, Y, dot, label, legend, line, path, round_up, y},
    text::{compact, dollars},
};
use cost::{Bill, Cents, Comparison, Month, grouped};
use data_core::Variant;
use std::fmt::Write;
use yew::prelude::*;

/// Intervals between the points of a line; the scenario is the one in the middle.
const STEPS: u64 = 16;
/// Points from one row of the table to the next.
const TABLE_STEP: usize = 4;

/// A class, and a bill at each volume.
struct Line {
    class: &'static str,
    bills: Vec<Cents>,
}

/// The bills from no invocations to twice the scenario's, as lines and as a table. `pays_from` is
/// the volume from which a port pays for itself within a year.
pub fn volume_chart(
    plot: Plot,
    form: &Form,
    comparison: &Comparison,
    pays_from: Option<u64>,
) -> Html {
    let most = form.scenario.requests.max(500_000) * 2;
    let steps = 0..=STEPS;
    let volumes: Vec<u64> = steps
        .map(|step| most / STEPS * step + most % STEPS * step / STEPS)
        .collect();
    let mut lines = Vec::new();
    let mut fixed = Vec::new();
    for month in &comparison.months {
        let bills = volumes.iter();
        let bills: Vec<Bill> = bills
            .map(|&volume| month.bill_at(&form.prices, volume))
            .collect();
        fixed = bills.iter().map(Bill::per_invocation).collect();
        lines.push(Line {
            class: month.variant().name(),
            bills: bills.iter().map(Bill::total).collect(),
        });
    }
    let variants: Vec<Variant> = comparison.months.iter().map(Month::variant).collect();
    let mut head = vec!["Invocations".to_owned()];
    head.extend(variants.iter().map(|variant| variant.label().to_owned()));
    let mut rows = Vec::new();
    for at in (0..volumes.len()).step_by(TABLE_STEP) {
        let mut row = vec![grouped(volumes[at])];
        row.extend(lines.iter().map(|line| dollars(line.bills[at])));
        rows.push(row);
    }
    let here = volumes.len() / 2;
    let mut summary = format!("At {} invocations a month:", grouped(volumes[here]));
    for (variant, line) in variants.iter().zip(&lines) {
        let (variant, bill) = (variant.label(), dollars(line.bills[here]));
        let _ = write!(summary, " {variant} {bill}.");
    }
    // Below the others.
    lines.insert(
        0,
        Line {
            class: "per-invocation",
            bills: fixed,
        },
    );
    let drawing = html! {
        <>
            { legend(&variants, &[("per-invocation", "Charged per invocation")]) }
            { plot.drawing(&summary, shapes(plot, &volumes, &lines, pays_from)) }
        </>
    };
    figure(
        "The bill by invocations. Where the lines are close together, the language hardly \
         matters: the dotted line is the part charged per invocation, regardless of language.",
        drawing,
        table("Monthly bill by invocations", &head, &rows, &[]),
    )
}

fn shapes(plot: Plot, volumes: &[u64], lines: &[Line], pays_from: Option<u64>) -> Vec<Html> {
    let most_requests = volumes.last().copied().unwrap_or(1);
    let most = lines.iter().flat_map(|line| &line.bills).max();
    let (most, parts) = round_up(most.copied().unwrap_or_default());
    let tick = |part| {
        let count = most_requests / 4 * part;
        (plot.x(count, most_requests), compact(count))
    };
    let ticks: Vec<_> = (0..=4).map(tick).collect();
    let upright = |class, at: Tenths| line(class, (at, Tenths::of(Y.0)), (at, Tenths::of(Y.1)));
    let here = volumes.len() / 2;
    let pays_from = pays_from.filter(|volume| *volume <= most_requests);
    let pays_from = pays_from.map(|volume| plot.x(volume, most_requests));
    let points = |line: &Line| -> Vec<_> {
        let points = volumes.iter().zip(&line.bills);
        points
            .map(|(&volume, &bill)| (plot.x(volume, most_requests), y(bill, most)))
            .collect()
    };
    let mut shapes = plot.usd_axis(most, parts);
    shapes.extend(plot.x_axis("Invocations a month", &ticks));
    shapes.push(upright("here", plot.x(volumes[here], most_requests)));
    if let Some(at) = pays_from {
        shapes.push(upright("pays", at));
        shapes.push(pays_label(plot, at));
    }
    for line in lines {
        let points = points(line);
        shapes.push(path(line.class, &points));
        shapes.push(dot(line.class, points[here], Tenths::of(5)));
    }
    shapes
}

/// A label on the side of the line that has room for it.
fn pays_label(plot: Plot, at: Tenths) -> Html {
    let top = Tenths::of(Y.0 + 4);
    let (left, right) = plot.edges();
    let middle = Tenths::of(u64::midpoint(left, right));
    if at.0 < middle.0 {
        return label((Tenths(at.0 + 60), top), "start", "pays within a year");
    }
    label((Tenths(at.0 - 60), top), "end", "pays within a year")
}
