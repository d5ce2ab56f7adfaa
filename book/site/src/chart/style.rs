//! The look of each variant.

use data::Variant;

/// The look of a variant in every chart. Marks and dashes tell variants apart where colours
/// don't.
pub(crate) struct Style {
    /// A name that fits beside a bar or a line.
    pub name: &'static str,
    /// The CSS variable that holds its colour.
    pub color: &'static str,
    /// The stroke of its line.
    pub dash: Dash,
    /// The shape of its points.
    pub mark: Mark,
}

/// The stroke of a line.
#[derive(Clone, Copy)]
pub(crate) enum Dash {
    Solid,
    Dashed,
}

/// The shape of a point.
#[derive(Clone, Copy)]
pub(crate) enum Mark {
    Disc,
    Square,
    Triangle,
    Diamond,
}

impl Style {
    /// The style of a variant. Those that connect late share one: no chart shows them.
    pub(crate) const fn of(variant: Variant) -> Self {
        match variant {
            Variant::Rust | Variant::RustLazy => Self {
                name: variant.label(),
                color: "--chart-rust",
                dash: Dash::Solid,
                mark: Mark::Disc,
            },
            Variant::Python | Variant::PythonLazy => Self {
                name: variant.label(),
                color: "--chart-python",
                dash: Dash::Dashed,
                mark: Mark::Square,
            },
            Variant::Hybrid => Self {
                name: "hybrid",
                color: "--chart-hybrid",
                dash: Dash::Solid,
                mark: Mark::Triangle,
            },
            Variant::PythonRapidfuzz => Self {
                name: "rapidfuzz",
                color: "--chart-rapidfuzz",
                dash: Dash::Dashed,
                mark: Mark::Diamond,
            },
        }
    }
}

/// The lines of a chart in words: `Rust solid with discs, Python dashed with squares`.
pub(crate) fn legend(variants: &[Variant]) -> String {
    let line = |&variant: &Variant| {
        let Style {
            name, dash, mark, ..
        } = Style::of(variant);
        let dash = match dash {
            Dash::Solid => "solid",
            Dash::Dashed => "dashed",
        };
        let marks = match mark {
            Mark::Disc => "discs",
            Mark::Square => "squares",
            Mark::Triangle => "triangles",
            Mark::Diamond => "diamonds",
        };
        format!("{name} {dash} with {marks}")
    };
    let lines: Vec<String> = variants.iter().map(line).collect();
    lines.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn variants_of_a_chart_can_be_told_apart_without_colours() {
        let drawn = Variant::ALL
            .iter()
            .filter(|variant| !variant.connects_late());
        let legends: Vec<String> = drawn.map(|&variant| legend(&[variant])).collect();
        let looks = legends
            .iter()
            .map(|legend| legend.split_once(' ').unwrap().1);
        let different: BTreeSet<&str> = looks.collect();
        assert_eq!(different.len(), legends.len(), "{legends:?}");
    }

    #[test]
    fn a_legend_names_the_given_variants_only() {
        assert_eq!(
            legend(&[Variant::Rust, Variant::PythonRapidfuzz]),
            "Rust solid with discs, rapidfuzz dashed with diamonds"
        );
    }
}
