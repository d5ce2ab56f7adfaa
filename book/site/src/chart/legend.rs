//! A legend in words: how the variants are drawn.

use data::{Mark, Variant};

/// The lines of a chart in words: `Rust solid with discs, Python dashed with squares`.
pub(crate) fn legend(variants: &[Variant]) -> String {
    let line = |variant: &Variant| {
        let name = variant.short();
        let dash = if variant.is_dashed() {
            "dashed"
        } else {
            "solid"
        };
        let marks = match variant.mark() {
            Mark::Disc => "discs",
            Mark::Square => "squares",
            Mark::Triangle => "triangles",
            Mark::Diamond => "diamonds",
            Mark::TriangleDown => "triangles that point down",
        };
        format!("{name} {dash} with {marks}")
    };
    let lines: Vec<String> = variants.iter().map(line).collect();
    lines.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legend_names_the_given_variants_only() {
        assert_eq!(
            legend(&[Variant::Rust, Variant::PythonRapidfuzz]),
            "Rust solid with discs, rapidfuzz dashed with diamonds"
        );
    }
}
