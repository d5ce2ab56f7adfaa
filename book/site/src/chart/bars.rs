//! Horizontal bars in groups, from zero, with the range of each value as a whisker.

use super::{
    svg::{Area, Ink, Label, SCALE, TEXT, WIDTH, px, svg},
    tick_label, ticks,
};
use anyhow::Result;
use data::Variant;
use plotters::{
    prelude::*,
    style::text_anchor::{HPos, VPos},
};

/// Bars below a common heading.
pub(crate) struct Group {
    pub heading: String,
    pub bars: Vec<Bar>,
}

/// One value.
pub(crate) struct Bar {
    pub variant: Variant,
    pub value: f64,
    /// The lowest and the highest that the value came out when measured again.
    pub range: (f64, f64),
    /// The value as text.
    pub text: String,
}

// Lengths in CSS pixels.
const NAMES: f64 = 84.0;
const VALUES: f64 = 82.0;
const HEADING: f64 = 30.0;
const BAR: f64 = 24.0;
const GAP: f64 = 8.0;
const BETWEEN_GROUPS: f64 = 14.0;
const AXIS: f64 = 44.0;

/// More groups than this are split into two drawings of the same scale.
const GROUPS: usize = 3;

/// Draws the groups below each other; `axis` names the values and their unit.
pub(crate) fn bars(label: &Label, axis: &str, groups: &[Group]) -> Result<Vec<String>> {
    let all = groups.iter().flat_map(|group| &group.bars);
    let ticks = ticks(
        all.map(|bar| bar.value.max(bar.range.1))
            .fold(0.0, f64::max),
    );
    let parts = if groups.len() > GROUPS { 2 } else { 1 };
    let (first, second) = groups.split_at(groups.len() / parts);
    let drawn = [first, second].into_iter().filter(|part| !part.is_empty());
    let draw = |(index, part): (usize, &[Group])| {
        let headings: Vec<_> = part.iter().map(|group| group.heading.as_str()).collect();
        let label = label.part(index, &headings.join("; "));
        part_of(&label, axis, part, &ticks)
    };
    drawn.enumerate().map(draw).collect()
}

fn part_of(label: &Label, axis: &str, groups: &[Group], ticks: &[f64]) -> Result<String> {
    let below = |group: &Group| HEADING + (BAR + GAP) * count(&group.bars) + BETWEEN_GROUPS;
    let bottom: f64 = groups.iter().map(below).sum();
    let max = ticks.last().copied().unwrap_or(1.0);
    let length = f64::from(WIDTH) - NAMES - VALUES;
    let x = move |value: f64| NAMES + value / max * length;

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred"
    )]
    let height = (bottom + AXIS) as u32;
    svg(label, height, |area| {
        let mut top = 0.0;
        for group in groups {
            let end = top + below(group);
            let heading = (0.0, top + HEADING / 2.0);
            text(area, &group.heading, heading, HPos::Left, Ink::Text)?;
            for &tick in ticks {
                let grid = Ink::Grid.color().stroke_width(SCALE);
                let ends = [top + HEADING, end - BETWEEN_GROUPS];
                line(area, ends.map(|y| (x(tick), y)), grid)?;
            }
            for (index, bar) in group.bars.iter().enumerate() {
                let above = (BAR + GAP) * count(&group.bars[..index]);
                draw_bar(area, bar, top + HEADING + GAP / 2.0 + above, x)?;
            }
            top = end;
        }
        for &tick in ticks {
            let below = (x(tick), bottom + f64::from(TEXT) * 0.2);
            text(area, &tick_label(tick), below, HPos::Center, Ink::Text)?;
        }
        let middle = (x(max / 2.0), bottom + f64::from(TEXT) * 1.7);
        text(area, axis, middle, HPos::Center, Ink::Text)
    })
}

fn draw_bar(area: &Area, bar: &Bar, top: f64, x: impl Fn(f64) -> f64) -> Result<()> {
    let middle = top + BAR / 2.0;
    let (name, ink) = (bar.variant.short(), Ink::Variant(bar.variant));
    text(area, name, (0.0, middle), HPos::Left, ink)?;
    let corners = [(px(x(0.0)), px(top)), (px(x(bar.value)), px(top + BAR))];
    area.draw(&Rectangle::new(corners, ink.color().filled()))?;
    let (low, high) = bar.range;
    let whisker = || Ink::Text.color().stroke_width(SCALE * 3 / 2);
    line(area, [(x(low), middle), (x(high), middle)], whisker())?;
    for end in [low, high] {
        line(
            area,
            [(x(end), middle - 5.0), (x(end), middle + 5.0)],
            whisker(),
        )?;
    }
    let beside = x(bar.value.max(high)) + 7.0;
    text(area, &bar.text, (beside, middle), HPos::Left, Ink::Text)
}

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
