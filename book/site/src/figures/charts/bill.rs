//! The chart of where a bill's cents come from: the part that no language changes, and the rest.

use super::chart::{Chart, Drawing, Shapes, ink};
use crate::{
    chart::{Bar, Group},
    figures::{
        captioned_table::marked_note, context::Context, estimated::plus_minus, format::usd,
        main_figures, month::comparison,
    },
};
use anyhow::{Context as _, Result};
use cost::Cents;
use data::Variant;

pub(super) const CHART: Chart = Chart {
    name: "bill",
    title: "What makes up the bill: a hundred million calls of record a month",
    axis: "US dollars a month: requests pale, duration solid",
    reading: "The pale part is the charge for requests, the same in any language. The rest is what a port \
              can change.",
    draw,
};

fn draw(chart: &Chart, arguments: &[&str], context: &Context) -> Result<Drawing> {
    chart.takes_none(arguments)?;
    let month = main_figures::month();
    let (comparison, range) = comparison(&month, context)?;
    let mut bars = Vec::new();
    let mut rows = Vec::new();
    for variant in [Variant::Python, Variant::Rust] {
        let bill = &comparison.month(variant).context("no such function")?.bill;
        let (requests, total) = (bill.per_invocation(), bill.total());
        rows.push([
            variant.label().to_owned(),
            usd(requests),
            usd(Cents(total.0 - requests.0)),
            usd(total),
        ]);
        bars.push(Bar {
            name: variant.short().to_owned(),
            ink: ink(variant),
            value: dollars(total),
            first: dollars(requests),
            range: range.as_ref().and_then(|range| {
                let (low, high) = range.total(variant)?;
                Some((dollars(low), dollars(high)))
            }),
            text: usd(total),
        });
    }
    let heading = format!(
        "{} MB in {}, by the estimate for AWS",
        month.memory_mb, month.region
    );
    let error = range.map_or_else(String::new, |range| {
        format!(
            ", {}: the thin lines are the range",
            plus_minus(range.error_percent)
        )
    });
    let basis = format!(
        "Durations estimated for AWS{error} · list price, free tier and one cold start in a hundred calls included"
    );
    Ok(Drawing {
        shapes: Shapes::Bars(vec![Group { heading, bars }]),
        table: chart.table(["Language", "Requests", "Duration", "Total"], &rows)?,
        basis: marked_note(month.source.origin(), &basis),
    })
}

#[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 cents")]
fn dollars(amount: Cents) -> f64 {
    amount.0 as f64 / 100.0
}
