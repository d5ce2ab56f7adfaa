//! The modules that the browser runs: the calculator's widget, and those that it fetches when needed.

use anyhow::{Context, Result, ensure};
use std::{
    env, fs, io,
    num::NonZeroU64,
    path::{Path, PathBuf},
    process::Command,
};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};
use workspace::{WRAPPER, cargo, target};
use zopfli::{Format, Options};

/// A crate that is compiled for the browser.
struct Module {
    package: &'static str,
    features: &'static [&'static str],
    /// Its JavaScript and its wasm, compressed by DEFLATE, by file name.
    files: [&'static str; 2],
}

const MODULES: [Module; 4] = [
    Module {
        package: "calculator",
        features: &["--features", "csr"],
        files: ["calculator.js", "calculator.wasm.deflate"],
    },
    Module {
        package: "reader",
        features: &[],
        files: ["reader.js", "reader.wasm.deflate"],
    },
    Module {
        package: "fleet",
        features: &[],
        files: ["fleet.js", "fleet.wasm.deflate"],
    },
    Module {
        package: "device",
        features: &[],
        files: ["device.js", "device.wasm.deflate"],
    },
];

/// The files of all modules, the widget's own first; the site holds them in a folder of their own.
pub const FILES: [&str; 2 * MODULES.len()] = {
    let mut files = [""; 2 * MODULES.len()];
    let mut at = 0;
    while at < files.len() {
        files[at] = MODULES[at / 2].files[at % 2];
        at += 1;
    }
    files
};

/// Options that make the widget 24 KB smaller: a standard library that is compiled for it, for size and
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

/// The folder that cargo builds the widget in, below the target folder.
const TARGET: &str = "widget-build";
/// True if the modules have been compiled before, so that [`build`] takes seconds at most.
#[must_use]
pub fn is_compiled() -> bool {
    MODULES.iter().all(|module| module.compiled().is_file())
}

/// Builds the modules and returns the folder that holds [`FILES`].
///
/// Cargo decides what is stale, so this costs little when only chapters or CSV files changed.
///
/// # Errors
/// A module doesn't compile; cargo has printed why.
pub fn build() -> Result<PathBuf> {
    let folder = target().join("widget");
    let is_first = !is_compiled();
    if is_first {
        eprintln!(
            "Compiling the calculator for the browser, with a standard library of its own: a \
             minute or two the first time, kept in target/widget-build"
        );
    }
    for module in &MODULES {
        let mut command = module.compile();
        if !is_first {
            command.arg("--quiet");
        }
        let status = command.status().context("cargo can't be run")?;
        let package = module.package;
        ensure!(
            status.success(),
            "{package} doesn't compile for the browser"
        );
        if !module.is_bound(&folder).unwrap_or(false) {
            module.bind(&folder)?;
        }
    }
    Ok(folder)
}

impl Module {
    /// The file that cargo compiles it to.
    fn compiled(&self) -> PathBuf {
        let folder = target().join(TARGET).join("wasm32-unknown-unknown/wasm");
        folder.join(self.package).with_extension("wasm")
    }

    /// Cargo's command that compiles it.
    fn compile(&self) -> Command {
        let mut command = cargo(["rustc", "--package", self.package, "--lib"]);
        command
            // Not in the manifest: cargo leaves out LTO where an rlib is asked for as well, and compiles such a
            // crate, with all that depends on it, anew whenever its tests have been compiled.
            .args(["--crate-type", "cdylib"])
            .args(SMALL)
            .args(self.features)
            .args(["--profile", "wasm"])
            .args(["--target", "wasm32-unknown-unknown"])
            // The pinned compiler has the options of `SMALL`, but reserves them for nightly ones. Build
            // scripts look at this variable, so all that cargo builds here has a folder of its own.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", target().join(TARGET))
            .env_remove(WRAPPER);
        command
    }

    /// Writes its files, the JavaScript last.
    fn bind(&self, folder: &Path) -> Result<()> {
        let mut bound = Bindgen::new()
            .input_path(self.compiled())
            .bundler(true)?
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            .encode_into(EncodeInto::Always)
            .generate_output()
            .with_context(|| format!("wasm-bindgen can't read {}", self.package))?;
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

        let staging = tempfile::tempdir_in(target())?;
        fs::create_dir_all(folder)?;
        for (name, content) in self.files.iter().zip([script.into_bytes(), wasm]).rev() {
            let file = staging.path().join(name);
            fs::write(&file, content)?;
            fs::rename(file, folder.join(name))?;
        }
        Ok(())
    }

    /// True if the JavaScript was written after the module was compiled, and by this builder.
    fn is_bound(&self, folder: &Path) -> io::Result<bool> {
        let written = |file: &Path| fs::metadata(file)?.modified();
        let bound = written(&folder.join(self.files[0]))?;
        Ok(bound > written(&self.compiled())? && bound > written(&env::current_exe()?)?)
    }
}

/// Rounds of compression. Ten more take half as long again and save less than 0.02 %.
const ITERATIONS: NonZeroU64 = NonZeroU64::new(5).unwrap();

/// Smaller than a server compresses it at once, by a twentieth; it takes seconds.
fn deflated(wasm: &[u8]) -> io::Result<Vec<u8>> {
    let options = Options {
        iteration_count: ITERATIONS,
        ..Options::default()
    };
    let mut compressed = Vec::new();
    zopfli::compress(options, Format::Deflate, wasm, &mut compressed)?;
    Ok(compressed)
}
