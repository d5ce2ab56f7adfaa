//! Shapes, and axes with round numbers, of all drawings.

use crate::text::round_dollars;
use cost::Cents;
use data_core::Variant;
use std::fmt;
use yew::{html::IntoPropValue, prelude::*};

/// A place or a length in tenths of the drawing's unit, which the eye needs where lines nearly
/// touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenths(pub u64);

impl Tenths {
    /// A number of whole units.
    pub const fn of(units: u64) -> Self {
        Self(units * 10)
    }
}

impl fmt::Display for Tenths {
    /// Writes the value of an attribute, without a zero after the point.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 10, self.0 % 10) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, tenth) => write!(f, "{whole}.{tenth}"),
        }
    }
}

impl IntoPropValue<Option<AttrValue>> for Tenths {
    fn into_prop_value(self) -> Option<AttrValue> {
        Some(self.to_string().into())
    }
}

/// A point of a drawing.
pub type Point = (Tenths, Tenths);

/// The width of a plot before its place is measured.
pub const WIDTH: u64 = 480;
/// The narrowest and the widest plot: one is for the smallest phone, in the other lines would be flat.
pub const NARROWEST: u64 = 280;
pub const WIDEST: u64 = 900;
const HEIGHT: u64 = 310;

/// The left edge of a plot's axes, in CSS pixels.
const LEFT: u64 = 68;
/// The upper and the lower edge.
pub const Y: (u64, u64) = (30, 262);

/// A plot with two axes, as wide as its place: a unit of the drawing is a CSS pixel.
#[derive(Clone, Copy, Debug)]
pub struct Plot {
    /// Its width in CSS pixels.
    pub width: u64,
}

/// A whole drawing, with its description for a screen reader.
pub fn drawing(view_box: String, summary: &str, shapes: Html) -> Html {
    html! { <svg viewBox={view_box} role="img" aria-label={summary.to_owned()}>{ shapes }</svg> }
}

/// A straight line.
pub fn line(class: &'static str, from: Point, to: Point) -> Html {
    html! { <line {class} x1={from.0} y1={from.1} x2={to.0} y2={to.1} /> }
}

/// A dot, by its class.
pub fn dot(class: &'static str, at: Point, radius: Tenths) -> Html {
    html! { <circle {class} cx={at.0} cy={at.1} r={radius} /> }
}

/// A line through points.
pub fn path(class: &'static str, points: &[Point]) -> Html {
    let corners = points.iter().map(|(x, y)| format!("{x},{y}"));
    let corners = corners.collect::<Vec<_>>().join(" ");
    html! { <polyline {class} points={corners} /> }
}

/// A text beside a point.
pub fn label(at: Point, anchor: &'static str, label: &str) -> Html {
    html! { <text x={at.0} y={at.1} text-anchor={anchor}>{ label }</text> }
}

/// The same in the colour of a variant.
pub fn label_of(variant: Variant, at: Point, label: &str) -> Html {
    html! { <text class={variant.name()} x={at.0} y={at.1} text-anchor="middle">{ label }</text> }
}

/// The names of variants beside their colours, and more entries as class and name.
pub fn legend(variants: &[Variant], more: &[(&'static str, &'static str)]) -> Html {
    let variants = variants
        .iter()
        .map(|variant| (variant.name(), variant.label()));
    let entries = variants.chain(more.iter().copied());
    html! {
        <ul class="calculator-legend" aria-hidden="true">
            { for entries.map(|(class, label)| html! { <li {class}>{ label }</li> }) }
        </ul>
    }
}

/// The place of an amount on an axis from `Y.1`, at 0, up to `Y.0`, at `most`.
pub fn y(usd: Cents, most: Cents) -> Tenths {
    Tenths(Y.1 * 10 - scaled(usd.0, most.0, (Y.1 - Y.0) * 10))
}

/// `part` of `whole` on an axis of `length`, rounded down. The largest bill times the length
/// would overflow, and a drawing needs no more digits than these.
pub fn scaled(part: u64, whole: u64, length: u64) -> u64 {
    let unit = whole / 1_000_000_000 + 1;
    part / unit * length / (whole / unit).max(1)
}

/// The next round amount, at least a dollar, and into how many parts it divides evenly.
pub fn round_up(usd: Cents) -> (Cents, u64) {
    let mut power = 100;
    while power * 10 < usd.0 {
        power *= 10;
    }
    let steps = [(1, 5), (2, 4), (3, 3), (4, 4), (5, 5), (6, 3), (8, 4)];
    let step = steps
        .into_iter()
        .find(|(factor, _)| factor * power >= usd.0);
    let (factor, parts) = step.unwrap_or((10, 5));
    (Cents(factor * power), parts)
}

impl Plot {
    /// The whole drawing, with its description for a screen reader.
    pub fn drawing(self, summary: &str, shapes: Vec<Html>) -> Html {
        let view_box = format!("0 0 {} {HEIGHT}", self.width);
        drawing(view_box, summary, shapes.into_iter().collect())
    }

    /// The left and the right edge of the axes.
    pub const fn edges(self) -> (u64, u64) {
        (LEFT, self.width - 24)
    }

    /// The place of `part` on a horizontal axis from 0 to `whole`.
    pub fn x(self, part: u64, whole: u64) -> Tenths {
        let (left, right) = self.edges();
        Tenths(left * 10 + scaled(part, whole, (right - left) * 10))
    }

    /// Lines and amounts of the vertical axis, and its name above.
    pub fn usd_axis(self, most: Cents, parts: u64) -> Vec<Html> {
        let (left, right) = self.edges();
        let mut shapes = vec![label((Tenths(0), Tenths::of(14)), "start", "USD a month")];
        for part in 0..=parts {
            let amount = Cents(most.0 / parts * part);
            let y = y(amount, most);
            shapes.push(line("grid", (Tenths::of(left), y), (Tenths::of(right), y)));
            let beside = (Tenths::of(left - 8), y);
            shapes.push(label(beside, "end", &round_dollars(amount)));
        }
        shapes
    }

    /// Labels of the horizontal axis, and its name below.
    pub fn x_axis(self, name: &str, labels: &[(Tenths, String)]) -> Vec<Html> {
        let below =
            |(x, text): &(Tenths, String)| label((*x, Tenths::of(Y.1 + 20)), "middle", text);
        let mut shapes: Vec<Html> = labels.iter().map(below).collect();
        let (left, right) = self.edges();
        let middle = Tenths::of(u64::midpoint(left, right));
        shapes.push(label((middle, Tenths::of(Y.1 + 42)), "middle", name));
        shapes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_at_a_round_amount() {
        for (usd, end, parts) in [
            (0, 100, 5),
            (99, 100, 5),
            (101, 200, 4),
            (5_420, 6_000, 3),
            (9_999, 10_000, 5),
            (10_001, 20_000, 4),
        ] {
            assert_eq!(round_up(Cents(usd)), (Cents(end), parts));
        }
    }

    #[test]
    fn places_are_written_as_short_as_they_are() {
        assert_eq!(Tenths::of(78).to_string(), "78");
        assert_eq!(Tenths(783).to_string(), "78.3");
    }
}
