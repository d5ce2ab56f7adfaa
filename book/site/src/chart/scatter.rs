//! Estimated against published figures, both axes logarithmic.

use super::{
    lines::{draw_marker, write},
    log_ticks,
    svg::{Area, Ink, Label, Layout, SCALE, SLIDE, TEXT, px, svg},
    tick_label,
};
use anyhow::Result;
use data::Variant;
use plotters::{prelude::*, style::text_anchor::HPos};

/// A figure that is known and was estimated.
pub(crate) struct Pair {
    pub variant: Variant,
    pub published: f64,
    pub estimated: f64,
    /// True if the model was fitted to it, so that it proves nothing.
    pub is_fitted: bool,
}

/// The names of the axes.
pub(crate) struct Axes<'a> {
    pub published: &'a str,
    pub estimated: &'a str,
}

// Lengths in CSS pixels.
const TOP: u32 = 40;
const BELOW: u32 = 64;
const LEFT: u32 = 78;
const RIGHT: u32 = 38;

/// The height of the plot: as wide as high on a phone, and as a slide has it on a slide.
const fn plot_height(layout: Layout) -> u32 {
    match layout {
        Layout::Wide => SLIDE - TOP - BELOW,
        Layout::Narrow => layout.width() - LEFT - RIGHT,
    }
}

/// Draws the pairs, the line on which an estimate is right, and the lines between which the published
/// figure is within the share `band` of it.
pub(crate) fn scatter(
    label: &Label,
    axes: &Axes,
    pairs: &[Pair],
    band: f64,
    layout: Layout,
) -> Result<String> {
    let label = label.part(layout, 0, axes.estimated);
    let size = (layout.width(), TOP + plot_height(layout) + BELOW);
    svg(&label, size, |root| draw(root, axes, pairs, band, layout))
}

fn draw(root: &Area, axes: &Axes, pairs: &[Pair], band: f64, layout: Layout) -> Result<()> {
    let values = || {
        pairs
            .iter()
            .flat_map(|pair| [pair.published, pair.estimated])
    };
    let ticks = log_ticks(
        values().fold(f64::MAX, f64::min),
        values().fold(0.0, f64::max),
    );
    let (Some(&low), Some(&high)) = (ticks.first(), ticks.last()) else {
        return Ok(());
    };
    let (heading, plot) = root.split_vertically(TOP * SCALE);
    let at = (0, px(f64::from(TEXT)));
    write(&heading, axes.estimated, at, HPos::Left, Ink::Text)?;
    let chart = ChartBuilder::on(&plot)
        .set_label_area_size(LabelAreaPosition::Left, LEFT * SCALE)
        .set_label_area_size(LabelAreaPosition::Bottom, BELOW * SCALE)
        .margin_right(RIGHT * SCALE)
        .build_cartesian_2d((low..high).log_scale(), (low..high).log_scale())?;
    let line = |ends: [(f64, f64); 2], ink: Ink, width: u32| {
        let ends = ends.map(|end| chart.backend_coord(&end));
        PathElement::new(ends.to_vec(), ink.color().stroke_width(width))
    };
    for &tick in &ticks {
        root.draw(&line([(tick, low), (tick, high)], Ink::Grid, SCALE))?;
        root.draw(&line([(low, tick), (high, tick)], Ink::Grid, SCALE))?;
        let (x, y) = chart.backend_coord(&(tick, low));
        let below = (x, y + px(f64::from(TEXT)));
        write(root, &tick_label(tick), below, HPos::Center, Ink::Text)?;
        let (x, y) = chart.backend_coord(&(low, tick));
        let beside = (x - px(9.0), y);
        write(root, &tick_label(tick), beside, HPos::Right, Ink::Text)?;
    }
    root.draw(&line([(low, low), (high, high)], Ink::Text, SCALE * 2))?;
    // Published = factor × estimated, as far as that is within the plot.
    for factor in [1.0 - band, 1.0 + band] {
        let (start, end) = (low.max(low * factor), high.min(high * factor));
        let ends = [start, end].map(|published| (published, published / factor));
        root.draw(&line(ends, Ink::Text, SCALE))?;
    }
    for pair in pairs {
        let at = chart.backend_coord(&(pair.published, pair.estimated));
        draw_marker(root, pair.variant, at, !pair.is_fitted)?;
    }
    let middle = f64::from(LEFT + layout.width() - RIGHT) / 2.0;
    let below = f64::from(TOP + plot_height(layout)) + f64::from(TEXT) * 2.4;
    let at = (px(middle), px(below));
    write(root, axes.published, at, HPos::Center, Ink::Text)
}
