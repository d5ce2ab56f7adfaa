//! The chart of cost against speed, by memory size.

use crate::{
    markup::{figure, group, table},
    svg::{Point, Tenths, X, Y, dot, label, legend, path, plot, round_up, usd_axis, x_axis, y},
    text::{dollars, grouped, milliseconds, round_milliseconds},
};
use cost::{Comparison, Month};
use data::{Decimal, Variant};
use std::fmt::Write;
use yew::Html;

/// A variant at each memory size, and the size that the scenario has it at.
struct Line<'a> {
    chosen: &'a Month<'a>,
    months: &'a [Month<'a>],
}

/// Every variant at every memory size: how long it takes, and what the month costs.
pub fn speed_chart(comparison: &Comparison) -> Html {
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
    let drawing = group(vec![
        legend(&variants, &[]),
        plot(summary.trim_end(), shapes(&lines, &comparison.by_memory)),
    ]);
    figure(
        "Monthly bill against the mean time to an answer, at each memory size: further left is \
         faster, further down is cheaper. The large dots are the sizes chosen above.",
        drawing,
        table(
            "Bill and time by memory",
            &["Variant", "Mean time", "Month"].map(str::to_owned),
            &rows,
            &[],
        ),
    )
}

fn shapes(lines: &[Line], all: &[Month]) -> Vec<Html> {
    let most = all.iter().map(|month| month.bill.total()).max();
    let (most, parts) = round_up(most.unwrap_or_default());
    let times = || all.iter().map(|month| micros(month.time_ms));
    let axis = TimeAxis::around(times().min().unwrap_or(1), times().max().unwrap_or(1));
    let point = |month: &Month| (axis.x(micros(month.time_ms)), y(month.bill.total(), most));
    let mut labels = Labels::default();
    let mut shapes = usd_axis(most, parts);
    shapes.extend(x_axis("mean time to an answer, logarithmic", &axis.ticks()));
    for Line { chosen, months } in lines {
        let class = chosen.variant().name();
        let points: Vec<Point> = months.iter().map(point).collect();
        shapes.push(path(class, &points));
        for (month, at) in months.iter().zip(points) {
            let radius = if is_same(month, chosen) { "6" } else { "3" };
            shapes.push(dot(class, at, radius));
        }
    }
    for Line { chosen, .. } in lines {
        shapes.push(labels.beside(point(chosen), &size(chosen)));
    }
    shapes
}

fn is_same(month: &Month, chosen: &Month) -> bool {
    month.usage.memory_mb == chosen.usage.memory_mb
}

fn size(month: &Month) -> String {
    format!("{}\u{a0}MB", grouped(month.usage.memory_mb.into()))
}

fn micros(ms: Decimal) -> u64 {
    ms.to_units(3).unwrap_or(u64::MAX).max(1)
}

/// Labels that keep clear of one another.
#[derive(Default)]
struct Labels {
    placed: Vec<Point>,
}

impl Labels {
    /// How far one label needs another to be away, in tenths of a unit: sideways, or upright.
    const CLEAR: (u64, u64) = (800, 190);

    /// Above a point or below it, where no other label is.
    fn beside(&mut self, point: Point, text: &str) -> Html {
        let from_axis = |y: u64| y.clamp(Y.0 * 10, (Y.1 - 4) * 10);
        let places = [
            point.1.0.saturating_sub(110),
            point.1.0 + 220,
            point.1.0.saturating_sub(300),
            point.1.0 + 410,
        ];
        let places = places.map(|y| (point.0, Tenths(from_axis(y))));
        let is_free = |place: &&Point| {
            self.placed.iter().all(|other| {
                place.0.0.abs_diff(other.0.0) > Self::CLEAR.0
                    || place.1.0.abs_diff(other.1.0) > Self::CLEAR.1
            })
        };
        let place = *places.iter().find(is_free).unwrap_or(&places[0]);
        self.placed.push(place);
        label(place, "middle", text)
    }
}

/// A logarithmic axis over whole powers of two.
struct TimeAxis {
    /// The binary logarithm of the least time in µs.
    from: f64,
    /// And of the greatest.
    to: f64,
}

impl TimeAxis {
    fn around(least: u64, greatest: u64) -> Self {
        let from = f64::from(least.ilog2());
        let to = f64::from(greatest.ilog2() + 1);
        Self { from, to }
    }

    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a drawing, and from 0 to its width"
    )]
    fn x(&self, micros: u64) -> Tenths {
        let share = ((micros as f64).log2() - self.from) / (self.to - self.from);
        let tenths = share.clamp(0.0, 1.0) * ((X.1 - X.0) * 10) as f64;
        Tenths(X.0 * 10 + tenths as u64)
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
