//! `{{#floor …}}`: the time that AWS adds to every function.

use crate::figures::{
    context::Context,
    directive::{Directive, Replacement},
    hello::{Hello, off},
    number::ms,
};
use anyhow::Result;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "floor",
    usage: &["init [off]", "duration [off]"],
    becomes: "the time that AWS adds to INIT or to a call; with `off`, by how much the estimate of \
              Python's `hello` misses what was published",
    expand: floor,
};

fn floor(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let hello = Hello::of(context)?;
    let (floor, estimate, published) = (hello.floor, hello.estimate(), hello.python.published);
    let text = match *arguments {
        ["init"] => ms(floor.init_ms.as_f64()),
        ["duration"] => ms(floor.duration_ms.as_f64()),
        ["init", "off"] => off(estimate.init_ms, published.init_ms),
        ["duration", "off"] => off(estimate.duration_ms, published.duration_ms),
        _ => return Err(DIRECTIVE.misused()),
    };
    Ok(Replacement::Inline(text))
}
