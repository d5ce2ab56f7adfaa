//! The speaker on the pages, and what people take along: the link, the previews, the way to edit a page.

use crate::{copy::Copy, support::BUILT};
use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{Options, Tree},
};
use std::{fs, path::Path};

/// The address in `book.toml` until a speaker puts their own in.
const EXAMPLE: &str = "https://example.org/python-vs-rust/";
const ADDRESS: &str = "https://talks.example.com/rust/";
const SHORT: &str = "https://example.com/r";

/// As a phone's camera sees it.
fn scanned(html: &str) -> String {
    let (_, svg) = html.split_once(r#"<p class="site-link">"#).unwrap();
    let (svg, _) = svg.split_once("</svg>").unwrap();
    let svg = svg.replacen("<svg", r#"<svg xmlns="http://www.w3.org/2000/svg""#, 1) + "</svg>";
    let tree = Tree::from_str(&svg, &Options::default()).unwrap();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let size = tree.size().width() as u32 * 4;
    let mut picture = Pixmap::new(size, size).unwrap();
    picture.fill(Color::BLACK);
    resvg::render(
        &tree,
        Transform::from_scale(4.0, 4.0),
        &mut picture.as_mut(),
    );
    let size = size as usize;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(size, size, |x, y| {
        picture.pixels()[y * size + x].red()
    });
    let (_, link) = image.detect_grids()[0].decode().unwrap();
    link
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The content of `<meta property="…">`.
fn property<'a>(html: &'a str, name: &str) -> &'a str {
    let (_, rest) = html
        .split_once(&format!(r#"<meta property="{name}" content=""#))
        .unwrap_or_else(|| panic!("no {name}"));
    rest.split_once('"').unwrap().0
}

#[test]
fn the_cover_and_the_last_slide_have_the_speaker_and_the_link() {
    let speaker = "book/src/speaker.md";
    let short_link = "# short-link = \"https://example.org/talk\"";
    let copy = Copy::new()
        .with("book.toml", "Your name", "A. Speaker")
        .with("book.toml", EXAMPLE, ADDRESS)
        .with(
            "book.toml",
            short_link,
            &format!("short-link = \"{SHORT}\""),
        )
        .with(speaker, "Your line of introduction", "Ports functions")
        .with(speaker, "you@example.org", "speaker@example.com");
    let out = copy.build();

    let deck = read(&out.join("slides/index.html"));
    let slides: Vec<&str> = deck.split("<section id=").skip(1).collect();
    let (cover, last) = (slides[0], slides[slides.len() - 1]);
    let page = read(&out.join("index.html"));
    for cover in [cover, &page] {
        assert_eq!(scanned(cover), SHORT);
        assert!(cover.contains("<strong>A. Speaker</strong> · Ports functions"));
    }
    assert_eq!(scanned(last), SHORT);
    assert!(last.contains(r#"<a href="https://example.com/r">example.com/r</a>"#));
    assert!(last.contains("<strong>A. Speaker</strong> · speaker@example.com"));

    assert_eq!(
        property(&deck, "og:image"),
        format!("{ADDRESS}previews/index.png")
    );
    assert!(page.contains(&format!(r#"<link rel="canonical" href="{ADDRESS}">"#)));
    let missing = read(&out.join("404.html"));
    assert!(missing.contains(r#"<base href="/rust/">"#), "{missing}");
}

#[test]
fn each_page_has_a_preview_drawn_from_the_data_and_can_be_edited() {
    let summary = read(&workspace::root().join("book/src/SUMMARY.md"));
    let chapters: Vec<&str> = summary
        .split("](")
        .skip(1)
        .map(|rest| rest.split_once(".md)").unwrap().0)
        .collect();
    assert!(chapters.len() > 10, "{chapters:?}");
    let mut descriptions = Vec::new();
    for chapter in chapters {
        let html = read(&BUILT.join(format!("{chapter}.html")));
        assert!(html.contains("<title>"), "{chapter}");
        assert!(!property(&html, "og:title").is_empty(), "{chapter}");
        descriptions.push(property(&html, "og:description").to_owned());
        let image = property(&html, "og:image").strip_prefix(EXAMPLE).unwrap();
        let picture = fs::read(BUILT.join(image)).unwrap();
        let picture = Pixmap::decode_png(&picture).unwrap();
        assert_eq!((picture.width(), picture.height()), (1200, 630));
        let edit = format!("/edit/main/book/src/{chapter}.md\"");
        assert!(html.contains(&edit), "{chapter} has no link to its source");
    }
    let count = descriptions.len();
    descriptions.sort();
    descriptions.dedup();
    assert_eq!(descriptions.len(), count, "two pages say the same");

    // The same page with other figures has another picture.
    let chapter = "book/src/results.md";
    let changed = Copy::new().with(chapter, "preview: warm-duration", "preview: cold-start");
    let picture = |site: &Path| fs::read(site.join("previews/results.png")).unwrap();
    assert_ne!(picture(&changed.build()), picture(&BUILT));
}

#[test]
fn without_an_address_there_is_no_link() {
    let copy = Copy::new().with("book.toml", "site-url =", "# site-url =");
    let out = copy.build();
    for page in ["index.html", "slides/index.html"] {
        let html = read(&out.join(page));
        assert!(!html.contains("site-link\""), "{page}");
        assert!(!html.contains("og:image"), "{page}");
        assert!(html.contains("Your name"), "{page}");
    }
}

#[test]
fn what_is_missing_is_named() {
    for (file, right, wrong, expected) in [
        (
            "book/src/results.md",
            "preview: warm-duration",
            "preview: warm",
            "book/src/results.md: its `<!-- preview: … -->`: `warm` is unknown: use cold-start, \
             warm-duration, zip-size or bill",
        ),
        (
            "book/src/results.md",
            "<!-- description:",
            "<!-- about:",
            "book/src/results.md:1: the page has no description: write what it holds, as in \
             `<!-- description: … -->`",
        ),
        (
            "book.toml",
            EXAMPLE,
            "python-vs-rust",
            "book.toml: `site-url` is `python-vs-rust`: write a whole address, such as \
             `https://example.org/talk/`, or leave it out",
        ),
    ] {
        let error = Copy::new().with(file, right, wrong).build_error();
        assert!(error.ends_with(expected), "{error}");
    }
}
