//! `cargo measure packages`: builds each deployment package twice, and weighs it.

pub mod archive;
pub mod glibc;
pub mod lines;
pub mod python;
mod recipe;
mod sources;

use crate::{
    cargo,
    provenance::{self, Machine},
};
use anyhow::{Context, Result, ensure};
use archive::{Files, first_difference};
use data::{Architecture, Decimal, Package, Variant, Workload};
use python::Target;
use recipe::Recipe;
use sha2::{Digest, Sha256};
use std::{
    fmt::Write,
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// What to build, and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The workloads.
    pub workloads: Vec<Workload>,
    /// Their variants; those that share a folder share a package.
    pub variants: Vec<Variant>,
    /// Cargo's profile; [`cargo::DEPLOYED`] means each function's own.
    pub profile: String,
    /// The interpreter that bundles are made with.
    pub interpreter: PathBuf,
    /// The repository.
    pub root: PathBuf,
    /// The folder that the zip files are put into.
    pub out: PathBuf,
}

/// A function whose package is to be built, and how.
struct Function {
    workload: Workload,
    variant: Variant,
    recipe: Recipe,
}

/// Builds each package twice from folders of different names, and hands a row to `record` when
/// both are the same. The zip file stays in `out`.
///
/// # Errors
/// A function can't be built, differs between its builds, names a folder of this machine or needs a
/// newer C library than Lambda has, or `record` fails.
pub fn build(options: &Options, mut record: impl FnMut(Package) -> Result<()>) -> Result<()> {
    fs::create_dir_all(&options.out).with_context(|| options.out.display().to_string())?;
    let lock = File::create(options.out.join(".lock"))?;
    lock.lock().context("another build uses the folder")?;
    let functions = functions(options)?;
    if functions.iter().any(|function| function.recipe.compiles()) {
        cargo::fetch(&options.root)?;
    }
    let target = Target::of(&options.interpreter, &options.root)?;
    let date = provenance::now()?;
    let git_revision = provenance::git_revision(&options.root);
    let rustc = provenance::rustc_version()?;
    let machine = Machine::this()?;
    let scratch = options.out.join("scratch");
    for function in functions {
        let name = function.file_name();
        eprintln!("Building {name} twice");
        clear(&scratch)?;
        let twice = Twice {
            function: &function,
            options,
            target: &target,
            scratch: &scratch,
        };
        let built = twice.build().with_context(|| name.clone())?;
        glibc::check(&built.files).with_context(|| name.clone())?;
        clear(&scratch)?;
        let file = options.out.join(&name);
        fs::write(&file, &built.zip).with_context(|| file.display().to_string())?;
        let recipe = &function.recipe;
        record(Package {
            workload: function.workload,
            variant: function.variant,
            bundle: recipe.bundle().to_owned(),
            arch: architecture()?,
            contents: python::contents(&built.files),
            zip_bytes: built.zip.len() as u64,
            unzipped_bytes: unzipped_bytes(&built.files),
            files: u32::try_from(built.files.len())?,
            code_lines: recipe.code_lines(&options.root)?,
            build_s: tenths(built.times[0]),
            slower_build_s: tenths(built.times[1]),
            fits_direct_upload: built.zip.len() as u64 <= Package::DIRECT_UPLOAD_BYTES,
            fits_unzipped: unzipped_bytes(&built.files) <= Package::UNZIPPED_BYTES,
            sha256: sha256(&built.zip),
            date: date.clone(),
            cpu_model: machine.cpu_model.clone(),
            cores: machine.cores,
            profile: recipe.profile(&options.profile).map(str::to_owned),
            rustc: recipe.compiles().then(|| rustc.clone()),
            python: recipe.is_python().then(|| target.version.clone()),
            git_revision: git_revision.clone(),
        })?;
    }
    Ok(())
}

impl Function {
    /// Such as `record-python-fastapi.zip`.
    fn file_name(&self) -> String {
        let Self {
            workload, variant, ..
        } = self;
        match self.recipe.bundle() {
            python::DEFAULT => format!("{workload}-{variant}.zip"),
            bundle => format!("{workload}-{variant}-{bundle}.zip"),
        }
    }
}

