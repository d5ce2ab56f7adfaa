//! Charts as inline SVG, drawn once when the site is built.

#![deny(clippy::wildcard_enum_match_arm)]

mod bars;
mod legend;
mod lines;
mod scatter;
mod svg;

pub(crate) use bars::{Bar, Group, bars};
pub(crate) use legend::legend;
pub(crate) use lines::{Line, Panel, Point, lines};
pub(crate) use scatter::{Axes, Pair, scatter};
pub(crate) use svg::{Ink, Label, Layout};

use anyhow::Result;

/// A drawing in each layout, as HTML of which the page shows the one that fits.
///
/// # Errors
/// One can't be drawn.
pub(crate) fn panels(draw: impl Fn(Layout) -> Result<String>) -> Result<String> {
    let panel = |layout: Layout| {
        let (name, svg) = (layout.name(), draw(layout)?);
        Ok(format!(r#"<div class="panels {name}">{svg}</div>"#))
    };
    Layout::ALL.into_iter().map(panel).collect()
}

/// Round values that divide the range from zero to `max` into at most five steps.
fn ticks(max: f64) -> Vec<f64> {
    let magnitude = 10_f64.powf((max / 5.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * magnitude);
    let step = step
        .into_iter()
        .find(|step| max / step <= 5.0)
        .unwrap_or(max);
    let mut ticks = vec![0.0];
    while let Some(&last) = ticks.last()
        && last < max - step * 0.001
    {
        ticks.push(last + step);
    }
    ticks
}

/// Round values that span the range on a logarithmic scale.
fn log_ticks(min: f64, max: f64) -> Vec<f64> {
    let decades = (max / min).log10();
    let factors: &[f64] = match decades {
        ..1.3 => &[1.0, 2.0, 5.0],
        ..2.2 => &[1.0, 3.0],
        _ => &[1.0],
    };
    let mut magnitude = 10_f64.powf(min.log10().floor());
    let mut candidates = Vec::new();
    while candidates.last().is_none_or(|&last| last < max) {
        candidates.extend(factors.iter().map(|factor| factor * magnitude));
        magnitude *= 10.0;
    }
    let first = candidates
        .iter()
        .rposition(|&tick| tick <= min)
        .unwrap_or(0);
    let last = candidates
        .iter()
        .position(|&tick| tick >= max)
        .unwrap_or(candidates.len() - 1);
    candidates[first..=last].to_vec()
}

/// A tick's label without trailing zeros: 0.05, 10, 200.
fn tick_label(tick: f64) -> String {
    let text = format!("{tick:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &[f64]) -> String {
        ticks
            .iter()
            .map(|&tick| tick_label(tick))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn ticks_are_round_and_cover_the_range() {
        assert_eq!(labels(&ticks(419.0)), "0 100 200 300 400 500");
        assert_eq!(labels(&ticks(0.9)), "0 0.2 0.4 0.6 0.8 1");
        assert_eq!(labels(&ticks(100.0)), "0 20 40 60 80 100");
    }

    #[test]
    fn log_ticks_are_fewer_the_wider_the_range() {
        assert_eq!(labels(&log_ticks(1.3, 12.0)), "1 2 5 10 20");
        assert_eq!(labels(&log_ticks(0.05, 3.1)), "0.03 0.1 0.3 1 3 10");
        assert_eq!(labels(&log_ticks(0.05, 25.0)), "0.01 0.1 1 10 100");
    }
}
