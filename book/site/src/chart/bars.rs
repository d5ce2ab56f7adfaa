//! Horizontal bars in groups, from zero, with the range of each value as a whisker.

use super::{
    svg::{Area, Ink, LETTER, Label, Layout, SCALE, SLIDE, TEXT, px, svg},
    tick_label, ticks,
};
use anyhow::Result;
use plotters::{
    prelude::*,
    style::text_anchor::{HPos, VPos},
};

/// Bars below a common heading, which may be empty.
pub(crate) struct Group {
    pub heading: String,
    pub bars: Vec<Bar>,
}

/// One value.
pub(crate) struct Bar {
    pub name: String,
    pub ink: Ink,
    pub value: f64,
    /// The part of the value that comes first and is drawn paler, where it has two.
    pub first: f64,
    /// The lowest and the highest that the value came out when measured again.
    pub range: Option<(f64, f64)>,
    /// The value as text.
    pub text: String,
}

// Lengths in CSS pixels.
const HEADING: f64 = 30.0;
const NAME_ABOVE: f64 = 24.0;
const GAP: f64 = 8.0;
const BETWEEN_GROUPS: f64 = 14.0;
const AXIS: f64 = 44.0;
/// The height of a bar: no less on a page, and no more on a slide that has room.
const BAR: std::ops::RangeInclusive<f64> = 24.0..=60.0;

/// Draws the groups below each other; `axis` names the values and their unit.
pub(crate) fn bars(label: &Label, axis: &str, groups: &[Group], layout: Layout) -> Result<String> {
    let all = || groups.iter().flat_map(|group| &group.bars);
    let largest = all().map(|bar| bar.range.map_or(bar.value, |(_, high)| high.max(bar.value)));
    let ticks = ticks(largest.fold(0.0, f64::max));
    let place = Place::of(groups, ticks.last().copied().unwrap_or(1.0), layout);
    let bottom: f64 = groups.iter().map(|group| place.height(group)).sum();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred"
    )]
    let height = (bottom + AXIS) as u32;
    let headings: Vec<_> = groups.iter().map(|group| group.heading.as_str()).collect();
    let label = label.part(layout, 0, &headings.join("; "));
    svg(&label, (layout.width(), height), |area| {
        let mut top = 0.0;
        for group in groups {
            let end = top + place.height(group);
            let heading = (0.0, top + HEADING / 2.0);
            text(area, &group.heading, heading, HPos::Left, Ink::Text)?;
            let start = top + heading_height(group);
            for &tick in &ticks {
                let grid = Ink::Grid.color().stroke_width(SCALE);
                let ends = [start, end - BETWEEN_GROUPS];
                line(area, ends.map(|y| (place.x(tick), y)), grid)?;
            }
            for (index, bar) in group.bars.iter().enumerate() {
                let above = place.step() * count(&group.bars[..index]);
                draw_bar(area, bar, start + GAP / 2.0 + above, &place)?;
            }
            top = end;
        }
        for &tick in &ticks {
            let below = (place.x(tick), bottom + f64::from(TEXT) * 0.2);
            text(area, &tick_label(tick), below, HPos::Center, Ink::Text)?;
        }
        let middle = (
            f64::from(layout.width()) / 2.0,
            bottom + f64::from(TEXT) * 1.7,
        );
        text(area, axis, middle, HPos::Center, Ink::Text)
    })
}

/// The positions of bars.
struct Place {
    /// The left end of every bar.
    left: f64,
    /// The length of a bar of the largest value.
    length: f64,
    largest: f64,
    /// The height of a bar.
    bar: f64,
    /// The height of the name above a bar; none if it stands beside it.
    name_above: f64,
}

