//! Bundles of a Python function: its own files and the packages that it imports.

use super::archive::{Files, read_folder};
use crate::{cargo, cargo::Manifest};
use anyhow::{Context, Result, bail, ensure};
use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs,
    ops::RangeInclusive,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The set of packages that is deployed.
pub const DEFAULT: &str = "default";

/// A set of packages beside the same code: a file `requirements.txt`, or
/// `requirements-<name>.txt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// [`DEFAULT`] or the name.
    pub name: String,
    /// The requirements file.
    pub requirements: PathBuf,
}

/// The bundles of a function's folder, the one that is deployed first.
///
/// # Errors
/// The folder can't be read, or has no `requirements.txt`.
pub fn bundles(folder: &Path) -> Result<Vec<Bundle>> {
    let mut bundles = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let requirements = entry?.path();
        let name = requirements.file_name().and_then(OsStr::to_str);
        let name = name.and_then(|name| name.strip_prefix("requirements"));
        let name = name.and_then(|name| name.strip_suffix(".txt"));
        let name = match name {
            Some("") => DEFAULT,
            Some(name) => match name.strip_prefix('-') {
                Some(name) => name,
                None => continue,
            },
            None => continue,
        };
        bundles.push(Bundle {
            name: name.to_owned(),
            requirements,
        });
    }
    bundles.sort_by_key(|bundle| (bundle.name != DEFAULT, bundle.name.clone()));
    let deployed = bundles.first().map(|bundle| bundle.name.as_str());
    ensure!(
        deployed == Some(DEFAULT),
        "{}: no requirements.txt: add one, empty if nothing is imported",
        folder.display()
    );
    Ok(bundles)
}

/// The minor versions of glibc from the one of the oldest wheels in use, manylinux2014, to that of
/// Amazon Linux 2023.
const GLIBC: RangeInclusive<u32> = 17..=super::glibc::AMAZON_LINUX_2023;

/// The Python that bundles are made for: Lambda's, as `lambdas/template.yaml` names it.
#[derive(Clone, Debug)]
pub struct Target {
    interpreter: PathBuf,
    /// Such as `3.12`.
    pub version: String,
}

impl Target {
    /// The runtime of the functions in a repository's template, on this machine's kind of
    /// processor. `interpreter` runs pip.
    ///
    /// # Errors
    /// The template can't be read, or has not one Python runtime.
    pub fn of(interpreter: &Path, root: &Path) -> Result<Self> {
        let template = root.join("lambdas/template.yaml");
        let name = || template.display().to_string();
        let text = fs::read_to_string(&template).with_context(name)?;
        Ok(Self {
            interpreter: interpreter.to_owned(),
            version: runtime(&text).with_context(name)?,
        })
    }

    /// Downloads the wheels of a requirements file.
    ///
    /// # Errors
    /// pip finds no wheel for one: see its message.
    pub fn download(&self, requirements: &Path, wheels: &Path) -> Result<()> {
        if is_empty(requirements)? {
            return Ok(fs::create_dir_all(wheels)?);
        }
        let mut pip = self.pip("download");
        pip.arg("--dest").arg(wheels);
        pip.arg("--requirement").arg(requirements);
        let file = requirements.display();
        run(pip, &format!("pip can't download {file}: see above"))
    }

    /// Installs downloaded wheels into a folder: `pip install --target`.
    ///
    /// # Errors
    /// One is missing: see pip's message.
    pub fn install(&self, requirements: &Path, wheels: &Path, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        if is_empty(requirements)? {
            return Ok(());
        }
        let mut pip = self.install_from(wheels, folder);
        pip.arg("--requirement").arg(requirements);
        let file = requirements.display();
        run(pip, &format!("pip can't install {file}: see above"))
    }

