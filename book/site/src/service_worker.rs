//! The service worker, which keeps the site for readers without a network: it knows every file.

use crate::{files::files_below, pyodide};
use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fs, path::Path};

/// The worker's name in the site.
const WORKER: &str = "worker.js";

/// Folders that a reader without a network does without: the rows behind the figures, and the pictures that
/// links are shown with.
const LEFT_OUT: [&str; 2] = ["data/", "previews/"];

/// The text before the list of files.
const FILES: &str = "const FILES = ";

/// Removes itself and what it kept: a site that is being changed is always fetched.
const NONE: &str = "addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil((async () => {
    const names = await caches.keys();
    const own = names.filter((name) => name.startsWith(registration.scope + ' '));
    await Promise.all(own.map((name) => caches.delete(name)));
    await registration.unregister();
})()));
";

/// Writes the worker of a built site, from `worker.js` in the theme below `root`.
///
/// # Errors
/// A file can't be read or written.
pub fn write(root: &Path, site: &Path) -> Result<()> {
    let source = root.join("book/theme").join(WORKER);
    let unreadable = || format!("{} can't be read", source.display());
    let script = fs::read_to_string(&source).with_context(unreadable)?;
    // Python for the browser is kept once somebody has fetched it.
    let (later, files): (BTreeMap<_, _>, BTreeMap<_, _>) = hashes(site)?
        .into_iter()
        .partition(|(name, _)| name.starts_with(pyodide::STEM));
    let files = serde_json::to_string(&files)?;
    let later = serde_json::to_string(&later)?;
    let lists = format!("{FILES}{files};\nconst LATER = {later};\n");
    let version = hex::encode(Sha256::digest(&lists))[..16].to_owned();
    let worker = format!("const VERSION = \"{version}\";\n{lists}{script}");
    fs::write(site.join(WORKER), worker)?;
    Ok(())
}

/// Writes a worker that ends what an earlier one left.
pub(crate) fn write_none(site: &Path) -> Result<()> {
    fs::write(site.join(WORKER), NONE)?;
    Ok(())
}

/// Checks that a browser would keep the built site as it is, and counts the files.
///
/// # Errors
/// The worker keeps none, or others than are there.
pub(crate) fn check(site: &Path) -> Result<usize> {
    let worker = fs::read_to_string(site.join(WORKER)).unwrap_or_default();
    let list = worker.split_once(FILES);
    let list = list.and_then(|(_, rest)| rest.lines().next()?.strip_suffix(';'));
    let list = list.context(
        "no browser keeps the site, because `cargo site` has built it for editing: run `cargo site \
         build` while nothing serves it",
    )?;
    let kept: BTreeMap<String, String> = serde_json::from_str(list)?;
    let present = hashes(site)?;
    for (file, hash) in &kept {
        ensure!(
            present.get(file) == Some(hash),
            "{file} is not what the service worker lists, so no browser keeps the site: run `cargo \
             site build`"
        );
    }
    Ok(kept.len())
}

/// The SHA-256 of each file that is kept, by its path in the site.
fn hashes(site: &Path) -> Result<BTreeMap<String, String>> {
    let mut hashes = BTreeMap::new();
    for file in files_below(site)? {
        let name = file
            .strip_prefix(site)?
            .to_string_lossy()
            .replace('\\', "/");
        let is_hidden = name.starts_with('.') || name == WORKER;
        if !is_hidden && !LEFT_OUT.iter().any(|folder| name.starts_with(folder)) {
            hashes.insert(name, hex::encode(Sha256::digest(fs::read(&file)?)));
        }
    }
    Ok(hashes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use workspace;

    #[test]
    fn a_browser_keeps_a_site_that_is_as_it_was_built() {
        let site = tempfile::tempdir().unwrap();
        let page = site.path().join("index.html");
        let said = || match check(site.path()) {
            Ok(count) => count.to_string(),
            Err(error) => error.to_string(),
        };
        fs::write(&page, "The talk").unwrap();
        write(workspace::root(), site.path()).unwrap();
        assert_eq!(said(), "1");
        fs::write(&page, "Another talk").unwrap();
        assert!(said().starts_with("index.html is not what the service worker lists"));
        fs::remove_file(&page).unwrap();
        assert!(said().contains("run `cargo site build`"));
        write_none(site.path()).unwrap();
        assert!(said().starts_with("no browser keeps the site"));
    }
}
