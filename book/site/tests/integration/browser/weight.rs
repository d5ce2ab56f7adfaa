//! The files that a visitor downloads, and their size.

use crate::support::{Browser, SITE};
use flate2::{Compression, write::GzEncoder};
use std::{collections::BTreeSet, fs, io::Write};

/// The size of a file of the site as a server sends it, in bytes.
fn gzipped(file: &str) -> usize {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let content =
        fs::read(SITE.folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    gzip.write_all(&content).unwrap();
    gzip.finish().unwrap().len()
}

/// The page and all that it asks for by itself, but for images; not what is kept for later visits.
async fn files(page: &str) -> BTreeSet<String> {
    let browser = Browser::wide().await;
    browser.open(page).await;
    browser
        .wait_until(
            "document.readyState === 'complete' && (!document.querySelector('#calculator') \
             || document.querySelector('#calculator.live'))",
        )
        .await;
    let asked = "performance.getEntriesByType('resource')
        .map((entry) => entry.name)
        .filter((name) => !/[.](png|svg)$/.test(name) && name.startsWith('http'))";
    let asked = browser.evaluate(asked).await;
    let asked = asked.as_array().unwrap().iter();
    let root = SITE.address_of("");
    let mut files: BTreeSet<String> = asked
        .map(|name| {
            name.as_str()
                .unwrap()
                .strip_prefix(&root)
                .unwrap()
                .to_owned()
        })
        .collect();
    files.insert(page.to_owned());
    files
}

#[tokio::test]
async fn no_page_is_heavier_than_it_may_be() {
    for (page, most_kb, fewest) in [
        ("index.html", 120, 15),
        ("calculator.html", 220, 17),
        ("slides/index.html", 300, 15),
    ] {
        let files = files(page).await;
        assert!(files.len() >= fewest, "{page} asked for {files:?} only");
        let mut sizes: Vec<_> = files.iter().map(|file| (gzipped(file), file)).collect();
        sizes.sort();
        let total: usize = sizes.iter().map(|(size, _)| size).sum();
        assert!(
            total <= most_kb * 1000,
            "{page}: {total} bytes, gzip: {sizes:?}"
        );
    }
}
