//! A chapter's HTML as it stands in the deck, one folder below the book's pages.

use anyhow::Result;
use lol_html::{RewriteStrSettings, element, html_content::Element, rewrite_str};
use std::path::Path;

/// The part of a slide that some HTML is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Part {
    Shown,
    /// The notes, shown in a window of text: without figures and widgets.
    Notes,
}

/// Elements that show more than words. Notes leave them out, and a slide without any has words only.
pub(crate) const SEEN: [&str; 11] = [
    "figure",
    "table",
    "details",
    "pre",
    "script",
    "svg",
    "img",
    ".guess",
    "#calculator",
    "[data-demo]",
    ".cards",
];

/// A chapter's page in the site, such as `results.html`.
pub(super) fn page(chapter: &Path) -> String {
    chapter.with_extension("html").display().to_string()
}

/// The HTML with links that lead from `slides/` to where they led from `page`.
pub(super) fn from_slides(html: &str, page: &str, part: Part) -> Result<String> {
    let mut handlers = vec![
        element!("[href]", |element| {
            lead(element, "href", page)?;
            Ok(())
        }),
        element!("[src]", |element| {
            lead(element, "src", page)?;
            Ok(())
        }),
    ];
    if part == Part::Notes {
        handlers.push(element!(SEEN.join(", "), |element| {
            element.remove();
            Ok(())
        }));
    }
    let settings = handlers
        .into_iter()
        .fold(RewriteStrSettings::new(), |settings, handler| {
            settings.append_element_content_handler(handler)
        });
    Ok(rewrite_str(html, settings)?)
}

fn lead(element: &mut Element, attribute: &str, page: &str) -> Result<()> {
    let Some(target) = element.get_attribute(attribute) else {
        return Ok(());
    };
    if target.starts_with('/') || has_scheme(&target) {
        return Ok(());
    }
    let (path, fragment) = match target.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (target.as_str(), None),
    };
    let path = match path.strip_suffix(".md") {
        Some(chapter) => format!("{chapter}.html"),
        None if path.is_empty() => page.to_owned(),
        None => path.to_owned(),
    };
    let fragment = fragment.map(|fragment| format!("#{fragment}"));
    let target = format!("../{path}{}", fragment.unwrap_or_default());
    element.set_attribute(attribute, &target)?;
    Ok(())
}

fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(html: &str, part: Part) -> String {
        from_slides(html, "results.html", part).unwrap()
    }

    #[test]
    fn links_lead_where_they_led() {
        for (from, to) in [
            ("aws.md#floor", "../aws.html#floor"),
            ("data/a.csv", "../data/a.csv"),
            ("#cold-start", "../results.html#cold-start"),
            ("https://example.com/a.md", "https://example.com/a.md"),
            ("data:,x", "data:,x"),
        ] {
            let link = |target| format!(r#"<a href="{target}">a</a>"#);
            assert_eq!(moved(&link(from), Part::Shown), link(to));
        }
    }

    #[test]
    fn notes_have_words_only() {
        let html = "<p>Said.</p><figure><svg></svg></figure><div class=\"guess\">?</div>";
        assert_eq!(moved(html, Part::Notes), "<p>Said.</p>");
        assert_eq!(moved(html, Part::Shown), html);
    }
}
