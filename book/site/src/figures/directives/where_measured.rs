//! `{{#where}}`: the place where the figures were measured.

use crate::{
    figures::{context::Context, directive::Directive, replacement::Replacement},
    html::escape,
};
use anyhow::Result;
use data::Place;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "where",
    usage: &["", "trials"],
    becomes: "the place where the figures were measured, or the trials, as the end of a sentence",
    expand: place,
};

fn place(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let place = match *arguments {
        [] => context.measured_where(),
        // There are no others than local ones.
        ["trials"] => Place::Local.to_string(),
        _ => return Err(DIRECTIVE.misused()),
    };
    Ok(Replacement::Inline(plain(&place)))
}

/// A text that neither Markdown nor HTML reads anything into: an endpoint's address may have any letter.
fn plain(text: &str) -> String {
    let mut plain = escape(text);
    for letter in ['\\', '`', '*', '_', '~', '[', ']', '|', '{', '}'] {
        plain = plain.replace(letter, &format!("&#{};", u32::from(letter)));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn an_address_is_neither_markdown_nor_html() {
        assert_eq!(
            plain("on a local Lambda, not on AWS"),
            "on a local Lambda, not on AWS"
        );
        assert_eq!(
            plain("http://[::1]:1/a_b_"),
            "http://&#91;::1&#93;:1/a&#95;b&#95;"
        );
        assert_eq!(plain("{{#x}} <b>"), "&#123;&#123;#x&#125;&#125; &lt;b&gt;");
    }
}