    /// Builds a Rust extension with maturin and installs its wheel into a folder.
    ///
    /// # Errors
    /// It can't be built: see maturin's message.
    pub fn install_extension(
        &self,
        extension: &Path,
        profile: &str,
        workspace: &Path,
        scratch: &Path,
        folder: &Path,
    ) -> Result<()> {
        let wheels = scratch.join("built-wheels");
        let mut maturin = Command::new(&self.interpreter);
        maturin
            .args(["-m", "maturin", "build", "--quiet", "--locked", "--offline"])
            .args(["--profile", profile, "--compatibility", "linux"])
            .arg("--manifest-path")
            .arg(extension.join("Cargo.toml"))
            .arg("--out")
            .arg(&wheels)
            .env("CARGO_TARGET_DIR", scratch.join("target"))
            .env("CARGO_ENCODED_RUSTFLAGS", cargo::without_folders(workspace))
            .current_dir(workspace);
        let name = extension.display();
        run(maturin, &format!("maturin can't build {name}: see above"))?;
        let mut pip = self.install_from(&wheels, folder);
        pip.arg("--no-deps");
        for wheel in fs::read_dir(&wheels)? {
            pip.arg(wheel?.path());
        }
        run(pip, &format!("pip can't install {name}: see above"))
    }

    fn install_from(&self, wheels: &Path, folder: &Path) -> Command {
        let mut pip = self.pip("install");
        pip.args(["--no-index", "--no-compile", "--find-links"])
            .arg(wheels)
            .arg("--target")
            .arg(folder);
        pip
    }

    /// pip, restricted to wheels that Lambda's Python can load.
    fn pip(&self, command: &str) -> Command {
        let machine = std::env::consts::ARCH;
        let mut platforms = vec![
            format!("linux_{machine}"),
            format!("manylinux2014_{machine}"),
        ];
        platforms.extend(GLIBC.map(|minor| format!("manylinux_2_{minor}_{machine}")));
        let mut pip = Command::new(&self.interpreter);
        pip.args(["-m", "pip", command, "--quiet"])
            .args(["--disable-pip-version-check", "--only-binary=:all:"])
            .args(["--implementation", "cp", "--python-version", &self.version]);
        for platform in platforms {
            pip.args(["--platform", &platform]);
        }
        pip
    }
}

/// The version of a template's only Python runtime.
fn runtime(template: &str) -> Result<String> {
    let runtimes = template.lines().filter_map(|line| {
        let runtime = line.trim().strip_prefix("Runtime: python")?;
        Some(runtime.to_owned())
    });
    let runtimes: BTreeSet<String> = runtimes.collect();
    match Vec::from_iter(runtimes).as_slice() {
        [version] => Ok(version.clone()),
        [] => bail!("no `Runtime: python3.…`: name it"),
        several => bail!(
            "several Python runtimes, {}: choose one",
            several.join(" and ")
        ),
    }
}

/// The Rust extensions of a function: its folder or folders in it that have both a `Cargo.toml`
/// and a `pyproject.toml`.
///
/// # Errors
/// A folder can't be read, or a manifest is wrong.
pub fn extensions(folder: &Path) -> Result<Vec<(PathBuf, Manifest)>> {
    let mut folders = vec![folder.to_owned()];
    for entry in fs::read_dir(folder)? {
        folders.push(entry?.path());
    }
    folders.retain(|folder| {
        ["Cargo.toml", "pyproject.toml"]
            .iter()
            .all(|file| folder.join(file).is_file())
    });
    folders.sort();
    folders
        .into_iter()
        .map(|folder| Manifest::read(&folder).map(|manifest| (folder, manifest)))
        .collect()
}

/// The function's own Python files, without its tests.
///
/// # Errors
/// One can't be read.
pub fn own_files(folder: &Path) -> Result<Files> {
    read_folder(folder, |path| {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_test = name.starts_with("test_") || name == "conftest.py";
        let is_python = Path::new(name).extension() == Some(OsStr::new("py"));
        is_python && !is_test && !path.starts_with("tests/")
    })
}

/// The files of installed packages that belong into a bundle. What pip notes about the machine
/// that it ran on stays out (the scripts in `bin`, with its interpreter's path, and the list of
/// installed files with these scripts' hashes), and so does bytecode, as AWS advises.
///
/// # Errors
/// One can't be read.
pub fn installed_files(folder: &Path) -> Result<Files> {
    const NOTES: [&str; 4] = ["RECORD", "INSTALLER", "REQUESTED", "direct_url.json"];
    read_folder(folder, |path| {
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let is_note = first.ends_with(".dist-info") && NOTES.contains(&rest);
        first != "bin" && !is_note && !path.contains("__pycache__/")
    })
}