fn functions(options: &Options) -> Result<Vec<Function>> {
    let mut functions = Vec::new();
    for &workload in &options.workloads {
        let mut folders = Vec::new();
        for &variant in workload.variants() {
            let chosen = options.variants.contains(&variant);
            if !chosen || folders.contains(&variant.folder()) {
                continue;
            }
            folders.push(variant.folder());
            let folder = format!("lambdas/{workload}/{}", variant.folder());
            for recipe in Recipe::of(&options.root, Path::new(&folder))? {
                functions.push(Function {
                    workload,
                    variant,
                    recipe,
                });
            }
        }
    }
    ensure!(
        !functions.is_empty(),
        "no workload has such a variant: see `--variant`"
    );
    Ok(functions)
}

/// What two builds gave alike, and how long each took, the shorter time first.
struct Built {
    files: Files,
    zip: Vec<u8>,
    times: [Duration; 2],
}

struct Twice<'a> {
    function: &'a Function,
    options: &'a Options,
    target: &'a Target,
    scratch: &'a Path,
}

impl Twice<'_> {
    fn build(&self) -> Result<Built> {
        let wheels = self.scratch.join("wheels");
        self.function.recipe.download(self.target, &wheels)?;
        let (files, zip, first) = self.build_in("first", &wheels)?;
        let (other_files, other_zip, second) = self.build_in("the-second-time", &wheels)?;
        if let Some(path) = first_difference(&files, &other_files) {
            anyhow::bail!(
                "two builds differ in `{path}`: look for the time, random numbers, or the name \
                 of a folder in what makes it"
            );
        }
        ensure!(zip == other_zip, "the zip files of two builds differ");
        let times = [first.min(second), first.max(second)];
        Ok(Built { files, zip, times })
    }

    fn build_in(&self, name: &str, wheels: &Path) -> Result<(Files, Vec<u8>, Duration)> {
        let folder = self.scratch.join(name);
        let workspace = folder.join("source");
        if self.function.recipe.compiles() {
            sources::copy(&self.options.root, &workspace, &self.options.out)?;
        }
        let place = recipe::Place {
            workspace: &workspace,
            scratch: &folder,
            wheels,
        };
        let start = Instant::now();
        let profile = &self.options.profile;
        let files = self.function.recipe.build(self.target, profile, &place)?;
        let zip = archive::zip(&files)?;
        let time = start.elapsed();
        clear(&folder)?;
        Ok((files, zip, time))
    }
}

fn clear(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).with_context(|| format!("{} can't be removed", folder.display()))
}

pub(crate) fn architecture() -> Result<Architecture> {
    match std::env::consts::ARCH {
        "x86_64" => Ok(Architecture::X86_64),
        "aarch64" => Ok(Architecture::Arm64),
        other => anyhow::bail!("Lambda has no {other} processors: build on x86_64 or aarch64"),
    }
}

fn unzipped_bytes(files: &Files) -> u64 {
    files.values().map(|entry| entry.bytes.len() as u64).sum()
}

fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Seconds with one digit after the point.
fn tenths(time: Duration) -> Decimal {
    Decimal::new(time.as_millis(), 3).round_half_up(1)
}

/// The packages as a table, sizes in MB of 1,000,000 bytes.
#[must_use]
pub fn table(packages: &[Package]) -> String {
    let mut table = format!(
        "{:<10}{:<17}{:<11}{:>9}{:>13}{:>7}{:>7}{:>9}  {}\n",
        "workload",
        "variant",
        "bundle",
        "zip MB",
        "unzipped MB",
        "files",
        "lines",
        "build s",
        "upload"
    );
    for package in packages {
        let upload = match (package.fits_direct_upload, package.fits_unzipped) {
            (true, true) => "direct",
            (false, true) => "through S3",
            (_, false) => "too large",
        };
        let _ = writeln!(
            table,
            "{:<10}{:<17}{:<11}{:>9}{:>13}{:>7}{:>7}{:>9}  {upload}",
            package.workload,
            package.variant,
            package.bundle,
            megabytes(package.zip_bytes),
            megabytes(package.unzipped_bytes),
            package.files,
            package.code_lines,
            package.build_s.to_string(),
        );
    }
    table
}

fn megabytes(bytes: u64) -> String {
    let hundredths = (bytes + 5_000) / 10_000;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_are_rounded() {
        assert_eq!(megabytes(1_829_438), "1.83");
        assert_eq!(megabytes(4_999), "0.00");
        assert_eq!(tenths(Duration::from_millis(12_349)).to_string(), "12.3");
    }

    /// From FIPS 180-2, appendix B.1.
    #[test]
    fn the_hash_is_sha_256() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), expected);
    }
}
