//! Cargo, as functions are built with it.

use crate::project;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The profile that functions are deployed with, unless their manifest names another.
pub const DEPLOYED: &str = "lambda";

/// What is read of a function's `Cargo.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct Manifest {
    package: Package,
}

#[derive(Clone, Debug, Deserialize)]
struct Package {
    name: String,
    metadata: Option<Metadata>,
}

#[derive(Clone, Debug, Deserialize)]
struct Metadata {
    lambda: Option<Lambda>,
}

/// `[package.metadata.lambda]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lambda {
    profile: String,
}

impl Manifest {
    /// Reads the `Cargo.toml` of a folder.
    ///
    /// # Errors
    /// It is missing or wrong.
    pub fn read(folder: &Path) -> Result<Self> {
        let file = folder.join("Cargo.toml");
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        toml::from_str(&text).with_context(|| file.display().to_string())
    }

    /// The package's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.package.name
    }

    /// The profile to build with. Who asks for [`DEPLOYED`] gets what
    /// `[package.metadata.lambda] profile = "…"` says, if it does.
    #[must_use]
    pub fn profile<'a>(&'a self, asked: &'a str) -> &'a str {
        let own = self.package.metadata.as_ref();
        let own = own.and_then(|metadata| metadata.lambda.as_ref());
        match own {
            Some(lambda) if asked == DEPLOYED => &lambda.profile,
            _ => asked,
        }
    }
}

/// A command of the cargo that we were started by, in a copy of the workspace.
#[must_use]
pub fn command(workspace: &Path, target: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "")
        .stderr(Stdio::inherit());
    command
}

/// Builds a package of the workspace and gives its program's path. One package at a time: built
/// together, they would share the features of all.
///
/// Except with the profile `dev`, the program is the same wherever the folders lie.
///
/// # Errors
/// It can't be built, or is no program.
pub fn build(workspace: &Path, target: &Path, package: &str, profile: &str) -> Result<PathBuf> {
    let mut cargo = command(workspace, target);
    cargo
        .args(["build", "--package", package, "--profile", profile])
        .args(["--quiet", "--message-format", "json-render-diagnostics"]);
    if profile != "dev" {
        cargo.env("CARGO_ENCODED_RUSTFLAGS", without_folders(workspace));
    }
    let output = cargo
        .output()
        .context("cargo does not run: install Rust from rustup.rs")?;
    ensure!(
        output.status.success(),
        "the function `{package}` can't be built: see above"
    );
    let output = String::from_utf8(output.stdout)?;
    output
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok())
        .find_map(|message| message.executable)
        .with_context(|| format!("cargo built no program for the package `{package}`"))
}

/// A line of `cargo build --message-format json`, as far as we read it.
#[derive(Deserialize)]
struct Message {
    executable: Option<PathBuf>,
}

/// `RUSTFLAGS`, encoded, that leave the names of this machine's folders out of panic messages.
#[must_use]
pub fn without_folders(workspace: &Path) -> OsString {
    let mut flags = OsString::new();
    for (folder, name) in [(home().as_path(), "cargo"), (workspace, "workspace")] {
        if !flags.is_empty() {
            flags.push("\u{1f}");
        }
        flags.push("--remap-path-prefix=");
        flags.push(folder);
        flags.push("=/");
        flags.push(name);
    }
    flags
}

/// Cargo's own folder, in which the dependencies' sources lie.
#[must_use]
pub fn home() -> PathBuf {
    let chosen = std::env::var_os("CARGO_HOME").filter(|folder| !folder.is_empty());
    chosen.map_or_else(
        || std::env::home_dir().unwrap_or_default().join(".cargo"),
        PathBuf::from,
    )
}

/// Downloads what the workspace depends on.
///
/// # Errors
/// The registry can't be reached, or `Cargo.lock` is out of date.
pub fn fetch(workspace: &Path) -> Result<()> {
    let status = command(workspace, &project::target())
        .args(["fetch", "--locked", "--quiet"])
        .status()?;
    ensure!(
        status.success(),
        "the dependencies can't be downloaded: see above"
    );
    Ok(())
}

#[derive(Deserialize)]
struct Workspace {
    packages: Vec<Member>,
}

#[derive(Deserialize)]
struct Member {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// Where a dependency of the workspace lies.
    path: Option<PathBuf>,
    /// `dev` or `build`; nothing for what is part of the program.
    kind: Option<String>,
}

/// The folders of a package and of those of the workspace that are compiled into it.
///
/// # Errors
/// Cargo can't read the workspace, or it has no such package.
pub fn own_packages(workspace: &Path, package: &str) -> Result<Vec<PathBuf>> {
    let output = command(workspace, &project::target())
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .output()?;
    ensure!(
        output.status.success(),
        "cargo can't read the workspace: see above"
    );
    let Workspace { packages } = serde_json::from_slice(&output.stdout)?;
    let mut names = vec![package.to_owned()];
    let mut folders = Vec::new();
    while let Some(name) = names.get(folders.len()).cloned() {
        let member = packages
            .iter()
            .find(|member| member.name == name)
            .with_context(|| format!("the workspace has no package `{name}`"))?;
        folders.push(
            member
                .manifest_path
                .parent()
                .unwrap_or(workspace)
                .to_owned(),
        );
        for dependency in &member.dependencies {
            let own = dependency.path.is_some() && dependency.kind.is_none();
            if own && !names.contains(&dependency.name) {
                names.push(dependency.name.clone());
            }
        }
    }
    Ok(folders)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(text: &str) -> Manifest {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_manifest_may_choose_the_profile_that_is_deployed() {
        let plain = manifest("[package]\nname = 'a'\nversion.workspace = true");
        assert_eq!((plain.name(), plain.profile("lambda")), ("a", "lambda"));
        let small = manifest("[package]\nname = 'a'\n[package.metadata.lambda]\nprofile = 'small'");
        assert_eq!(small.profile("lambda"), "small");
        assert_eq!(small.profile("dev"), "dev");
    }

    #[test]
    fn a_package_is_counted_with_what_it_is_made_of() {
        let folders = own_packages(&project::root(), "bench").unwrap();
        let root = project::root();
        let expected = ["lambdas/bench", "calculator/cost", "data"];
        assert_eq!(folders, expected.map(|folder| root.join(folder)));
        let error = own_packages(&root, "nothing").unwrap_err().to_string();
        assert_eq!(error, "the workspace has no package `nothing`");
    }
}
