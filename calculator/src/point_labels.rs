//! Labels of points that keep clear of one another.

use crate::svg::{Plot, Point, Tenths, Y, label_of, line};
use data_core::Variant;
use yew::Html;

/// A place in the drawing, in its units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Area {
    left: i64,
    top: i64,
    right: i64,
    bottom: i64,
}

impl Area {
    const fn around(x: i64, y: i64, width: i64, height: i64) -> Self {
        Self {
            left: x - width / 2,
            top: y - height / 2,
            right: x + width / 2,
            bottom: y + height / 2,
        }
    }

    const fn meets(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    const fn is_within(self, other: Self) -> bool {
        self.left >= other.left
            && self.right <= other.right
            && self.top >= other.top
            && self.bottom <= other.bottom
    }
}

/// A digit's width and a line's height, in the largest letters that a chart has, with some air.
const DIGIT: i64 = 9;
const HEIGHT: i64 = 18;
/// The size of a dot, likewise.
const DOT: i64 = 16;

/// The directions from a point to its label, in the order of preference.
const DIRECTIONS: [(i64, i64); 8] = [
    (0, -1),
    (1, 0),
    (-1, 0),
    (0, 1),
    (1, -1),
    (-1, -1),
    (1, 1),
    (-1, 1),
];
/// The distance that each round of tries adds.
const FURTHER: i64 = 12;
/// The number of rounds.
const ROUNDS: i64 = 8;

/// The labels and dots that are drawn so far.
pub struct PointLabels {
    bounds: Area,
    taken: Vec<Area>,
}

impl PointLabels {
    /// The labels of an empty plot.
    pub fn new(plot: Plot) -> Self {
        let unit = |unit: u64| i64::try_from(unit).unwrap_or(i64::MAX);
        let (left, _) = plot.edges();
        let bounds = Area {
            left: unit(left),
            top: unit(Y.0) - 12,
            right: unit(plot.width),
            bottom: unit(Y.1),
        };
        Self {
            bounds,
            taken: Vec::new(),
        }
    }

    /// Keeps labels away from a dot.
    pub fn keep_clear(&mut self, point: Point) {
        let (x, y) = place(point);
        self.taken.push(Area::around(x, y, DOT, DOT));
    }

    /// A name beside its point, with a line to it where it stands further away.
    pub fn beside(&mut self, variant: Variant, point: Point, name: &str) -> Vec<Html> {
        let (at, is_far) = self.free_place(point, name);
        self.taken.push(at);
        let x = Tenths::of(units(i64::midpoint(at.left, at.right)));
        let [top, bottom] = [at.top, at.bottom].map(|y| Tenths::of(units(y)));
        let mut shapes = Vec::new();
        if is_far {
            let end = if point.1.0 > bottom.0 { bottom } else { top };
            shapes.push(line("lead", point, (x, end)));
        }
        let base = Tenths::of(units(at.bottom - 4));
        shapes.push(label_of(variant, (x, base), name));
        shapes
    }

    fn free_place(&self, point: Point, name: &str) -> (Area, bool) {
        let (x, y) = place(point);
        let letters = i64::try_from(name.chars().count()).unwrap_or(i64::MAX);
        let width = letters.saturating_mul(DIGIT);
        let (aside, above) = (i64::midpoint(width, DOT), i64::midpoint(HEIGHT, DOT));
        let is_free = |area: &Area| {
            area.is_within(self.bounds) && !self.taken.iter().any(|taken| taken.meets(*area))
        };
        for round in 0..ROUNDS {
            let further = round * FURTHER;
            for (right, down) in DIRECTIONS {
                let (x, y) = (x + right * (aside + further), y + down * (above + further));
                let area = Area::around(x, y, width, HEIGHT);
                if is_free(&area) {
                    return (area, round > 0);
                }
            }
        }
        (Area::around(x, y - above, width, HEIGHT), false)
    }
}

fn place((x, y): Point) -> (i64, i64) {
    let unit = |tenths: Tenths| i64::try_from(tenths.0 / 10).unwrap_or(i64::MAX);
    (unit(x), unit(y))
}

fn units(place: i64) -> u64 {
    u64::try_from(place).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five sizes of four variants, on a phone, as close as dots may be.
    #[test]
    fn labels_keep_clear_of_dots_and_of_one_another() {
        let plot = Plot { width: 320 };
        let mut labels = PointLabels::new(plot);
        let points =
            (0..20).map(|at| (Tenths::of(150 + at % 4 * 14), Tenths::of(120 + at / 4 * 20)));
        let points: Vec<Point> = points.collect();
        for &point in &points {
            labels.keep_clear(point);
        }
        for &point in &points {
            labels.beside(Variant::Rust, point, "1,769");
        }
        let taken = &labels.taken;
        for (at, label) in taken.iter().enumerate().skip(points.len()) {
            assert!(label.is_within(labels.bounds), "{label:?}");
            let met = taken[..at].iter().find(|other| other.meets(*label));
            assert_eq!(met, None, "{label:?}");
        }
    }
}
