//! `{{#site-link}}`: where to find the site.

use crate::{
    figures::{context::Context, directive::Directive, replacement::Replacement},
    html::link,
};
use anyhow::{Context as _, Result};
use calculator::qr::Code;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "site-link",
    usage: &[""],
    becomes: "the site's address as a link and a QR code, or nothing if `book.toml` has none",
    expand: site_link,
};

fn site_link(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    let Some(address) = &context.talk.link else {
        return Ok(Replacement::Block(String::new()));
    };
    let Code { size, path } =
        Code::of(address).with_context(|| format!("`{address}` is too long for a QR code"))?;
    let (_, short) = address.split_once("://").unwrap_or(("", address));
    let link = link(address, short.trim_end_matches('/'));
    // Black on white in every theme: a camera has to read it.
    Ok(Replacement::Block(format!(
        r##"<p class="site-link"><svg viewBox="0 0 {size} {size}" role="img" aria-label="QR code of this site's address"><rect width="{size}" height="{size}" fill="#fff"/><path fill="#000" d="{path}"/></svg>{link}</p>"##
    )))
}
