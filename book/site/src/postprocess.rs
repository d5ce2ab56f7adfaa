//! Additions to mdBook's pages for keyboards, screen readers and search engines.

use crate::csp;
use anyhow::{Result, ensure};
use lol_html::{
    RewriteStrSettings, element,
    html_content::{ContentType, Element},
    rewrite_str,
};
use std::{cell::Cell, collections::BTreeSet};

/// The elements that get an attribute: by a selector, its name and value.
const ATTRIBUTES: [(&str, &str, &str); 7] = [
    // Browsers fetch no script ahead where a page has its policy as a tag: one would wait for the other.
    // The one that shows what is built again has to see a page before the others change it.
    (r#"body script[src]:not([src$="/live.js"])"#, "defer", ""),
    ("#mdbook-menu-bar", "role", "banner"),
    ("#mdbook-search-wrapper", "role", "search"),
    ("#mdbook-searchbar", "aria-label", "Search this book"),
    (
        "nav.nav-wide-wrapper",
        "aria-label",
        "Page navigation, beside the text",
    ),
    (r#"a[rel="next prefetch"]"#, "rel", "next"),
    // A block of code scrolls by itself.
    (r#"pre > code[class*="language-"]"#, "tabindex", "0"),
];

/// Further additions to a page.
#[derive(Debug, Default)]
pub(crate) struct Additions<'a> {
    /// The page's own description, in place of the book's.
    pub description: Option<&'a str>,
    /// More of the head, as HTML.
    pub tags: Option<String>,
    /// The path of the site's root, for the page that stands in for any missing one.
    pub base: &'a str,
    /// The widget's module, by its path in the site.
    pub widget: &'a str,
}

/// A page with what mdBook leaves out.
pub(crate) fn page(html: &str, additions: &Additions) -> Result<String> {
    let html = repaired(html);
    let policy = csp::tag(&csp::inline_scripts(&html)?);
    let has_base = Cell::new(false);
    let mut ids = BTreeSet::new();
    let mut twice = None;
    let mut tables = 0;
    let handlers = vec![
        element!("[id]", |element| {
            if let Some(id) = element.get_attribute("id")
                && !ids.insert(id.clone())
            {
                twice.get_or_insert(id);
            }
            Ok(())
        }),
        element!(r#"meta[name="description"]"#, |meta| {
            if let Some(description) = additions.description {
                meta.set_attribute("content", description)?;
            }
            if let Some(tags) = &additions.tags {
                meta.after(tags, ContentType::Html);
            }
            Ok(())
        }),
        element!("base", |base| {
            has_base.set(true);
            base.set_attribute("href", additions.base)?;
            Ok(())
        }),
        // From there, a heading's link to itself would lead to the first page.
        element!("a.header", |link| {
            if has_base.get() {
                link.remove_attribute("href");
            }
            Ok(())
        }),
        element!("html", |html| {
            html.set_attribute("data-widget", additions.widget)?;
            Ok(())
        }),
        element!("meta[charset]", |meta| {
            meta.after(&policy, ContentType::Html);
            Ok(())
        }),
        element!("label#mdbook-sidebar-toggle", |label| {
            make_button(label)?;
            Ok(())
        }),
        // The chapter has the page's first heading.
        element!("h1.menu-title", |title| {
            title.set_tag_name("div")?;
            Ok(())
        }),
        element!("body.sidebar-iframe-inner", |body| {
            body.prepend("<main><h1>Table of contents</h1>", ContentType::Html);
            body.append("</main>", ContentType::Html);
            Ok(())
        }),
        // No relation of HTML's.
        element!(r#"a[rel="edit"]"#, |link| {
            link.remove_attribute("rel");
            Ok(())
        }),
        // A table of Markdown: its own scrolling region, for the keyboard too.
        element!(".table-wrapper:not([role])", |wrapper| {
            tables += 1;
            wrapper.set_attribute("role", "region")?;
            wrapper.set_attribute("tabindex", "0")?;
            wrapper.set_attribute("aria-label", &format!("Table {tables}"))?;
            Ok(())
        }),
    ];
    let attributes = ATTRIBUTES.map(|(selector, name, value)| {
        element!(selector, move |element| {
            element.set_attribute(name, value)?;
            Ok(())
        })
    });
    let settings = handlers
        .into_iter()
        .chain(attributes)
        .fold(RewriteStrSettings::new(), |settings, handler| {
            settings.append_element_content_handler(handler)
        });
    let page = rewrite_str(&html, settings)?;
    let twice = twice.unwrap_or_default();
    ensure!(
        twice.is_empty(),
        "two elements have the id `{twice}`: give a heading another one, as in `## Title {{#id}}`"
    );
    Ok(page)
}

/// Repairs what no handler reaches. `toc.html`, which readers without JavaScript see in a frame, has no title
/// and no icon, and ends the items of its parts twice; the frame has no title either, and stands in
/// `noscript`.
fn repaired(html: &str) -> String {
    let frame = r#"<iframe class="sidebar-iframe-outer""#;
    let titled = r#"<iframe title="Table of contents" class="sidebar-iframe-outer""#;
    let html = html.replace(frame, titled);
    if html.contains("<title>") {
        return html;
    }
    let missing = r#"<head><title>Table of contents</title><link rel="icon" href="data:,">"#;
    let html = html.replacen("<head>", missing, 1);
    html.replace("</li></li>", "</li>")
}

/// The sidebar's switch as a button, and a label for readers without JavaScript.
fn make_button(label: &mut Element) -> Result<()> {
    let without_script = r#"<noscript><label class="icon-button" for="mdbook-sidebar-toggle-anchor" title="Toggle Table of Contents">☰</label></noscript>"#;
    label.before(without_script, ContentType::Html);
    label.set_tag_name("button")?;
    label.set_attribute("type", "button")?;
    label.remove_attribute("for");
    Ok(())
}

/// A script without what keeps a browser from going back to a page at once.
pub(crate) fn script(js: &str) -> String {
    js.replace("window.onunload = function() { };", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_stands_twice_is_named() {
        let error = page(r#"<h1 id="a"></h1><p id="a">"#, &Additions::default()).unwrap_err();
        assert!(error.to_string().contains("the id `a`"), "{error}");
    }

    #[test]
    fn a_description_takes_the_place_of_the_books() {
        let additions = Additions {
            description: Some("Rust & \"Python\""),
            ..Additions::default()
        };
        let html = r#"<meta name="description" content="The book">"#;
        assert_eq!(
            page(html, &additions).unwrap(),
            r#"<meta name="description" content="Rust & &quot;Python&quot;">"#
        );
    }

    #[test]
    fn the_sidebar_has_a_button() {
        let html = r#"<label id="mdbook-sidebar-toggle" for="x" aria-label="Toggle">i</label>"#;
        let fixed = page(html, &Additions::default()).unwrap();
        assert!(
            fixed.ends_with(
                r#"<button id="mdbook-sidebar-toggle" aria-label="Toggle" type="button">i</button>"#
            ),
            "{fixed}"
        );
    }
}
