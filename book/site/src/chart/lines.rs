//! Panels of lines over memory sizes, both axes logarithmic.

use super::{
    log_ticks,
    svg::{Area, Ink, LETTER, Label, Layout, SCALE, SLIDE, TEXT, px, svg},
    tick_label,
};
use anyhow::Result;
use data::{Mark, Variant};
use plotters::{
    prelude::*,
    style::text_anchor::{HPos, VPos},
};

/// One drawing of several that belong together.
pub(crate) struct Panel {
    pub heading: String,
    pub lines: Vec<Line>,
}

/// One variant's values.
pub(crate) struct Line {
    pub variant: Variant,
    pub points: Vec<Point>,
}

/// One value at one memory size.
pub(crate) struct Point {
    pub memory_mb: u32,
    pub value: f64,
    /// The lowest and the highest that the value came out when measured again.
    pub range: (f64, f64),
}

// Lengths in CSS pixels.
const HEADING: u32 = 70;
const PLOT: u32 = SLIDE - HEADING - AXES;
const AXES: u32 = 66;
const LEFT: u32 = 50;
const RIGHT: u32 = 88;

/// Draws each panel by itself; `axis` names the values and their unit.
pub(crate) fn lines(
    label: &Label,
    axis: &str,
    panels: &[Panel],
    layout: Layout,
) -> Result<Vec<String>> {
    let width = layout.width_of_one_of(panels.len());
    let draw = |(index, panel): (usize, &Panel)| {
        let label = label.part(layout, index, &panel.heading);
        svg(&label, (width, SLIDE), |root| {
            draw_panel(root, axis, panel, width)
        })
    };
    panels.iter().enumerate().map(draw).collect()
}

fn draw_panel(root: &Area, axis: &str, panel: &Panel, width: u32) -> Result<()> {
    let points = || panel.lines.iter().flat_map(|line| &line.points);
    let values = || points().flat_map(|point| [point.value, point.range.0, point.range.1]);
    let y_ticks = log_ticks(
        values().fold(f64::MAX, f64::min),
        values().fold(0.0, f64::max),
    );
    let mut x_ticks: Vec<f64> = points().map(|point| f64::from(point.memory_mb)).collect();
    x_ticks.sort_by(f64::total_cmp);
    x_ticks.dedup();
    let (Some(&left), Some(&right)) = (x_ticks.first(), x_ticks.last()) else {
        return Ok(());
    };
    let (Some(&low), Some(&high)) = (y_ticks.first(), y_ticks.last()) else {
        return Ok(());
    };

    let (heading, plot) = root.split_vertically(HEADING * SCALE);
    let line = f64::from(TEXT) * 1.4;
    for (index, text) in [(1.0, heading_in(&panel.heading, width)), (2.0, axis)] {
        let at = (0, px(line * index));
        write(&heading, text, at, HPos::Left, Ink::Text)?;
    }
    let mut chart = ChartBuilder::on(&plot)
        .set_label_area_size(LabelAreaPosition::Left, LEFT * SCALE)
        .set_label_area_size(LabelAreaPosition::Bottom, AXES * SCALE)
        .margin_right(RIGHT * SCALE)
        .build_cartesian_2d((left..right).log_scale(), (low..high).log_scale())?;
    let grid = |from, to| {
        let style = Ink::Grid.color().stroke_width(SCALE);
        let ends = [from, to].map(|at| chart.backend_coord(&at));
        PathElement::new(ends.to_vec(), style)
    };
    let mut written = i32::MIN;
    for &tick in &x_ticks {
        root.draw(&grid((tick, low), (tick, high)))?;
        let (x, y) = chart.backend_coord(&(tick, low));
        let text = tick_label(tick);
        let half = px(LETTER * count(&text) / 2.0);
        // Where sizes lie close together, there is no room for all of their labels.
        if x - half > written {
            write(
                root,
                &text,
                (x, y + px(f64::from(TEXT))),
                HPos::Center,
                Ink::Text,
            )?;
            written = x + half + px(4.0);
        }
    }
    for &tick in &y_ticks {
        root.draw(&grid((left, tick), (right, tick)))?;
        let (x, y) = chart.backend_coord(&(left, tick));
        let beside = (x - px(9.0), y);
        write(root, &tick_label(tick), beside, HPos::Right, Ink::Text)?;
    }
    for line in &panel.lines {
        let at = |point: &Point, value| (f64::from(point.memory_mb), value);
        let color = Ink::Variant(line.variant).line();
        let through = line.points.iter().map(|point| at(point, point.value));
        chart.draw_series(LineSeries::new(through, color.stroke_width(SCALE * 3)))?;
        chart.draw_series(line.points.iter().map(|point| {
            let whisker = vec![at(point, point.range.0), at(point, point.range.1)];
            PathElement::new(whisker, Ink::Text.color().stroke_width(SCALE * 3 / 2))
        }))?;
        for point in &line.points {
            let at = chart.backend_coord(&at(point, point.value));
            draw_marker(root, line.variant, at, true)?;
        }
    }
    let ends = panel.lines.iter().filter_map(|line| {
        let last = line.points.last()?;
        let (x, y) = chart.backend_coord(&(f64::from(last.memory_mb), last.value));
        Some((line, x, y))
    });
    draw_names(root, ends.collect())?;
    let middle = f64::from(LEFT + width - RIGHT) / 2.0;
    let below = f64::from(PLOT) + f64::from(TEXT) * 2.4;
    let at = (px(middle), px(below));
    write(&plot, "memory in MB", at, HPos::Center, Ink::Text)
}

