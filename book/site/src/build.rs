//! Builds the whole site into a folder.

pub use crate::sources::{Packages, Sources};

use crate::{build_cache::BuildCache, files::files_below, renderer, service_worker};
use anyhow::{Context, Error, Result, ensure};
use std::{
    error::Error as StdError,
    fs, io,
    path::{Path, PathBuf},
};

/// Builds the site into `out`: beside it first, so that a build that fails leaves the site that
/// is there as it was.
///
/// # Errors
/// A chapter, a row of data or the theme is wrong, or `out` holds something else than a site.
pub fn build(sources: &Sources, out: &Path) -> Result<()> {
    build_again(sources, out, &mut BuildCache::default())
}

/// The same, with what earlier builds of this process have left.
///
/// # Errors
/// As [`build`].
pub fn build_again(sources: &Sources, out: &Path, cache: &mut BuildCache) -> Result<()> {
    let out = std::path::absolute(out)?;
    ensure!(
        is_free(&out),
        "{} holds something other than a built site: choose another folder, or remove it",
        out.display()
    );
    let parent = out
        .parent()
        .context("the site needs a folder of its own: choose another --out")?;
    let unwritable = || format!("{} can't be written", parent.display());
    fs::create_dir_all(parent).with_context(unwritable)?;
    let staging = tempfile::Builder::new()
        .prefix(".site-")
        .tempdir_in(parent)
        .with_context(unwritable)?;
    let site = staging.path().join("new");

    write_site(sources, &site, cache).map_err(|error| name_full_disk(error, parent))?;
    swap(&site, &out, &staging.path().join("old"))?;
    cache.end_build();
    Ok(())
}

fn write_site(sources: &Sources, site: &Path, cache: &mut BuildCache) -> Result<()> {
    renderer::render(sources, site, cache)?;
    copy_csv(&sources.root.join("data"), &site.join("data"))?;
    if sources.live_reload {
        service_worker::write_none(site)
    } else {
        service_worker::write(&sources.root, site)
    }
}

/// Says which disk is full; the system doesn't.
fn name_full_disk(error: Error, folder: &Path) -> Error {
    let is_full = |cause: &io::Error| cause.kind() == io::ErrorKind::StorageFull;
    if error
        .chain()
        .filter_map(<dyn StdError>::downcast_ref)
        .any(is_full)
    {
        let folder = folder.display();
        return error.context(format!(
            "{folder} has no room for the site: free some, or choose another --out"
        ));
    }
    error
}

/// Puts `new` where `out` was, which goes to `old`.
fn swap(new: &Path, out: &Path, old: &Path) -> Result<()> {
    if out.exists() {
        fs::rename(out, old)?;
    }
    if let Err(error) = fs::rename(new, out) {
        if old.exists() {
            fs::rename(old, out)?;
        }
        return Err(error).with_context(|| format!("{} can't be written", out.display()));
    }
    Ok(())
}

/// True if nothing is lost when the folder is replaced: mdBook marks what it built.
fn is_free(out: &Path) -> bool {
    match fs::read_dir(out) {
        Ok(mut entries) => entries.next().is_none() || out.join(".nojekyll").is_file(),
        Err(_) => !out.exists(),
    }
}

/// Copies every CSV file, with the folders that hold them.
fn copy_csv(from: &Path, to: &Path) -> Result<()> {
    let is_csv = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "csv");
    for file in files_below(from)?.into_iter().filter(is_csv) {
        let to = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(to.parent().unwrap_or(&to))?;
        fs::copy(&file, to)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named_and_nothing_else_is() {
        let named = |kind: io::ErrorKind| {
            let error = Error::from(io::Error::from(kind)).context("a page can't be written");
            format!("{:#}", name_full_disk(error, Path::new("/talk/target")))
        };
        let full = named(io::ErrorKind::StorageFull);
        assert!(
            full.starts_with("/talk/target has no room for the site: "),
            "{full}"
        );
        let other = named(io::ErrorKind::PermissionDenied);
        assert!(other.starts_with("a page can't be written: "), "{other}");
    }
}
