//! The most that a port could save against what a function costs now, both logarithmic.

use cost::fleet::{Assessed, Assessment, Saved};
use html_escape::encode_double_quoted_attribute as escape;
use std::fmt::Write;

/// The plot's left and right edge, and its upper and lower one, in units of the drawing.
const X: (f64, f64) = (56.0, 470.0);
const Y: (f64, f64) = (30.0, 262.0);

/// Cents of the first and the last power of ten that may be shown: 1 cent to 10^9 USD.
const MOST_DECADES: u32 = 11;

/// The chart; nothing where no function costs a cent.
pub fn chart(assessment: &Assessment) -> String {
    let points: Vec<(&Assessed, f64, f64)> = assessment
        .functions
        .iter()
        .filter_map(|assessed| {
            let cents = |saved: Saved| saved.cents().map(|cents| decades(cents.0));
            Some((assessed, cents(assessed.now)?, cents(assessed.bound?)?))
        })
        .collect();
    let largest = points.iter().map(|(_, now, _)| *now).fold(1.0, f64::max);
    if points.is_empty() {
        return String::new();
    }
    let top = largest.ceil().min(f64::from(MOST_DECADES));
    let place = |value: f64, (from, to): (f64, f64)| from + (to - from) * value / top;
    let mut shapes = String::new();
    let mut cents = 1_u64;
    let mut decade = 0.0;
    // Where there are many powers of ten, every other one is named.
    let names_every = if top > 5.0 { 2 } else { 1 };
    let mut power = 0;
    while decade <= top {
        let (x, y) = (place(decade, X), place(decade, (Y.1, Y.0)));
        let label = if power % names_every == 0 {
            usd(cents)
        } else {
            String::new()
        };
        let _ = write!(
            shapes,
            r#"<path class="grid" d="M{x:.1} {} V{} M{} {y:.1} H{}"/><text x="{x:.1}" y="280" text-anchor="middle">{label}</text><text x="{}" y="{:.1}" text-anchor="end">{label}</text>"#,
            Y.0,
            Y.1,
            X.0,
            X.1,
            X.0 - 6.0,
            y + 5.0,
        );
        power += 1;
        cents = cents.saturating_mul(10);
        decade += 1.0;
    }
    let (left, right) = ((X.0, Y.1), (X.1, Y.0));
    let _ = write!(
        shapes,
        r#"<path class="all" d="M{} {} L{} {}"/>"#,
        left.0, left.1, right.0, right.1
    );
    for (assessed, now, bound) in &points {
        let (x, y) = (place(*now, X), place(*bound, (Y.1, Y.0)));
        let name = escape(&assessed.function.name);
        let _ = write!(
            shapes,
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="4"><title>{name}: {} USD now, at most {} USD saved</title></circle>"#,
            assessed.now,
            assessed.bound.unwrap_or_default(),
        );
    }
    format!(
        r#"<figure class="chart"><figcaption>The most that a port could save, against what a function costs now</figcaption><svg class="fleet-chart" viewBox="0 0 480 310" role="img" aria-label="{} functions, each by its cost now and by the most that a port could save">{shapes}<text x="0" y="14">Largest possible saving, USD a month</text><text x="263" y="304" text-anchor="middle">Cost now, USD a month</text></svg></figure>"#,
        points.len()
    )
}

/// A power of ten cents in USD, as short as an axis needs it.
fn usd(cents: u64) -> String {
    match cents {
        0..100 => format!("0.{cents:02}"),
        100..100_000 => (cents / 100).to_string(),
        100_000..100_000_000 => format!("{}\u{a0}k", cents / 100_000),
        _ => format!("{}\u{a0}M", cents / 100_000_000),
    }
}

/// The number of powers of ten that an amount of cents is above one cent.
#[allow(clippy::cast_precision_loss, reason = "a place in a drawing")]
fn decades(cents: u64) -> f64 {
    (cents.max(1) as f64).log10()
}
