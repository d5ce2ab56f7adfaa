//! Node.js and AWS's runtime client, in `target/node/runtime`.

use super::npm;
use crate::languages::{
    python::{self, Python},
    system::{self, Program},
    toolchain::prepare_once,
};
use anyhow::{Context, Result, ensure};
use data::{Language, Version};
use serde::Deserialize;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The runtime client's package.
const CLIENT: &str = "aws-lambda-ric";

/// Programs that compile the runtime client's native part; cmake is among Python's packages.
const COMPILERS: [Program; 4] = [
    Program::new("g++", "g++"),
    Program::new("make", "make"),
    Program::new("python3", "python3"),
    Program::new("xz", "xz-utils"),
];

/// The folder of the packages that every function needs.
pub(super) fn packages() -> PathBuf {
    npm::target().join("runtime/node_modules")
}

/// Installs what `lambdas/bench/node` names.
///
/// # Errors
/// npm or a compiler is missing, or npm can't install a package.
pub(super) fn prepare() -> Result<()> {
    let files = npm::manifests(&workspace::root().join("lambdas/bench/node"))?;
    let folder = Path::new("runtime");
    let announcement = "Setting up Node.js and its runtime client in target/node/runtime (one to \
                        three minutes the first time; kept)";
    npm::install(folder, &files, announcement, |npm, folder| {
        system::require(&COMPILERS)?;
        prepare_once(Language::Python, &Python)?;
        npm.env("PATH", python::path()?);
        // The headers of the Node.js that is installed here, not those of the one that runs npm.
        let processor = match std::env::consts::ARCH {
            "aarch64" => "arm64",
            _ => "x64",
        };
        let headers = folder.join(format!("node_modules/node-linux-{processor}"));
        npm.env("npm_package_config_node_gyp_nodedir", headers);
        Ok(())
    })?;
    ensure!(
        packages().join(CLIENT).join("rapid-client.node").is_file(),
        "npm did not compile {CLIENT}: does it allow the package's scripts? {INCOMPLETE}"
    );
    Ok(())
}

/// The program `node`.
///
/// # Errors
/// It is not installed.
pub(super) fn node() -> Result<PathBuf> {
    let node = packages().join(".bin/node");
    node.canonicalize()
        .with_context(|| format!("{}: {INCOMPLETE}", node.display()))
}

/// The runtime client's program.
pub(super) fn client() -> PathBuf {
    packages().join(CLIENT).join("index.mjs")
}

/// The version of Node.js, such as `22.23.3`.
///
/// # Errors
/// It does not run.
pub(super) fn version() -> Result<String> {
    let output = Command::new(node()?).arg("--version").output()?;
    ensure!(output.status.success(), "{INCOMPLETE}");
    let version = String::from_utf8(output.stdout)?;
    let version = version.trim().strip_prefix('v');
    Ok(version.context("`node --version` names none")?.to_owned())
}

/// The version of the runtime client.
///
/// # Errors
/// It is not installed.
pub(super) fn client_version() -> Result<Version> {
    #[derive(Deserialize)]
    struct Manifest {
        version: String,
    }
    let file = packages().join(CLIENT).join("package.json");
    let text = fs::read(&file).with_context(|| format!("{}: {INCOMPLETE}", file.display()))?;
    let Manifest { version } = serde_json::from_slice(&text)?;
    Ok(Version::new(CLIENT, version))
}

/// Ends an error about a file that is missing.
const INCOMPLETE: &str = "target/node is incomplete: remove it and run `cargo measure setup`";
