//! Where things are.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

/// Cargo's variable for what stands in for the compiler of the workspace's crates. The checks set it,
/// and what is published must not be compiled by it.
pub const WRAPPER: &str = "RUSTC_WORKSPACE_WRAPPER";

/// The repository's root, which holds `book.toml`.
#[must_use]
pub fn root() -> &'static Path {
    let mut root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for _ in 0..2 {
        root = root.parent().unwrap_or(root);
    }
    root
}

/// Where cargo builds: `target` unless `CARGO_TARGET_DIR` says otherwise.
#[must_use]
pub fn target_dir() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => std::path::absolute(&dir).unwrap_or_else(|_| dir.into()),
        None => root().join("target"),
    }
}

/// The cargo that runs us, in the root, with its arguments. Programs and tests of the workspace are
/// best built without `--package`, as the aliases are: with one set of features for all of them.
#[must_use]
pub fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.args(arguments).current_dir(root());
    // What the cargo that runs us says of our own package: build scripts ask for such variables, and
    // what depends on them would be compiled again by each cargo in turn.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}
