//! The bills as bars: what is paid by invocation, and what the language changes.

use crate::{
    markup::{element, text},
    svg::{Tenths, scaled},
    text::dollars,
};
use cost::{Comparison, Month};
use yew::Html;

/// A bar of one variant.
pub struct Bar<'a> {
    /// The variant's month.
    pub month: &'a Month<'a>,
    /// The part that is paid by invocation, of the longest bar, in tenths of a per cent.
    pub fixed: u64,
    /// The rest, likewise.
    pub rest: u64,
}

/// One bar a variant; the longest is 1,000 tenths of a per cent.
pub fn lengths<'a>(comparison: &'a Comparison) -> Vec<Bar<'a>> {
    let months = comparison.months.iter();
    let totals = months.clone().map(|month| month.bill.total().0);
    let most = totals.max().unwrap_or_default();
    let bar = |month: &'a Month| {
        let length = |cents: u64| scaled(cents, most, 1000);
        let fixed = length(month.bill.per_invocation().0);
        Bar {
            month,
            fixed,
            rest: length(month.bill.total().0).saturating_sub(fixed),
        }
    };
    months.map(bar).collect()
}

/// What the hatched part of each bar is.
pub const KEY: &str = "Hatched: paid by invocation, in any language.";

/// The bars with their amounts.
pub fn bars(comparison: &Comparison) -> Html {
    let part = |class: &str, permille: u64| {
        let width = format!("width:{}%", Tenths(permille));
        element("i", &["class", "style"], &[class, &width], Vec::new())
    };
    let row = |bar: &Bar| {
        let variant = bar.month.variant();
        let parts = vec![
            part("per-invocation", bar.fixed),
            part(variant.name(), bar.rest),
        ];
        let row = vec![
            text("span", &[], &[], variant.label()),
            text("b", &[], &[], &dollars(bar.month.bill.total())),
            element("span", &["class"], &["calculator-bar"], parts),
        ];
        element("li", &[], &[], row)
    };
    let rows = lengths(comparison).iter().map(row).collect();
    element(
        "ul",
        &["class"],
        &["calculator-chart calculator-bars"],
        rows,
    )
}