/// The packages that a bundle holds, as `name==version`, parted by spaces.
#[must_use]
pub fn contents(files: &Files) -> String {
    let mut names: Vec<String> = files
        .keys()
        .filter_map(|path| path.strip_suffix(".dist-info/METADATA"))
        .filter_map(|package| package.rsplit_once('-'))
        .map(|(name, version)| format!("{name}=={version}"))
        .collect();
    names.sort();
    names.join(" ")
}

fn is_empty(requirements: &Path) -> Result<bool> {
    let text =
        fs::read_to_string(requirements).with_context(|| requirements.display().to_string())?;
    let mut lines = text.lines().map(str::trim);
    Ok(lines.all(|line| line.is_empty() || line.starts_with('#')))
}

fn run(mut command: Command, advice: &str) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::from(std::io::stderr()))
        .status()?;
    if !status.success() {
        bail!("{advice}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packages::archive::Entry;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    fn paths(files: &Files) -> Vec<&str> {
        files.keys().map(String::as_str).collect()
    }

    #[test]
    fn each_requirements_file_is_a_bundle() {
        let folder = folder(&[
            "app.py",
            "requirements-fastapi.txt",
            "requirements.txt",
            "requirements-b.txt",
        ]);
        let bundles = bundles(folder.path()).unwrap();
        let names: Vec<_> = bundles.iter().map(|bundle| bundle.name.as_str()).collect();
        assert_eq!(names, ["default", "b", "fastapi"]);
        fs::remove_file(folder.path().join("requirements.txt")).unwrap();
        let error = super::bundles(folder.path()).unwrap_err().to_string();
        assert!(error.ends_with("no requirements.txt: add one, empty if nothing is imported"));
    }

    #[test]
    fn tests_are_not_deployed() {
        let folder = folder(&[
            "app.py",
            "lib/more.py",
            "test_app.py",
            "conftest.py",
            "tests/a.py",
        ]);
        assert_eq!(
            paths(&own_files(folder.path()).unwrap()),
            ["app.py", "lib/more.py"]
        );
    }

    #[test]
    fn traces_of_the_machine_are_not_deployed() {
        let folder = folder(&[
            "a.py",
            "bin/a",
            "a/bin/tool.py",
            "a/RECORD",
            "a-1.0.dist-info/METADATA",
            "a-1.0.dist-info/RECORD",
            "a-1.0.dist-info/direct_url.json",
            "a-1.0.dist-info/licenses/LICENSE",
            "a/__pycache__/b.pyc",
        ]);
        let expected = [
            "a-1.0.dist-info/METADATA",
            "a-1.0.dist-info/licenses/LICENSE",
            "a.py",
            "a/RECORD",
            "a/bin/tool.py",
        ];
        assert_eq!(paths(&installed_files(folder.path()).unwrap()), expected);
    }

    #[test]
    fn a_template_has_one_python_runtime() {
        let one = "A:\n  Runtime: python3.12\nB:\n  Runtime: provided.al2023\n";
        assert_eq!(runtime(one).unwrap(), "3.12");
        let two = format!("{one}C:\n  Runtime: python3.13\n");
        let error = runtime(&two).unwrap_err().to_string();
        assert_eq!(error, "several Python runtimes, 3.12 and 3.13: choose one");
        assert!(runtime("A:\n").is_err());
    }

    #[test]
    fn packages_are_named_with_their_versions() {
        let paths = [
            "six-1.17.0.dist-info/METADATA",
            "boto3-1.44.5.dist-info/METADATA",
            "six.py",
        ];
        let empty = Entry {
            bytes: Vec::new(),
            executable: false,
        };
        let files = paths.map(|path| (path.to_owned(), empty.clone())).into();
        assert_eq!(contents(&files), "boto3==1.44.5 six==1.17.0");
    }
}
