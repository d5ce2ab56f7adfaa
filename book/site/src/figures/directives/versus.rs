//! `{{#versus …}}`: a main figure of the talk as two bars.

use crate::{
    figures::{
        captioned_table::marked_note, context::Context, directive::Directive, main_figure::Figure,
        main_figures, replacement::Replacement,
    },
    html::{code, escape},
};
use anyhow::Result;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "versus",
    usage: &["NAME"],
    becomes: "a main figure of the talk as two bars, one for each language",
    expand: versus,
};

fn versus(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [name] = DIRECTIVE.exactly(arguments)?;
    let figure = main_figures::find(name, context)?;
    let longest = figure.rust.value.max(figure.python.value);
    let bar = |language: &str, Figure { value, text }: &Figure| {
        let share = value / longest;
        let class = language.to_lowercase();
        format!(
            r#"<p class="versus-bar {class}" style="--share:{share:.4}"><span>{language}</span><i></i><strong>{}</strong></p>"#,
            escape(text)
        )
    };
    let basis = marked_note(figure.origin, &code(&figure.place));
    Ok(Replacement::Block(format!(
        r#"<figure class="versus"><figcaption>{}</figcaption>{}{}{basis}</figure>"#,
        code(figure.name),
        bar("Python", &figure.python),
        bar("Rust", &figure.rust),
    )))
}
