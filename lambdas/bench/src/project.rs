//! Where things are.

use std::path::{Path, PathBuf};

/// The repository's root.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Cargo's target directory: `CARGO_TARGET_DIR`, or `target` below the root.
#[must_use]
pub fn target() -> PathBuf {
    let chosen = std::env::var_os("CARGO_TARGET_DIR").filter(|directory| !directory.is_empty());
    chosen.map_or_else(|| root().join("target"), |directory| root().join(directory))
}

/// A path as it is shown: below the root, from there.
#[must_use]
pub fn shown(path: &Path) -> String {
    let root = root();
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
}
