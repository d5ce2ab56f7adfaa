//! A check that the slides can be shown without a network.

use crate::service_worker;
use anyhow::{Context, Result, bail, ensure};
use lol_html::{RewriteStrSettings, element, rewrite_str};
use std::{cell::RefCell, fs, path::Path};
use url::Url;

/// Elements that load something by themselves, and the attribute that names it.
const LOADED: [(&str, &str); 5] = [
    ("[src]", "src"),
    ("link[rel~=stylesheet], link[rel~=icon], image, use", "href"),
    ("[poster]", "poster"),
    ("[srcset]", "srcset"),
    ("object[data]", "data"),
];

/// The site's address while links are resolved.
const SITE: &str = "http://site.invalid/";

/// Checks the built `site`, and returns what was found.
///
/// # Errors
/// A slide or a style loads something from elsewhere or that is not there, or a browser would not keep
/// the site for later.
pub(super) fn check(site: &Path) -> Result<String> {
    let files = check_deck(site)?;
    let kept = service_worker::check(site)?;
    Ok(format!(
        "all {files} files that the slides load are in the site, and a browser that has opened the site \
         keeps all {kept} of its files"
    ))
}

/// Counts the files that the deck's page loads, those of its styles included.
fn check_deck(site: &Path) -> Result<usize> {
    let deck = Url::parse(SITE)?.join("slides/index.html")?;
    let html = read(site, &deck)?;
    let mut count = 0;
    for reference in references(&html)? {
        let address = local(site, &deck, &reference)
            .with_context(|| format!("slides/index.html loads `{reference}`"))?;
        let Some(address) = address else { continue };
        count += 1;
        let extension = Path::new(address.path()).extension();
        if extension.is_none_or(|extension| extension != "css") {
            continue;
        }
        for loaded in urls(&read(site, &address)?) {
            local(site, &address, loaded)
                .with_context(|| format!("{} loads `{loaded}`", &address.path()[1..]))?;
        }
    }
    Ok(count)
}

/// The files that an HTML page loads, as it names them.
fn references(html: &str) -> Result<Vec<String>> {
    let found = RefCell::new(Vec::new());
    let handlers = LOADED.map(|(selector, attribute)| {
        let found = &found;
        element!(selector, move |element| {
            let value = element.get_attribute(attribute).unwrap_or_default();
            // `srcset` has several, each with a size.
            let addresses = value.split(", ").filter_map(|each| each.split(' ').next());
            let is_set = attribute == "srcset";
            let addresses = addresses.take(if is_set { usize::MAX } else { 1 });
            found.borrow_mut().extend(addresses.map(str::to_owned));
            Ok(())
        })
    });
    let settings = handlers
        .into_iter()
        .fold(RewriteStrSettings::new(), |settings, handler| {
            settings.append_element_content_handler(handler)
        });
    rewrite_str(html, settings)?;
    let mut found = found.into_inner();
    found.retain(|address| !address.is_empty());
    Ok(found)
}

/// The files that a stylesheet loads.
fn urls(css: &str) -> impl Iterator<Item = &str> {
    let arguments = css.split("url(").skip(1);
    arguments.filter_map(|rest| {
        let (argument, _) = rest.split_once(')')?;
        Some(argument.trim().trim_matches(['"', '\'']))
    })
}

/// The address of a file of the site; `None` of what stands in the page itself.
fn local(site: &Path, page: &Url, reference: &str) -> Result<Option<Url>> {
    let address = page.join(reference)?;
    if address.scheme() == "data" || reference.starts_with('#') {
        return Ok(None);
    }
    let is_here = address.as_str().starts_with(SITE);
    ensure!(
        is_here,
        "it is not part of this site: put the file below book/src and refer to it there"
    );
    ensure!(
        site.join(&address.path()[1..]).is_file(),
        "there is no such file: run `cargo site build`"
    );
    Ok(Some(address))
}

fn read(site: &Path, address: &Url) -> Result<String> {
    let file = site.join(&address.path()[1..]);
    match fs::read_to_string(&file) {
        Ok(text) => Ok(text),
        Err(_) => bail!("{} can't be read: run `cargo site build`", file.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site whose deck has this in it, and a style.
    fn found(shown: &str, css: &str) -> String {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir_all(site.path().join("slides/deck-1")).unwrap();
        fs::write(site.path().join("here.png"), "").unwrap();
        fs::write(site.path().join("slides/deck-1/deck.css"), css).unwrap();
        let head = r#"<link rel="canonical" href="https://example.org/">
            <link rel="stylesheet" href="deck-1/deck.css"><link rel="icon" href="data:,">"#;
        let html = format!("{head}<a href=\"https://example.org\">a</a>{shown}");
        fs::write(site.path().join("slides/index.html"), html).unwrap();
        match check_deck(site.path()) {
            Ok(count) => count.to_string(),
            Err(error) => format!("{error:#}"),
        }
    }

    #[test]
    fn what_is_loaded_from_elsewhere_is_named() {
        let far = "it is not part of this site";
        for (shown, css, expected) in [
            (
                "<img src=\"../here.png?v=1\">",
                "a { b: url(\"data:,\") }",
                "2",
            ),
            ("<svg><use href=\"#a\"></use></svg>", "", "1"),
            (
                "<img src=\"https://example.org/a.png\">",
                "",
                "slides/index.html loads `https://example.org/a.png`: it is not part of this site",
            ),
            ("<img srcset=\"../here.png 1x, //a.org/b.png 2x\">", "", far),
            ("<video poster=\"//example.org/a\"></video>", "", far),
            (
                "",
                "@import url('https://a.org/b.css');",
                "slides/deck-1/deck.css loads `https://a.org",
            ),
            (
                "<img src=\"gone.png\">",
                "",
                "slides/index.html loads `gone.png`: there is no such file",
            ),
        ] {
            let found = found(shown, css);
            assert!(found.contains(expected), "{shown}: {found}");
        }
    }
}