impl Place {
    fn of(groups: &[Group], largest: f64, layout: Layout) -> Self {
        let bars = || groups.iter().flat_map(|group| &group.bars);
        let width_of = |text: fn(&Bar) -> &str| {
            let letters = bars().map(|bar| text(bar).chars().count()).max();
            LETTER * f64::from(u32::try_from(letters.unwrap_or(0)).unwrap_or(u32::MAX)) + 12.0
        };
        let (names, values) = (width_of(|bar| &bar.name), width_of(|bar| &bar.text));
        let is_above = names > f64::from(layout.width()) * 0.4;
        let (left, name_above) = if is_above {
            (0.0, NAME_ABOVE)
        } else {
            (names, 0.0)
        };
        let headings: f64 = groups.iter().map(heading_height).sum();
        let between = BETWEEN_GROUPS * count(groups) + AXIS;
        let rows: f64 = groups.iter().map(|group| count(&group.bars)).sum();
        let room = (f64::from(SLIDE) - headings - between) / rows - GAP - name_above;
        let bar = match layout {
            Layout::Wide => room.clamp(*BAR.start(), *BAR.end()),
            Layout::Narrow => *BAR.start(),
        };
        Self {
            left,
            length: f64::from(layout.width()) - left - values,
            largest,
            bar,
            name_above,
        }
    }

    fn x(&self, value: f64) -> f64 {
        self.left + value / self.largest * self.length
    }

    /// The distance from one bar to the next.
    fn step(&self) -> f64 {
        self.name_above + self.bar + GAP
    }

    fn height(&self, group: &Group) -> f64 {
        heading_height(group) + self.step() * count(&group.bars) + BETWEEN_GROUPS
    }
}

fn heading_height(group: &Group) -> f64 {
    if group.heading.is_empty() {
        0.0
    } else {
        HEADING
    }
}

fn draw_bar(area: &Area, bar: &Bar, top: f64, place: &Place) -> Result<()> {
    let beside = top + place.bar / 2.0;
    let (top, name) = if place.name_above > 0.0 {
        (top + place.name_above, top + place.name_above / 2.0)
    } else {
        (top, beside)
    };
    let middle = top + place.bar / 2.0;
    let ink = bar.ink;
    text(area, &bar.name, (0.0, name), HPos::Left, ink)?;
    let part = |from: f64, to: f64, opacity: f64| {
        let corners = [(from, top), (to, top + place.bar)];
        let corners = corners.map(|(value, y)| (px(place.x(value)), px(y)));
        let style = ink.color().mix(opacity).filled();
        area.draw(&Rectangle::new(corners, style))
    };
    if bar.first > 0.0 {
        part(0.0, bar.first, PALE)?;
    }
    part(bar.first, bar.value, 1.0)?;
    let whisker = || Ink::Text.color().stroke_width(SCALE * 3 / 2);
    if let Some((low, high)) = bar.range {
        let (low, high) = (place.x(low), place.x(high));
        line(area, [(low, middle), (high, middle)], whisker())?;
        for end in [low, high] {
            line(area, [(end, middle - 5.0), (end, middle + 5.0)], whisker())?;
        }
    }
    let end = bar.range.map_or(bar.value, |(_, high)| high.max(bar.value));
    let behind = (place.x(end) + 7.0, middle);
    text(area, &bar.text, behind, HPos::Left, Ink::Text)
}

/// The opacity of a bar's first part.
const PALE: f64 = 0.4;

fn text(area: &Area, text: &str, (x, y): (f64, f64), at: HPos, ink: Ink) -> Result<()> {
    let style = ink.text(at, VPos::Center);
    area.draw(&Text::new(text.to_owned(), (px(x), px(y)), style))?;
    Ok(())
}

fn line(area: &Area, ends: [(f64, f64); 2], style: ShapeStyle) -> Result<()> {
    let ends = ends.map(|(x, y)| (px(x), px(y)));
    area.draw(&PathElement::new(ends.to_vec(), style))?;
    Ok(())
}

#[allow(clippy::cast_precision_loss, reason = "a handful")]
fn count<T>(slice: &[T]) -> f64 {
    slice.len() as f64
}
