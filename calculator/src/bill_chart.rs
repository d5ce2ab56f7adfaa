//! The bills as bars: what is paid by invocation, and what the language changes.

use crate::{
    markup::{figure, table, text},
    svg::{drawing, round_up, scaled, shape},
    text::dollars,
};
use cost::{Cents, Comparison, Month};
use yew::Html;

/// The bars' left edge and greatest length, in units of the drawing.
const LEFT: u64 = 8;
const LENGTH: u64 = 464;
/// From one variant to the next.
const STEP: usize = 56;

/// One bar a variant, with the part that no language changes first.
pub fn bill_chart(comparison: &Comparison) -> Html {
    let months = &comparison.months;
    let most = months.iter().map(|month| month.bill.total()).max();
    let (most, _) = round_up(most.unwrap_or_default());
    let length = |usd: Cents| scaled(usd.0, most.0, LENGTH);
    let label = |month: &Month| {
        let variant = month.variant().label();
        format!("{variant}: {}", dollars(month.bill.total()))
    };
    let summary: Vec<String> = months.iter().map(label).collect();
    let mut shapes = Vec::new();
    for (at, month) in months.iter().enumerate() {
        let fixed = length(month.bill.per_invocation());
        let rest = length(month.bill.total()).saturating_sub(fixed);
        let top = at * STEP;
        let [left, base] = [LEFT.to_string(), (top + 18).to_string()];
        shapes.push(text("text", &["x", "y"], &[&left, &base], &summary[at]));
        let mut bar = |class: &str, left: u64, length: u64| {
            let [x, length] = [left, length].map(|place| place.to_string());
            let y = (top + 26).to_string();
            let keys = &["class", "x", "y", "width", "height"];
            shapes.push(shape("rect", keys, &[class, &x, &y, &length, "20"]));
        };
        bar("per-invocation", LEFT, fixed);
        bar(month.variant().name(), LEFT + fixed, rest);
    }
    let view_box = format!("0 0 480 {}", months.len() * STEP);
    let drawing = drawing(&view_box, &summary.join(", "), shapes);
    let items = comparison.items();
    let mut head = vec!["Variant".to_owned()];
    head.extend(items.iter().map(|item| item.label().to_owned()));
    let row = |month: &Month| {
        let mut row = vec![month.variant().label().to_owned()];
        row.extend(items.iter().map(|item| dollars(month.bill.amount(*item))));
        row
    };
    let rows: Vec<_> = months.iter().map(row).collect();
    figure(
        "The bill of one month. The grey part is paid by invocation, whatever the language; the \
         coloured part is what it changes.",
        drawing,
        table("Bill by variant", &head, &rows, &[]),
    )
}