/// A heading, or what stands before its colon if there is no room for more.
fn heading_in(heading: &str, width: u32) -> &str {
    if LETTER * count(heading) <= f64::from(width) {
        return heading;
    }
    heading.split_once(':').map_or(heading, |(name, _)| name)
}

fn count(text: &str) -> f64 {
    f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX))
}

/// Draws a variant's mark, filled or as an outline.
pub(super) fn draw_marker(
    root: &Area,
    variant: Variant,
    (x, y): (i32, i32),
    is_filled: bool,
) -> Result<()> {
    let ink = Ink::Variant(variant).color();
    let style = if is_filled {
        ink.filled()
    } else {
        ink.stroke_width(SCALE * 3 / 2)
    };
    let radius = px(5.0);
    let polygon = |corners: &[(i32, i32)]| {
        let corners = corners
            .iter()
            .map(|(dx, dy)| (x + dx * radius, y + dy * radius));
        let mut corners: Vec<_> = corners.collect();
        // A polygon is filled whatever its style.
        if is_filled {
            return Polygon::new(corners, style).into_dyn();
        }
        corners.extend(corners.first().copied());
        PathElement::new(corners, style).into_dyn()
    };
    match variant.mark() {
        Mark::Disc => root.draw(&Circle::new((x, y), radius, style))?,
        Mark::Square => root.draw(&polygon(&[(-1, -1), (1, -1), (1, 1), (-1, 1)]))?,
        Mark::Triangle => root.draw(&polygon(&[(0, -1), (1, 1), (-1, 1)]))?,
        Mark::TriangleDown => root.draw(&polygon(&[(-1, -1), (1, -1), (0, 1)]))?,
        Mark::Diamond => root.draw(&polygon(&[(0, -1), (1, 0), (0, 1), (-1, 0)]))?,
    }
    Ok(())
}

/// Writes each line's name beside its end, the names a line's height apart.
fn draw_names(root: &Area, mut ends: Vec<(&Line, i32, i32)>) -> Result<()> {
    ends.sort_by_key(|(_, _, y)| *y);
    let mut lowest = i32::MIN;
    for (line, x, y) in ends {
        let y = y.max(lowest);
        let (name, ink) = (line.variant.short(), Ink::Variant(line.variant));
        write(root, name, (x + px(11.0), y), HPos::Left, ink)?;
        lowest = y + px(f64::from(TEXT) * 1.2);
    }
    Ok(())
}

pub(super) fn write(area: &Area, text: &str, at: (i32, i32), anchor: HPos, ink: Ink) -> Result<()> {
    let style = ink.text(anchor, VPos::Center);
    area.draw(&Text::new(text.to_owned(), at, style))?;
    Ok(())
}
