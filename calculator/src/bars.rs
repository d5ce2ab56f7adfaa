//! The bills as bars: the part charged per invocation, and the part that the language changes.

use crate::{
    svg::{Tenths, scaled},
    text::dollars,
};
use cost::{Comparison, Month};
use yew::prelude::*;

/// A bar of one variant.
pub struct Bar<'a> {
    /// The variant's month.
    pub month: &'a Month<'a>,
    /// The part charged per invocation, in tenths of a per cent of the longest bar.
    pub fixed: u64,
    /// The rest, likewise.
    pub rest: u64,
}

/// One bar per variant; the longest is 1,000 tenths of a per cent.
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

/// The meaning of the hatched part of each bar.
pub const KEY: &str = "Hatched: charged per invocation, regardless of language.";

/// The bars with their amounts.
pub fn bars(comparison: &Comparison) -> Html {
    html! {
        <ul class="calculator-chart calculator-bars">
            { for lengths(comparison).iter().map(row) }
        </ul>
    }
}

fn row(bar: &Bar) -> Html {
    let variant = bar.month.variant();
    let width = |permille: u64| format!("width:{}%", Tenths(permille));
    html! {
        <li>
            <span>{ variant.label() }</span>
            <b>{ dollars(bar.month.bill.total()) }</b>
            <span class="calculator-bar">
                <i class="per-invocation" style={width(bar.fixed)} />
                <i class={variant.name()} style={width(bar.rest)} />
            </span>
        </li>
    }
}
