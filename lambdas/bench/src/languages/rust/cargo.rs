//! Cargo, as functions are built with it.

use super::{manifest::Manifest, output};
use anyhow::{Context, Result, ensure};
use cargo_metadata::{Dependency, DependencyKind, Message, Metadata, MetadataCommand, Package};
use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The profile of unoptimised builds.
const DEV: &str = "dev";

/// A command of the cargo that we were started by, in a copy of the workspace.
fn command(workspace: &Path, target: &Path) -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(workspace);
    set_environment(&mut command, workspace, target, None);
    command
}

/// Sets what a build depends on, for cargo itself or for a program that calls it. Except with the
/// profile `dev`, what is built is the same wherever the folders lie.
pub(in crate::languages) fn set_environment(
    command: &mut Command,
    workspace: &Path,
    target: &Path,
    profile: Option<&str>,
) {
    command
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    if profile.is_some_and(|profile| profile != DEV) {
        command.env("CARGO_ENCODED_RUSTFLAGS", without_folders(workspace));
    }
    // The cargo that runs us tells us about our own package. The build script of ring asks for such
    // variables, and everything that depends on ring would be compiled again by each cargo in turn.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
}

/// The settings of a build of the workspace's packages.
pub(super) struct Build<'a> {
    /// A copy of the workspace.
    pub workspace: &'a Path,
    pub target: &'a Path,
    pub profile: &'a str,
    /// Environment variables for build scripts.
    pub environment: &'a [(&'static str, &'static str)],
}

impl Build<'_> {
    /// Builds a package and gives its program's path. One package at a time: built together, they would
    /// share the features of all. With the profile [`DEV`], which is for trying out, they do: what the
    /// workspace's tests need is compiled already. `announcement` is shown if there is something to
    /// compile.
    ///
    /// # Errors
    /// It can't be built, or is no program.
    pub(super) fn program(&self, manifest: &Manifest, announcement: &str) -> Result<PathBuf> {
        let package = manifest.name();
        let mut cargo = command(self.workspace, self.target);
        let profile = self.profile;
        set_environment(&mut cargo, self.workspace, self.target, Some(profile));
        cargo.envs(self.environment.iter().copied());
        let selection = if profile == DEV { "--bin" } else { "--package" };
        cargo
            .args(["build", selection, package, "--profile", profile])
            .args(["--message-format", "json-render-diagnostics"]);
        let output = output::of_build(&mut cargo, announcement)
            .context("cargo does not run: install Rust from rustup.rs")?;
        ensure!(
            output.status.success(),
            "the function `{package}` can't be built: see above"
        );
        Message::parse_stream(output.stdout.as_slice())
            .filter_map(Result::ok)
            .find_map(|message| {
                let Message::CompilerArtifact(artifact) = message else {
                    return None;
                };
                artifact.executable
            })
            .map(PathBuf::from)
            .with_context(|| format!("cargo built no program for the package `{package}`"))
    }
}

/// The announcement of a build whose result is kept.
pub(in crate::languages) fn announcement(package: &str, target: &Path, profile: &str) -> String {
    let target = workspace::shown(target);
    format!(
        "Compiling {package} with the profile {profile} into {target} (up to a few minutes the \
         first time; kept)"
    )
}

/// The announcement of a build that begins with nothing, as every time.
pub(in crate::languages) fn announcement_of_package(package: &str) -> String {
    format!("Compiling {package} and all that it depends on (up to a few minutes)")
}

/// `RUSTFLAGS`, encoded, that leave the names of this machine's folders out of panic messages.
fn without_folders(workspace: &Path) -> OsString {
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
pub(super) fn home() -> PathBuf {
    let chosen = env::var_os("CARGO_HOME").filter(|folder| !folder.is_empty());
    chosen.map_or_else(
        || env::home_dir().unwrap_or_default().join(".cargo"),
        PathBuf::from,
    )
}

/// Downloads the crates that the workspace depends on.
///
/// # Errors
/// The registry can't be reached, or `Cargo.lock` is out of date.
pub(in crate::languages) fn fetch() -> Result<()> {
    let mut cargo = command(workspace::root(), &workspace::target());
    cargo.args(["fetch", "--locked"]);
    let output = output::of_build(&mut cargo, "Downloading the crates of Cargo.lock (kept)")?;
    ensure!(
        output.status.success(),
        "the dependencies can't be downloaded: see above"
    );
    Ok(())
}

/// The packages of the workspace.
pub(super) struct Workspace(Metadata);

impl Workspace {
    /// Asks cargo for the repository's packages.
    ///
    /// # Errors
    /// Cargo can't read a manifest.
    pub fn read() -> Result<Self> {
        let root = workspace::root();
        let output = command(root, &workspace::target())
            .args(["metadata", "--format-version", "1"])
            .args(["--no-deps", "--offline"])
            .stderr(Stdio::inherit())
            .output()
            .context("cargo does not run: install Rust from rustup.rs")?;
        ensure!(
            output.status.success(),
            "cargo can't read the workspace: see above"
        );
        let text = String::from_utf8(output.stdout)?;
        Ok(Self(MetadataCommand::parse(text)?))
    }

    /// A package, and those of the workspace that are compiled into it.
    ///
    /// # Errors
    /// There is no such package.
    pub fn compiled_into(&self, package: &str) -> Result<Vec<&Package>> {
        let mut names = vec![package];
        let mut members = Vec::new();
        while let Some(name) = names.get(members.len()).copied() {
            let mut packages = self.0.packages.iter();
            let member = packages.find(|member| member.name == name);
            let member =
                member.with_context(|| format!("the workspace has no package `{name}`"))?;
            members.push(member);
            for dependency in dependencies(member, is_of_the_workspace) {
                if !names.contains(&dependency) {
                    names.push(dependency);
                }
            }
        }
        Ok(members)
    }
}

/// A package's folder.
pub(super) fn folder(package: &Package) -> &Path {
    let manifest = package.manifest_path.as_std_path();
    manifest.parent().unwrap_or(manifest)
}

/// The third-party crates that a package names and that are compiled into it.
pub(super) fn crates(package: &Package) -> impl Iterator<Item = &str> {
    dependencies(package, |dependency| !is_of_the_workspace(dependency))
}

fn dependencies(
    package: &Package,
    wanted: impl Fn(&Dependency) -> bool,
) -> impl Iterator<Item = &str> {
    let all = package.dependencies.iter();
    let compiled = all.filter(|each| each.kind == DependencyKind::Normal);
    let wanted = compiled.filter(move |dependency| wanted(dependency));
    wanted.map(|dependency| dependency.name.as_str())
}

const fn is_of_the_workspace(dependency: &Dependency) -> bool {
    dependency.path.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_made_of_those_of_the_workspace_that_it_depends_on() {
        let workspace = Workspace::read().unwrap();
        let members = workspace.compiled_into("bench").unwrap();
        let folders: Vec<&Path> = members.iter().map(|member| folder(member)).collect();
        let root = workspace::root();
        let expected = [
            "lambdas/bench",
            "calculator/cost",
            "data",
            "lambdas/events",
            "data/workspace",
            "data/core",
        ];
        assert_eq!(folders, expected.map(|folder| root.join(folder)));
        let error = workspace.compiled_into("nothing").err().unwrap();
        assert_eq!(error.to_string(), "the workspace has no package `nothing`");
    }
}
