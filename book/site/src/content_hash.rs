//! Files that name each other, published together.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Copies files, each by its name there and where it is, into a folder below `site` that is named by
/// them: `deck-1a2b3c4d` for `deck`. So a browser that still has an earlier version's files does not
/// mix them with these. Returns the folder's name.
///
/// # Errors
/// A file can't be read or written.
pub(crate) fn publish(
    files: &[(impl AsRef<str>, PathBuf)],
    site: &Path,
    stem: &str,
) -> Result<String> {
    let mut hasher = Sha256::new();
    let mut contents = Vec::new();
    for (name, from) in files {
        let name = name.as_ref();
        let unreadable = || format!("{} can't be read", from.display());
        let content = fs::read(from).with_context(unreadable)?;
        hasher.update(Sha256::digest(name));
        hasher.update(Sha256::digest(&content));
        contents.push((name, content));
    }
    let hash = hex::encode(hasher.finalize());
    let folder = format!("{stem}-{}", &hash[..8]);
    for (name, content) in contents {
        let to = site.join(&folder).join(name);
        fs::create_dir_all(to.parent().unwrap_or(&to))
            .and_then(|()| fs::write(&to, content))
            .with_context(|| format!("{} can't be written", to.display()))?;
    }
    Ok(folder)
}
