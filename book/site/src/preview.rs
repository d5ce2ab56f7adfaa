//! The picture that a link to a page is shown with: the page's title, and a main figure of the talk
//! in both languages.

use crate::{
    figures::{Figure, MainFigure},
    html::escape,
    memo::Memo,
    meta_tags::{PREVIEW_HEIGHT as HEIGHT, PREVIEW_WIDTH as WIDTH},
};
use anyhow::{Context, Result};
use calculator::wrapped;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};
use std::sync::Arc;

const LEFT: u32 = 70;
/// The longest bar, in pixels; the figure stands behind it.
const BAR: f64 = 640.0;
/// Letters of the title in a line, and of the words below the figure.
const TITLE_LINE: usize = 34;
const PLACE_LINE: usize = 92;

/// Draws previews, with a font of its own: the same on every machine.
#[derive(Debug)]
pub(crate) struct Painter {
    fonts: Arc<Database>,
    /// PNG files by the picture as SVG.
    painted: Memo<Vec<u8>>,
}

impl Painter {
    pub(crate) fn new() -> Self {
        let mut fonts = Database::new();
        for font in [notosans::REGULAR_TTF, notosans::BOLD_TTF] {
            fonts.load_font_data(font.to_vec());
        }
        Self {
            fonts: Arc::new(fonts),
            painted: Memo::default(),
        }
    }

    /// The picture as a PNG file.
    pub(crate) fn paint(&self, talk: &str, title: &str, figure: &MainFigure) -> Result<Vec<u8>> {
        let svg = svg(talk, title, figure);
        self.painted.get_or(&svg, || self.rendered(&svg))
    }

    /// Forgets what the build that has just been made did not ask for.
    pub(crate) fn end_build(&self) {
        self.painted.end_build();
    }

    fn rendered(&self, svg: &str) -> Result<Vec<u8>> {
        let options = Options {
            font_family: "Noto Sans".to_owned(),
            fontdb: self.fonts.clone(),
            ..Options::default()
        };
        let tree = Tree::from_str(svg, &options)?;
        let mut picture = Pixmap::new(WIDTH, HEIGHT).context("a preview needs more memory")?;
        resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
        Ok(picture.encode_png()?)
    }
}

/// Python's colour, hatched as on the pages.
const HATCH: &str = r##"<pattern id="hatch" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="12" height="12" fill="#1f5fa6"/><rect width="4" height="12" fill="#5282b9"/></pattern>"##;

fn svg(talk: &str, title: &str, figure: &MainFigure) -> String {
    let title = wrapped(title, TITLE_LINE);
    let titles = title.iter().enumerate().map(|(index, line)| {
        let y = 190 + 72 * index;
        text(y, 62, r#"font-weight="700""#, line)
    });
    let longest = figure.rust.value.max(figure.python.value);
    let bar = |y: u32, colour: &str, name: &str, Figure { value, text }: &Figure| {
        let width = (BAR * value / longest).max(2.0);
        let top = y - 40;
        let name = format!(r#"<text x="{LEFT}" y="{y}" font-size="34">{name}</text>"#);
        let bar = format!(
            r#"<rect x="230" y="{top}" width="{width:.1}" height="52" rx="4" fill="{colour}"/>"#
        );
        let end = 230.0 + width + 18.0;
        let value = escape(text);
        let value = format!(
            r#"<text x="{end:.1}" y="{y}" font-size="36" font-weight="700">{value}</text>"#
        );
        [name, bar, value].concat()
    };
    let name = figure.name.replace('`', "");
    let place = figure.place.replace('`', "");
    let place = wrapped(&place, PLACE_LINE);
    let places = place.iter().enumerate().map(|(index, line)| {
        let y = 572 + 30 * index;
        text(y, 22, r##"fill="#555""##, line)
    });
    let shapes = [
        text(100, 32, r##"fill="#555""##, talk),
        titles.collect(),
        text(380, 32, r##"fill="#222""##, &name),
        bar(450, "url(#hatch)", "Python", &figure.python),
        bar(520, "#b3420a", "Rust", &figure.rust),
        places.collect(),
    ];
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" fill="#111"><defs>{HATCH}</defs><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/><rect width="{WIDTH}" height="12" fill="url(#hatch)"/><rect y="18" width="240" height="12" fill="#b3420a"/>{}</svg>"##,
        shapes.concat()
    )
}

fn text(y: impl std::fmt::Display, size: u32, attributes: &str, text: &str) -> String {
    let text = escape(text);
    format!(r#"<text x="{LEFT}" y="{y}" font-size="{size}" {attributes}>{text}</text>"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_broken_between_words() {
        let title = "A title that is somewhat longer than what a line can hold";
        let lines = wrapped(title, TITLE_LINE);
        assert_eq!(lines.join(" "), title);
        assert!(
            lines.iter().all(|line| line.chars().count() <= TITLE_LINE),
            "{lines:?}"
        );
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn a_preview_says_what_was_measured_and_where() {
        let figure = |value, text: &str| Figure {
            value,
            text: text.to_owned(),
        };
        let figure = MainFigure {
            name: "INIT of `record`",
            question: ["", ""],
            unit: "ms",
            rust: figure(10.0, "10 ms"),
            python: figure(100.0, "100 ms"),
            origin: data::Origin::Measured,
            place: "Means, measured on a local Lambda, not on AWS; 9 to 11 times.".to_owned(),
        };
        let svg = svg("Rust & Python", "Results", &figure);
        for shown in [
            "Rust &amp; Python",
            ">Results<",
            ">INIT of record<",
            ">10 ms<",
            ">100 ms<",
            ">Means, measured on a local Lambda, not on AWS; 9 to 11 times.<",
            r#"width="64.0""#,
            r#"width="640.0""#,
        ] {
            assert!(svg.contains(shown), "{shown}: {svg}");
        }
    }
}
