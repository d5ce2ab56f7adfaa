//! Python for the browser: Pyodide from npm, as it is published.

use crate::npm;
use anyhow::{Context, Result};
use flate2::{
    Compression,
    write::{DeflateEncoder, GzEncoder},
};
use serde::{Deserialize, de::DeserializeOwned};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// The start of its folder's name in the site; the version follows, so that another one has
/// other addresses.
pub(crate) const STEM: &str = "pyodide-";

/// The interpreter, which is published compressed: 6 MB less where a server doesn't.
const WASM: &str = "pyodide.asm.wasm";

/// The other files that are published. Packages are none of them: the functions need only what comes with
/// Python.
const FILES: [&str; 4] = [
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide-lock.json",
    "python_stdlib.zip",
];

/// Pyodide as npm has installed it: [`install`] alone gives one.
#[derive(Clone, Debug)]
pub struct Pyodide {
    package: PathBuf,
    /// The version of Pyodide.
    version: String,
    /// The version of Python in it.
    pub(crate) python: String,
}

/// Installs Pyodide, unless it is there, and compresses what is published so.
///
/// # Errors
/// npm is missing or can't install it, or the package has changed its form.
pub fn install() -> Result<Pyodide> {
    let package = npm::install("device")?.join("pyodide");
    let Manifest { version } = read(&package.join("package.json"))?;
    let lock: Lock = read(&package.join("pyodide-lock.json"))?;
    let pyodide = Pyodide {
        package,
        version,
        python: lock.info.python,
    };
    pyodide
        .compress()
        .context("Pyodide can't be compressed into target/device")?;
    Ok(pyodide)
}

/// A description in the package.
fn read<T: DeserializeOwned>(file: &Path) -> Result<T> {
    let unreadable = || {
        let file = file.display();
        format!("{file} can't be read: remove target/device to have it installed again")
    };
    let json = fs::read_to_string(file).with_context(unreadable)?;
    serde_json::from_str(&json).with_context(unreadable)
}

#[derive(Deserialize)]
struct Manifest {
    version: String,
}

/// The packages that Pyodide could load.
#[derive(Deserialize)]
struct Lock {
    info: Info,
}

#[derive(Deserialize)]
struct Info {
    python: String,
}

impl Pyodide {
    /// The name of its folder in the site.
    pub(crate) fn folder(&self) -> String {
        format!("{STEM}{}", self.version)
    }

    /// The package's own description, with its version and licence.
    pub(crate) fn manifest(&self) -> PathBuf {
        self.package.join("package.json")
    }

    /// Writes its files into a folder of its own below `site`.
    ///
    /// # Errors
    /// A file can't be read or written.
    pub(crate) fn publish(&self, site: &Path) -> Result<()> {
        let folder = site.join(self.folder());
        fs::create_dir_all(&folder)?;
        for (name, from) in self.files() {
            let unreadable = || format!("{} can't be read", from.display());
            let content = fs::read(&from).with_context(unreadable)?;
            fs::write(folder.join(name), content)?;
        }
        Ok(())
    }

    /// The size of what a browser downloads of it, in bytes.
    ///
    /// # Errors
    /// A file can't be read.
    pub(crate) fn download(&self) -> Result<usize> {
        let sizes = self.files().map(|(_, file)| {
            let content = fs::read(file)?;
            let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
            gzip.write_all(&content)?;
            // A server leaves what is compressed already as it is.
            anyhow::Ok(content.len().min(gzip.finish()?.len()))
        });
        sizes.sum()
    }

    /// The files in the site by name, and where each is here.
    fn files(&self) -> impl Iterator<Item = (String, PathBuf)> {
        let wasm = (format!("{WASM}.deflate"), self.compressed());
        let others = FILES.map(|name| (name.to_owned(), self.package.join(name)));
        others.into_iter().chain([wasm])
    }

    /// The file that keeps the interpreter compressed, beside the installed packages.
    fn compressed(&self) -> PathBuf {
        let modules = self.package.parent();
        let folder = modules.and_then(Path::parent).unwrap_or(&self.package);
        folder.join(format!("{}.wasm.deflate", self.folder()))
    }

    /// Compresses the interpreter once for each version.
    fn compress(&self) -> Result<()> {
        let to = self.compressed();
        if to.is_file() {
            return Ok(());
        }
        let wasm = fs::read(self.package.join(WASM))?;
        let folder = to.parent().unwrap_or(&to);
        // Whole or not at all, whoever else compresses it at the same time.
        let mut encoder = DeflateEncoder::new(
            tempfile::NamedTempFile::new_in(folder)?,
            Compression::best(),
        );
        encoder.write_all(&wasm)?;
        encoder.finish()?.persist(&to)?;
        Ok(())
    }
}
