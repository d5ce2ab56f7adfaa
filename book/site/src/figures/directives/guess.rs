//! `{{#guess …}}`: Rust's figure is given, Python's is to be guessed before it is shown.

use crate::{
    figures::{
        captioned_table::marked_note,
        context::Context,
        directive::Directive,
        main_figure::{Figure, MainFigure},
        main_figures,
        replacement::Replacement,
    },
    html::code,
};
use anyhow::Result;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "guess",
    usage: &["NAME"],
    becomes: "a main figure of the talk, to be guessed before it is shown",
    expand: guess,
};

fn guess(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [name] = DIRECTIVE.exactly(arguments)?;
    let figure = main_figures::find(name, context)?;
    Ok(Replacement::Block(html(&figure, &context.id)))
}

/// The exponents of ten that the guess may lie between: by Rust's figure alone, so that they tell
/// nothing of Python's.
fn decades(rust: f64) -> (f64, f64) {
    let own = rust.log10().floor();
    (own - 1.0, own + 3.0)
}

fn html(guess: &MainFigure, id: &str) -> String {
    let MainFigure {
        question: [before, after],
        unit,
        rust,
        python,
        origin,
        place,
        ..
    } = guess;
    let basis = marked_note(*origin, &code(place));
    let (low, high) = decades(rust.value);
    let start = rust.value.log10();
    let longest = rust.value.max(python.value);
    let bar = |class: &str, name: &str, figure: &Figure| {
        let share = figure.value / longest;
        format!(
            r#"<li class="guess-{class}" data-value="{}"><span>{name}</span><span class="guess-bar" style="--share:{share:.4}"></span><span class="guess-value">{}</span></li>"#,
            figure.value, figure.text
        )
    };
    let own = r#"<li class="guess-own" hidden><span>Your guess</span><span class="guess-bar"></span><span class="guess-value"></span></li>"#;
    format!(
        r#"<div class="guess" data-unit="{unit}" data-prevent-swipe><p class="guess-question">{before}<strong>{}</strong>{after}</p><p class="guess-form" hidden><label for="guess-{id}">Your guess</label><input type="range" id="guess-{id}" min="{low}" max="{high}" step="0.01" value="{start:.2}"><output for="guess-{id}"></output></p><details><summary>Reveal</summary><ul class="guess-bars">{}{own}{}</ul><p class="guess-verdict" aria-live="polite"></p>{basis}</details></div>"#,
        rust.text,
        bar("rust", "Rust", rust),
        bar("python", "Python", python),
        before = code(before),
        after = code(after),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_is_known_from_rust_alone() {
        assert_eq!(decades(10.5), (0.0, 4.0));
        assert_eq!(decades(0.95), (-2.0, 2.0));
        assert_eq!(decades(1_825_344.0), (5.0, 9.0));
    }
}
