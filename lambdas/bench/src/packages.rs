//! `cargo measure packages`: builds each deployment package twice, and weighs it.

mod sources;

use crate::{
    deployment_package::{
        PackageBuilder, Place,
        archive::{self, Files, first_difference},
        glibc,
    },
    function, languages,
    provenance::{self, Machine, architecture},
    terminal_table, workloads,
};
use anyhow::{Context, Result, ensure};
use data::{Decimal, Package, Variant, Version, Workload};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// The packages to build, and their folder.
#[derive(Clone, Debug)]
pub struct Options {
    /// The workloads.
    pub workloads: Vec<Workload>,
    /// The variants; those that share a folder share a package.
    pub variants: Vec<Variant>,
    /// Cargo's profile; [`languages::rust::DEPLOYED`] means each function's own.
    pub profile: String,
    /// The folder that the zip files are put into.
    pub out: PathBuf,
}

/// A function whose package is to be built, and how.
struct Function {
    workload: Workload,
    variant: Variant,
    builder: Box<dyn PackageBuilder>,
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
    let date = provenance::now()?;
    let git_revision = provenance::git_revision(workspace::root());
    let machine = Machine::this()?;
    let scratch = options.out.join("scratch");
    for function in functions {
        let Function {
            workload,
            variant,
            builder,
        } = &function;
        let name = function.file_name();
        let compiles = builder.profile(&options.profile).is_some();
        let time = if compiles { "minutes" } else { "seconds" };
        eprintln!("Building {name} twice, from nothing ({time} each; the zip file is kept)");
        clear(&scratch)?;
        let twice = Twice {
            builder: builder.as_ref(),
            options,
            scratch: &scratch,
        };
        let built = twice.build().with_context(|| name.clone())?;
        glibc::check(&built.files).with_context(|| name.clone())?;
        clear(&scratch)?;
        let file = options.out.join(&name);
        fs::write(&file, &built.zip).with_context(|| file.display().to_string())?;
        let versions = builder.versions()?;
        let code = languages::toolchain(variant.language());
        record(Package {
            workload: *workload,
            variant: *variant,
            bundle: builder.bundle().to_owned(),
            arch: architecture()?,
            contents: builder.contents(&built.files)?.join(" "),
            zip_bytes: built.zip.len() as u64,
            unzipped_bytes: unzipped_bytes(&built.files),
            files: u32::try_from(built.files.len())?,
            code_lines: code.code_lines(&function::folder(*workload, *variant))?,
            build_s: tenths(built.times[0]),
            slower_build_s: tenths(built.times[1]),
            fits_direct_upload: built.zip.len() as u64 <= Package::DIRECT_UPLOAD_BYTES,
            fits_unzipped: unzipped_bytes(&built.files) <= Package::UNZIPPED_BYTES,
            sha256: hex::encode(Sha256::digest(&built.zip)),
            date: date.clone(),
            cpu_model: machine.cpu_model.clone(),
            cores: machine.cores,
            profile: builder.profile(&options.profile).map(str::to_owned),
            rustc: version(&versions, "rustc"),
            python: version(&versions, "python"),
            git_revision: git_revision.clone(),
        })?;
    }
    Ok(())
}

fn version(versions: &[Version], name: &str) -> Option<String> {
    let found = versions.iter().find(|version| version.name == name)?;
    Some(found.version.clone())
}

impl Function {
    /// The zip file's name, such as `record-python-fastapi.zip`.
    fn file_name(&self) -> String {
        let (workload, variant) = (self.workload, self.variant);
        match self.builder.bundle() {
            Package::DEPLOYED_BUNDLE => format!("{workload}-{variant}.zip"),
            bundle => format!("{workload}-{variant}-{bundle}.zip"),
        }
    }
}

fn functions(options: &Options) -> Result<Vec<Function>> {
    let mut functions = Vec::new();
    let mut folders = BTreeSet::new();
    for (workload, variant) in workloads::choose(&options.workloads, &options.variants)? {
        let folder = function::folder(workload, variant);
        if !folders.insert(folder.clone()) {
            continue;
        }
        let toolchain = languages::prepared(variant.language())?;
        for builder in toolchain.packages(&folder)? {
            functions.push(Function {
                workload,
                variant,
                builder,
            });
        }
    }
    Ok(functions)
}

/// The result of two equal builds, and the time that each took, the shorter one first.
struct Built {
    files: Files,
    zip: Vec<u8>,
    times: [Duration; 2],
}

struct Twice<'a> {
    builder: &'a dyn PackageBuilder,
    options: &'a Options,
    scratch: &'a Path,
}

impl Twice<'_> {
    fn build(&self) -> Result<Built> {
        self.builder.download(&self.place("download"))?;
        let (files, zip, first) = self.build_in(&self.place("first"))?;
        let (other_files, other_zip, second) = self.build_in(&self.place("the-second-time"))?;
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

    fn place(&self, name: &str) -> Place {
        let scratch = self.scratch.join(name);
        Place {
            workspace: scratch.join("source"),
            scratch,
            downloads: self.scratch.join("downloads"),
        }
    }

    fn build_in(&self, place: &Place) -> Result<(Files, Vec<u8>, Duration)> {
        let profile = &self.options.profile;
        fs::create_dir_all(&place.scratch)?;
        if self.builder.profile(profile).is_some() {
            sources::copy(workspace::root(), &place.workspace, &self.options.out)?;
        }
        let start = Instant::now();
        let files = self.builder.build(profile, place)?;
        let zip = archive::zip(&files)?;
        let time = start.elapsed();
        clear(&place.scratch)?;
        Ok((files, zip, time))
    }
}

fn clear(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).with_context(|| format!("{} can't be removed", folder.display()))
}

fn unzipped_bytes(files: &Files) -> u64 {
    files.values().map(|entry| entry.bytes.len() as u64).sum()
}

/// Seconds with one digit after the point.
fn tenths(time: Duration) -> Decimal {
    Decimal::new(time.as_millis(), 3).round_half_up(1)
}

/// The packages as a table, sizes in MB of 1,000,000 bytes.
#[must_use]
pub fn table(packages: &[Package]) -> String {
    let header = [
        "workload",
        "variant",
        "bundle",
        "zip MB",
        "unzipped MB",
        "files",
        "lines",
        "build s",
        "upload",
    ];
    let mut table = terminal_table::table(header, 3..8);
    for package in packages {
        let upload = match (package.fits_direct_upload, package.fits_unzipped) {
            (true, true) => "direct",
            (false, true) => "through S3",
            (_, false) => "too large",
        };
        table.add_row([
            package.workload.to_string(),
            package.variant.to_string(),
            package.bundle.clone(),
            megabytes(package.zip_bytes),
            megabytes(package.unzipped_bytes),
            package.files.to_string(),
            package.code_lines.to_string(),
            package.build_s.to_string(),
            upload.to_owned(),
        ]);
    }
    terminal_table::lines(&table)
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
}
