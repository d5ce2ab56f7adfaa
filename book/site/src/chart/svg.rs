//! plotters' SVG made fit for a page: one line, scalable, named, and in the theme's colours.

use crate::html::escape;
use anyhow::Result;
use data::Variant;
use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};
use std::fmt::Write;

/// plotters counts in whole units, so a chart is drawn this many times larger.
pub(super) const SCALE: u32 = 10;

/// The room that a chart has. Each is drawn for both, and the page shows the one that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// A column of text or a slide.
    Wide,
    /// A phone.
    Narrow,
}

impl Layout {
    pub(crate) const ALL: [Self; 2] = [Self::Wide, Self::Narrow];

    /// Its CSS class, and a part of what is drawn for it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }

    /// The width in CSS pixels. A slide shows a wide one half as large again, a phone shows about 360
    /// pixels of a narrow one: text is legible on both.
    pub(crate) const fn width(self) -> u32 {
        match self {
            Self::Wide => 790,
            Self::Narrow => 480,
        }
    }

    /// The width of each of several drawings.
    pub(super) fn width_of_one_of(self, count: usize) -> u32 {
        match self {
            Self::Wide => {
                let count = u32::try_from(count.max(1)).unwrap_or(u32::MAX);
                (self.width() - BETWEEN * (count - 1)) / count
            }
            Self::Narrow => self.width(),
        }
    }
}

/// Between drawings that stand side by side, as `book/theme/figures.css` has it.
const BETWEEN: u32 = 14;

/// The least height in CSS pixels of a wide drawing, which fills a slide.
pub(super) const SLIDE: u32 = 316;

/// The size of text in CSS pixels.
pub(super) const TEXT: u32 = 17;

/// The width of a letter, roughly.
pub(super) const LETTER: f64 = 0.53 * TEXT as f64;

/// The area that a chart is drawn in.
pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// The words of a chart for those who can't see it.
pub(crate) struct Label {
    /// Unique over the whole book.
    pub id: String,
    /// The chart's name.
    pub title: String,
    /// A sentence or two on what it shows.
    pub description: String,
}

impl Label {
    /// The label of one drawing of several in a layout.
    pub(super) fn part(&self, layout: Layout, index: usize, shows: &str) -> Self {
        Self {
            id: format!("{}-{}-{index}", self.id, layout.name()),
            title: format!("{}: {shows}", self.title),
            description: self.description.clone(),
        }
    }
}

/// The purpose of a colour; the theme decides which one it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Variant(Variant),
    Text,
    Grid,
}

impl Ink {
    fn all() -> impl Iterator<Item = Self> {
        let variants = Variant::ALL.iter().copied().map(Self::Variant);
        variants.chain([Self::Text, Self::Grid])
    }

    /// The end of the name of the CSS variable that holds its colour.
    const fn colour(self) -> &'static str {
        match self {
            Self::Variant(variant) => variant.colour(),
            Self::Text => "text",
            Self::Grid => "grid",
        }
    }

    /// Different for each ink.
    const fn number(self) -> u8 {
        match self {
            Self::Text => 0,
            Self::Grid => 1,
            Self::Variant(variant) => 2 + variant as u8,
        }
    }

    /// A colour that stands for it until the SVG is finished.
    pub(super) const fn color(self) -> RGBColor {
        RGBColor(0xFE, 0xED, self.number())
    }

    /// The same for a line.
    pub(super) const fn line(self) -> RGBColor {
        match self {
            Self::Variant(variant) if variant.is_dashed() => self.dashed(),
            Self::Variant(_) | Self::Text | Self::Grid => self.color(),
        }
    }

    const fn dashed(self) -> RGBColor {
        RGBColor(0xDA, 0x5E, self.number())
    }

    pub(super) fn text(self, horizontal: HPos, vertical: VPos) -> TextStyle<'static> {
        // plotters divides a font's size by 1.24 when it writes SVG.
        let size = f64::from(TEXT * SCALE) * 1.24;
        let style = ("sans-serif", size).into_font().color(&self.color());
        style.pos(Pos::new(horizontal, vertical))
    }
}

/// Draws a chart of so many CSS pixels.
pub(super) fn svg(
    label: &Label,
    (width, height): (u32, u32),
    draw: impl FnOnce(&Area) -> Result<()>,
) -> Result<String> {
    let (width, height) = (width * SCALE, height * SCALE);
    let mut drawn = String::new();
    {
        let area = SVGBackend::with_string(&mut drawn, (width, height)).into_drawing_area();
        draw(&area)?;
        area.present()?;
    }
    let Label {
        id,
        title,
        description,
    } = label;
    let (title, description) = (escape(title), escape(description));
    let mut svg = format!(
        r#"<svg role="img" aria-labelledby="{id}-title {id}-description" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg"><title id="{id}-title">{title}</title><desc id="{id}-description">{description}</desc>"#
    );
    let content = drawn.split_once('>').map_or("", |(_, content)| content);
    for line in content.lines() {
        svg.push_str(&themed(line));
    }
    Ok(svg)
}

/// An element whose stand-in colour is the theme's.
fn themed(element: &str) -> String {
    let mut element = element
        .trim_end()
        .replace(r#" opacity="1""#, "")
        .replace(r#" font-family="sans-serif""#, "")
        .replace(r#" stroke="none""#, "");
    for ink in Ink::all() {
        for (color, dashes) in [(ink.color(), ""), (ink.dashed(), ";stroke-dasharray:70 50")] {
            let mut hex = String::new();
            let RGBColor(red, green, blue) = color;
            let _ = write!(hex, "#{red:02X}{green:02X}{blue:02X}");
            for property in ["fill", "stroke"] {
                let style = format!(
                    r#"style="{property}:var(--chart-{}){dashes}""#,
                    ink.colour()
                );
                element = element.replace(&format!(r#"{property}="{hex}""#), &style);
            }
        }
    }
    element
}

/// A number of CSS pixels in the units of plotters.
#[allow(
    clippy::cast_possible_truncation,
    reason = "a chart is a few thousand units wide"
)]
pub(super) fn px(pixels: f64) -> i32 {
    (pixels * f64::from(SCALE)).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_takes_its_colours_from_the_theme_and_one_line() {
        let label = Label {
            id: "x".to_owned(),
            title: "Rust < Python".to_owned(),
            description: "d".to_owned(),
        };
        let drawn = svg(&label, (480, 10), |area| {
            let line = vec![(0, 0), (90, 90)];
            area.draw(&PathElement::new(
                line.clone(),
                Ink::Variant(Variant::Rust).color(),
            ))?;
            area.draw(&PathElement::new(
                line,
                Ink::Variant(Variant::Python).line(),
            ))?;
            area.draw(&Text::new(
                "t",
                (0, 0),
                Ink::Text.text(HPos::Left, VPos::Top),
            ))?;
            Ok(())
        })
        .unwrap();
        assert!(!drawn.contains('\n') && !drawn.contains("#FE") && !drawn.contains("#DA"));
        assert!(drawn.contains(r#"style="stroke:var(--chart-rust)""#));
        assert!(drawn.contains(r#"style="stroke:var(--chart-python);stroke-dasharray"#));
        assert!(drawn.contains(r#"style="fill:var(--chart-text)""#));
        assert!(drawn.contains(r#"<title id="x-title">Rust &lt; Python</title>"#));
        assert!(drawn.contains(r#"viewBox="0 0 4800 100""#));
    }
}
