//! Every link of the site, served below a path as GitHub Pages does.

use crate::{
    copy::{Copy, edit, files_below},
    support::BUILT,
};
use lol_html::{RewriteStrSettings, element, rewrite_str};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use url::Url;

/// The address at which the site is published in this test.
const ADDRESS: &str = "https://talks.example.com/some/repo/";

/// A page's links, and what can be linked to in it.
#[derive(Default)]
struct Page {
    /// As they stand in the page.
    links: BTreeSet<String>,
    ids: BTreeSet<String>,
    base: Option<String>,
    /// The calculator's module, from the site's root on.
    widget: Option<String>,
}

fn read(html: &str) -> Page {
    let page = RefCell::new(Page::default());
    let link = |value: Option<String>| page.borrow_mut().links.extend(value);
    let handlers = vec![
        element!("*", |element| {
            page.borrow_mut().ids.extend(element.get_attribute("id"));
            if element.tag_name() == "base" {
                page.borrow_mut().base = element.get_attribute("href");
            } else {
                link(element.get_attribute("href"));
            }
            link(element.get_attribute("src"));
            let widget = element.get_attribute("data-widget");
            if widget.is_some() {
                page.borrow_mut().widget = widget;
            }
            Ok(())
        }),
        element!(
            r#"meta[property="og:image"], meta[property="og:url"]"#,
            |meta| {
                link(meta.get_attribute("content"));
                Ok(())
            }
        ),
    ];
    let settings = handlers
        .into_iter()
        .fold(RewriteStrSettings::new(), |settings, handler| {
            settings.append_element_content_handler(handler)
        });
    rewrite_str(html, settings).unwrap();
    page.into_inner()
}

/// Returns whether an address changes with what it leads to, as in `deck-1a2b3c4d/deck.js`.
fn is_hashed(address: &str) -> bool {
    address.split('/').any(|part| {
        let (stem, _) = part.split_once('.').unwrap_or((part, ""));
        let hash = stem.rsplit_once('-').map(|(_, hash)| hash);
        hash.is_some_and(|hash| hash.len() == 8 && hash.chars().all(|c| c.is_ascii_hexdigit()))
    })
}

/// The pages of a site.
fn html_files(site: &Path) -> Vec<PathBuf> {
    let mut files = files_below(site);
    files.retain(|file| file.extension().is_some_and(|end| end == "html"));
    files
}

/// The links that lead nowhere, with the page that each stands in; and how many were followed.
fn follow_all(site: &Path) -> (Vec<String>, usize) {
    let pages: BTreeMap<String, Page> = html_files(site)
        .iter()
        .map(|file| {
            let name = file.strip_prefix(site).unwrap().display().to_string();
            (name, read(&fs::read_to_string(file).unwrap()))
        })
        .collect();
    let root = Url::parse(ADDRESS).unwrap();
    let mut dead = Vec::new();
    let mut followed = 0;
    for (name, page) in &pages {
        let own = root.join(name).unwrap();
        let base = page.base.as_ref().map(|base| root.join(base).unwrap());
        for link in &page.links {
            let target = base.as_ref().unwrap_or(&own).join(link).unwrap();
            if target.origin() != root.origin() {
                continue;
            }
            followed += 1;
            if !leads_somewhere(&target, &root, site, &pages) {
                dead.push(format!("{name}: {link}"));
            }
        }
    }
    (dead, followed)
}

fn leads_somewhere(target: &Url, root: &Url, site: &Path, pages: &BTreeMap<String, Page>) -> bool {
    // What starts at the server's root leaves the site.
    let Some(path) = target.path().strip_prefix(root.path()) else {
        return false;
    };
    let file = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    match target.fragment() {
        _ if !site.join(&file).is_file() => false,
        // A slide, as reveal.js writes it.
        Some(fragment) if fragment.starts_with('/') => pages[&file].ids.contains(&fragment[1..]),
        Some(fragment) if !fragment.is_empty() => pages[&file].ids.contains(fragment),
        _ => true,
    }
}

#[test]
fn every_link_leads_somewhere_below_any_path() {
    let published = Copy::new().with("book.toml", "https://example.org/python-vs-rust/", ADDRESS);
    let out = published.build();
    let (dead, followed) = follow_all(&out);
    assert_eq!(dead, Vec::<String>::new());
    assert!(followed > 500, "only {followed} links");

    // And one that leads nowhere is found.
    let links = [
        "/results.html",
        "gone.html",
        "results.html#gone",
        "slides/index.html#/gone",
    ];
    let added = links
        .map(|link| format!("<a href=\"{link}\">a</a>"))
        .concat();
    edit(
        &out.join("setup.html"),
        "</main>",
        &format!("{added}</main>"),
    );
    let (dead, _) = follow_all(&out);
    assert_eq!(dead, links.map(|link| format!("setup.html: {link}")));
}

/// Else a browser could show a new page with what it still has of an old one.
#[test]
fn every_style_and_script_is_named_by_its_content() {
    let mut found = 0;
    for file in html_files(&BUILT) {
        let page = read(&fs::read_to_string(&file).unwrap());
        let is_code = |link: &&String| {
            let end = Path::new(link).extension();
            end.is_some_and(|end| ["css", "js", "mjs"].iter().any(|code| end == *code))
        };
        for link in page.links.iter().chain(&page.widget).filter(is_code) {
            found += 1;
            assert!(is_hashed(link), "{}: {link}", file.display());
        }
    }
    assert!(found > 200, "only {found}");

    let copy = Copy::new();
    let style = copy.file("book/deck/deck.css");
    let styles = fs::read_to_string(&style).unwrap();
    fs::write(&style, styles + "\n.other { color: red; }\n").unwrap();
    let address = |site: &Path| {
        let slides = fs::read_to_string(site.join("slides/index.html")).unwrap();
        let mut links = read(&slides).links.into_iter();
        links.find(|link| link.ends_with("/deck.css")).unwrap()
    };
    assert_ne!(address(&copy.build()), address(&BUILT));
}
