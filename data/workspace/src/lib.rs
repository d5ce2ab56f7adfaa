//! Places of this repository: its root, its data, and where cargo builds.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

/// Variable of cargo that names what stands in for the compiler of the workspace's crates. What is
/// measured or published must not be compiled by it.
pub const WRAPPER: &str = "RUSTC_WORKSPACE_WRAPPER";

/// Root of the repository, which holds `book.toml`.
#[must_use]
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// Folder of the committed CSV files.
#[must_use]
pub fn data() -> PathBuf {
    root().join("data")
}

/// Folder that cargo builds in: `target` in the root unless `CARGO_TARGET_DIR` names another, which
/// is seen from the current folder, as cargo sees it.
#[must_use]
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty()) {
        Some(folder) => std::path::absolute(&folder).unwrap_or_else(|_| folder.into()),
        None => root().join("target"),
    }
}

/// Path for a message: from the root, where it is below the root.
#[must_use]
pub fn shown(path: &Path) -> String {
    let below = path.strip_prefix(root()).unwrap_or(path);
    below.display().to_string()
}

/// Command that runs the cargo that runs us, in the root. Programs and tests of the workspace are
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

/// Command that runs cargo as [`cargo`] does, with clippy as the compiler of the workspace's crates, as
/// the aliases `cargo site` and `cargo bill` have it: they are linted, and compiled once for all of these.
#[must_use]
pub fn linting_cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = cargo(arguments);
    command.env(WRAPPER, "clippy-driver");
    command
}
