//! `{{#chart …}}`: a chart, of all workloads or of some.

use crate::figures::{charts, context::Context, directive::Directive, replacement::Replacement};
use anyhow::Result;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "chart",
    usage: &["NAME", "NAME OF …"],
    becomes: "a chart of everything that it can show, or of the named functions, memory sizes or trials, with \
              its basis and its figures as a table",
    expand: chart,
};

fn chart(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [name, of @ ..] = arguments else {
        return Err(DIRECTIVE.misused());
    };
    let chart = charts::find(name)?;
    Ok(Replacement::Block(chart.html(of, context)?))
}
