//! What people take along: who spoke, and where to find all this.

use super::{context::Context, exactly};
use crate::html::{escape, link};
use anyhow::{Result, anyhow};
use calculator::qr::Code;

/// `{{#speaker}}`
pub(super) fn speaker(arguments: &[&str], context: &Context) -> Result<String> {
    let [] = exactly(arguments, "speaker")?;
    Ok(escape(&context.talk.speaker))
}

/// `{{#site-link}}`: nothing, if `book.toml` doesn't say where the site is published.
pub(super) fn site_link(arguments: &[&str], context: &Context) -> Result<String> {
    let [] = exactly(arguments, "site-link")?;
    let Some(address) = &context.talk.link else {
        return Ok(String::new());
    };
    let code = Code::of(address).ok_or_else(|| anyhow!("`{address}` is too long for a QR code"))?;
    let Code { size, path } = code;
    let (_, short) = address.split_once("://").unwrap_or(("", address));
    let link = link(address, short.trim_end_matches('/'));
    // Black on white in every theme: a camera has to read it.
    Ok(format!(
        r##"<p class="site-link"><svg viewBox="0 0 {size} {size}" role="img" aria-label="QR code of this site's address"><rect width="{size}" height="{size}" fill="#fff"/><path fill="#000" d="{path}"/></svg>{link}</p>"##
    ))
}
