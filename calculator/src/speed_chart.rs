//! The chart of cost against speed, by memory size.

use crate::{
    markup::{figure, table},
    point_labels::PointLabels,
    svg::{Plot, Point, Tenths, dot, legend, path, round_up, y},
    text::{dollars, milliseconds, round_milliseconds},
};
use cost::{Comparison, Month, grouped};
use data_core::{Decimal, Variant};
use std::fmt::Write;
use yew::prelude::*;

/// A variant at each memory size, and at the size of the scenario.
struct Line<'a> {
    chosen: &'a Month<'a>,
    months: &'a [Month<'a>],
}

/// Every variant at every memory size: its mean time, and the bill of the month.
pub fn speed_chart(plot: Plot, comparison: &Comparison) -> Html {
    let same_variant = |a: &Month, b: &Month| a.variant() == b.variant();
    let by_variant = comparison.by_memory.chunk_by(same_variant);
    let lines: Vec<Line> = comparison
        .months
        .iter()
        .zip(by_variant)
        .map(|(chosen, months)| Line { chosen, months })
        .collect();
    let variants: Vec<Variant> = comparison.months.iter().map(Month::variant).collect();
    let mut rows = Vec::new();
    for month in &comparison.by_memory {
        rows.push(vec![
            format!("{}, {}", month.variant().label(), size(month)),
            milliseconds(month.time_ms),
            dollars(month.bill.total()),
        ]);
    }
    let mut summary = String::new();
    for Line { chosen, .. } in &lines {
        let (variant, size) = (chosen.variant().label(), size(chosen));
        let (time, usd) = (milliseconds(chosen.time_ms), dollars(chosen.bill.total()));
        let _ = write!(summary, "{variant} at {size}: {time}, {usd}. ");
    }
    let shapes = shapes(plot, &lines, &comparison.by_memory);
    let drawing = html! {
        <>
            { legend(&variants, &[]) }
            { plot.drawing(summary.trim_end(), shapes) }
        </>
    };
    figure(
        "The bill against the mean time to an answer, at each memory size: further left is faster, \
         further down is cheaper. Numbers beside the dots are MB of memory; the large dots are the \
         sizes chosen above.",
        drawing,
        table(
            "Bill and time by memory",
            &["Variant", "Mean time", "Monthly bill"].map(str::to_owned),
            &rows,
            &[],
        ),
    )
}

fn shapes(plot: Plot, lines: &[Line], all: &[Month]) -> Vec<Html> {
    let most = all.iter().map(|month| month.bill.total()).max();
    let (most, parts) = round_up(most.unwrap_or_default());
    let times = || all.iter().map(|month| micros(month.time_ms));
    let axis = TimeAxis::around(plot, times().min().unwrap_or(1), times().max().unwrap_or(1));
    let point = |month: &Month| (axis.x(micros(month.time_ms)), y(month.bill.total(), most));
    let mut shapes = plot.usd_axis(most, parts);
    let axis_name = "Mean time to an answer, logarithmic";
    shapes.extend(plot.x_axis(axis_name, &axis.ticks()));
    let mut labels = PointLabels::new(plot);
    for month in all {
        labels.keep_clear(point(month));
    }
    for Line { chosen, months } in lines {
        let class = chosen.variant().name();
        let points: Vec<Point> = months.iter().map(point).collect();
        shapes.push(path(class, &points));
        for (month, at) in months.iter().zip(points) {
            let radius = if is_same(month, chosen) { 7 } else { 4 };
            shapes.push(dot(class, at, Tenths::of(radius)));
        }
    }
    for Line { months, .. } in lines {
        let are_close = |a: &Month, b: &Month| is_close(point(a), point(b));
        for together in months.chunk_by(are_close) {
            let middle = &together[together.len() / 2];
            let name = sizes(together);
            shapes.extend(labels.beside(middle.variant(), point(middle), &name));
        }
    }
    shapes
}

/// The distance within which dots share a name, in tenths of a unit.
const CLOSE: u64 = 160;

fn is_close(a: Point, b: Point) -> bool {
    a.0.0.abs_diff(b.0.0) < CLOSE && a.1.0.abs_diff(b.1.0) < CLOSE
}

/// The memory sizes of neighbouring points in MB: `512`, or `128–512`.
fn sizes(months: &[Month]) -> String {
    let [first, .., last] = months else {
        return months
            .first()
            .map(|month| memory(month))
            .unwrap_or_default();
    };
    [memory(first), memory(last)].join("\u{2013}")
}

fn is_same(month: &Month, chosen: &Month) -> bool {
    month.usage.memory_mb == chosen.usage.memory_mb
}

fn size(month: &Month) -> String {
    format!("{}\u{a0}MB", memory(month))
}

fn memory(month: &Month) -> String {
    grouped(month.usage.memory_mb.into())
}

fn micros(ms: Decimal) -> u64 {
    ms.to_units(3).unwrap_or(u64::MAX).max(1)
}

/// A logarithmic axis over whole powers of two.
struct TimeAxis {
    plot: Plot,
    /// The binary logarithm of the least time in µs.
    from: f64,
    /// The binary logarithm of the greatest.
    to: f64,
}

impl TimeAxis {
    fn around(plot: Plot, least: u64, greatest: u64) -> Self {
        let from = f64::from(least.ilog2());
        let to = f64::from(greatest.ilog2() + 1);
        Self { plot, from, to }
    }

    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a drawing, and from 0 to its width"
    )]
    fn x(&self, micros: u64) -> Tenths {
        let share = ((micros as f64).log2() - self.from) / (self.to - self.from);
        let (left, right) = self.plot.edges();
        let tenths = share.clamp(0.0, 1.0) * ((right - left) * 10) as f64;
        Tenths(left * 10 + tenths as u64)
    }

    /// Powers of ten with their half and double, four or fewer of them.
    fn ticks(&self) -> Vec<(Tenths, String)> {
        let mut round = Vec::new();
        for power in 0..13 {
            for factor in [1, 2, 5] {
                let micros = factor * 10_u64.pow(power);
                #[allow(clippy::cast_precision_loss, reason = "round numbers below 2^53")]
                let log = (micros as f64).log2();
                if (self.from..=self.to).contains(&log) {
                    round.push((self.x(micros), round_milliseconds(micros)));
                }
            }
        }
        let step = round.len().div_ceil(4).max(1);
        round.into_iter().step_by(step).collect()
    }
}
