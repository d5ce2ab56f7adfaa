//! The calculator's widget as the browser runs it.

use crate::workspace::{WRAPPER, cargo, target_dir};
use anyhow::{Context, Result, ensure};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};
use zopfli::{Format, Options};

/// The widget's module and its wasm, compressed by DEFLATE, by file name; the site holds them in a folder
/// of their own.
pub const FILES: [&str; 2] = ["calculator.js", "calculator.wasm.deflate"];

/// What makes the widget 24 KB smaller: a standard library that is compiled for it, for size and
/// without what a panic would say, calls between crates that LLVM sees through, and none of what it
/// does to loops at the cost of size. It leaves no path of this machine in the wasm, either.
const SMALL: [&str; 4] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
    "--config",
    "target.wasm32-unknown-unknown.rustflags=['-Zunstable-options', '-Cpanic=immediate-abort', \
     '-Zlocation-detail=none', '-Zfmt-debug=none', '-Zcross-crate-inline-threshold=always', \
     '-Cllvm-args=-disable-lsr -enable-load-pre=false']",
];

/// Where cargo builds the widget, below the target folder.
const TARGET: &str = "widget-build";
/// What it compiles to, below that.
const COMPILED: &str = "wasm32-unknown-unknown/wasm/calculator.wasm";

/// Whether the widget has been compiled before, so that [`build`] takes seconds at most.
#[must_use]
pub fn is_compiled() -> bool {
    target_dir().join(TARGET).join(COMPILED).is_file()
}

/// Builds the widget and returns the folder that holds [`FILES`].
///
/// Cargo decides what is stale, so this costs little when only chapters or CSV files changed.
///
/// # Errors
/// The widget doesn't compile; cargo has printed why.
pub fn build() -> Result<PathBuf> {
    let compiled = target_dir().join(TARGET).join(COMPILED);
    let folder = target_dir().join("widget");
    let mut command = command("rustc");
    if is_compiled() {
        command.arg("--quiet");
    } else {
        eprintln!(
            "Compiling the calculator for the browser, with a standard library of its own: a \
             minute or two the first time, kept in target/widget-build"
        );
    }
    // As a cdylib alone: cargo leaves out LTO where an rlib is asked for as well.
    let status = command
        .args(["--crate-type", "cdylib"])
        .args(SMALL)
        .status()
        .context("cargo can't be run")?;
    ensure!(status.success(), "the calculator's widget doesn't compile");

    if !is_bound(&compiled, &folder).unwrap_or(false) {
        bind(&compiled, &folder)?;
    }
    Ok(folder)
}

/// Clippy over the widget's code as it is compiled for the browser; a warning is an error.
pub(crate) fn clippy() -> Command {
    let mut command = command("clippy");
    command.args(["--quiet", "--", "-D", "warnings"]);
    command
}

/// Cargo on the widget. Whatever it does, what runs on this machine meanwhile, such as macros, is
/// compiled once.
fn command(subcommand: &str) -> Command {
    let mut command = cargo([subcommand, "--package", "calculator", "--lib"]);
    command
        .args(["--features", "csr", "--profile", "wasm"])
        .args(["--target", "wasm32-unknown-unknown"])
        // The pinned compiler has the options of `SMALL`, but reserves them for nightly ones. Build
        // scripts look at this variable, so all that cargo builds here has a folder of its own.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", target_dir().join(TARGET))
        .env_remove(WRAPPER);
    command
}

/// Writes [`FILES`], the module last.
fn bind(compiled: &Path, folder: &Path) -> Result<()> {
    let mut bound = Bindgen::new()
        .input_path(compiled)
        .bundler(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .encode_into(EncodeInto::Always)
        .generate_output()
        .context("wasm-bindgen can't read the calculator's widget")?;
    let mut script = bound.start().context("wasm-bindgen gives no glue")?.clone();
    let wasm = bound.wasm_mut();
    // Names with a hash, or with a whole type, which no compression makes short.
    let mut shorten = |name: &mut String, prefix: &str, index: usize| {
        let short = format!("{prefix}{index}");
        script = script.replace(name.as_str(), &short);
        *name = short;
    };
    for (index, import) in wasm.imports.iter_mut().enumerate() {
        "glue".clone_into(&mut import.module);
        if import.name.starts_with("__wbg_") {
            shorten(&mut import.name, "i", index);
        }
    }
    for (index, export) in wasm.exports.iter_mut().enumerate() {
        if export.name.starts_with("wasm_bindgen_") {
            shorten(&mut export.name, "e", index);
        }
    }
    // Which features of wasm it uses: a browser finds out by itself.
    wasm.customs.remove_raw("target_features");
    let script = minifier::js::minify(&script).to_string();
    let wasm = deflated(&wasm.emit_wasm())?;

    let staging = tempfile::tempdir_in(target_dir())?;
    fs::create_dir_all(folder)?;
    for (name, content) in FILES.iter().zip([script.into_bytes(), wasm]).rev() {
        let file = staging.path().join(name);
        fs::write(&file, content)?;
        fs::rename(file, folder.join(name))?;
    }
    Ok(())
}

/// Smaller than a server compresses it at once, by a twentieth; it takes seconds.
fn deflated(wasm: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    zopfli::compress(Options::default(), Format::Deflate, wasm, &mut compressed)?;
    Ok(compressed)
}

/// Whether the module was written after the widget was compiled, and by this builder.
fn is_bound(compiled: &Path, folder: &Path) -> io::Result<bool> {
    let written = |file: &Path| fs::metadata(file)?.modified();
    let bound = written(&folder.join(FILES[0]))?;
    Ok(bound > written(compiled)? && bound > written(&env::current_exe()?)?)
}
