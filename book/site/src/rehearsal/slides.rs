//! Search for the slides of the built deck that show more than words.

use crate::deck::SEEN;
use anyhow::{Context, Result};
use lol_html::{RewriteStrSettings, element, rewrite_str};
use std::{cell::RefCell, collections::BTreeSet, fs, path::Path};

/// The ids of the slides with a figure, a table, code or a widget.
///
/// # Errors
/// The deck can't be read.
pub(super) fn with_picture(site: &Path) -> Result<BTreeSet<String>> {
    let deck = site.join("slides/index.html");
    let html = fs::read_to_string(&deck);
    of_deck(&html.with_context(|| format!("{} can't be read", deck.display()))?)
}

fn of_deck(html: &str) -> Result<BTreeSet<String>> {
    let slide = RefCell::new(None);
    let found = RefCell::new(BTreeSet::new());
    let pictures = SEEN.map(|selector| format!(".shown {selector}")).join(", ");
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("section[id]", |section| {
            *slide.borrow_mut() = section.get_attribute("id");
            Ok(())
        }))
        .append_element_content_handler(element!(pictures, |_| {
            found.borrow_mut().extend(slide.borrow().clone());
            Ok(())
        }));
    rewrite_str(html, settings)?;
    Ok(found.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slide_with_words_only_has_no_picture() {
        let slide = |id: &str, shown: &str| {
            format!(
                r#"<section id="{id}"><h2>T</h2><div class="shown">{shown}</div><aside class="notes"><svg></svg></aside></section>"#
            )
        };
        let list = slide("list", "<ul><li>One <code>a</code></li></ul><p>Words</p>");
        let deck = [
            slide("chart", "<figure></figure>"),
            list,
            slide("widget", "<div id=\"calculator\"></div>"),
            slide("code", "<ul></ul><pre>a</pre>"),
        ];
        let found = of_deck(&format!("<section>{}</section>", deck.concat())).unwrap();
        assert_eq!(found, ["chart", "code", "widget"].map(str::to_owned).into());
    }
}
