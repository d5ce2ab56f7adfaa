//! The deployment packages: `data/measurements/packages.csv`, one row per zip file.

use crate::{
    Architecture, Decimal, Error, Variant, Workload,
    reader::{Located, Problem, Row, read},
    writer::write,
};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// A function's deployment package: the zip file that is uploaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// The workload.
    pub workload: Workload,
    /// The variant.
    pub variant: Variant,
    /// `default` for what is deployed; otherwise another set of Python packages beside the same
    /// code, named after its file `requirements-<bundle>.txt`.
    pub bundle: String,
    /// The processor that it is built for.
    pub arch: Architecture,
    /// Content besides the function itself: Python packages as `name==version`, separated
    /// by spaces.
    pub contents: String,
    /// Size of the zip file.
    pub zip_bytes: u64,
    /// Size of the files in it.
    pub unzipped_bytes: u64,
    /// Number of files in it.
    pub files: u32,
    /// Lines of code of the function's own sources: no blank lines, comments, doc strings or
    /// tests.
    pub code_lines: u32,
    /// Wall time in s of building the zip file from nothing, downloads excluded: the shorter of
    /// two builds, since what makes a build slower than another is other work of the machine.
    pub build_s: Decimal,
    /// The longer one.
    pub slower_build_s: Decimal,
    /// `true` if the zip file is within [`Package::DIRECT_UPLOAD_BYTES`].
    pub fits_direct_upload: bool,
    /// `true` if the files are within [`Package::UNZIPPED_BYTES`].
    pub fits_unzipped: bool,
    /// SHA-256 of the zip file, in hexadecimal; two builds had the same.
    pub sha256: String,
    /// Time of the build, in RFC 3339, UTC.
    pub date: String,
    /// The name of the processor that built it.
    pub cpu_model: String,
    /// Processors that the machine has.
    pub cores: u32,
    /// Cargo's profile; empty where nothing was compiled.
    pub profile: Option<String>,
    /// The Rust compiler's version; empty where nothing was compiled.
    pub rustc: Option<String>,
    /// The version of Python that it is built for; empty without Python.
    pub python: Option<String>,
    /// The commit, with `-dirty` where files differed from it.
    pub git_revision: String,
}

impl Package {
    /// The [bundle](Self::bundle) that is deployed.
    pub const DEPLOYED_BUNDLE: &str = "default";

    /// The largest zip file that Lambda accepts in one request, 50 MB; a larger one goes through
    /// S3.
    pub const DIRECT_UPLOAD_BYTES: u64 = 50 << 20;

    /// The most that a function's code and layers may take unzipped, 250 MB.
    pub const UNZIPPED_BYTES: u64 = 250 << 20;

    /// Returns whether both rows are about the same package, built at different times.
    #[must_use]
    pub fn replaces(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    fn key(&self) -> (Workload, Variant, &str, Architecture) {
        (self.workload, self.variant, &self.bundle, self.arch)
    }

    /// Puts rows into `<measurements>/packages.csv` in place of those about the same packages;
    /// the others stay.
    ///
    /// # Errors
    /// An existing row is wrong, or the file can't be written. It stays as it was.
    pub fn record(measurements: &Path, packages: Vec<Self>) -> Result<(), Error> {
        let file = measurements.join(FILE);
        let replaced = |old: &Self| packages.iter().any(|new| new.replaces(old));
        let mut rows = read_packages(measurements)?;
        rows.retain(|old| !replaced(old));
        rows.extend(packages);
        rows.sort_by(|a, b| a.key().cmp(&b.key()));
        write(&file, &rows)
    }
}

const FILE: &str = "packages.csv";

impl Row for Package {
    fn check(&self) -> Result<(), Problem> {
        if !self.workload.variants().contains(&self.variant) {
            let reason = format!("{} has no such variant", self.workload);
            return Err(Problem::new("variant", reason));
        }
        let name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if self.bundle.is_empty() || !self.bundle.chars().all(name) {
            let reason = "write letters, digits and hyphens";
            return Err(Problem::new("bundle", reason));
        }
        for (column, count) in [
            ("zip_bytes", self.zip_bytes),
            ("unzipped_bytes", self.unzipped_bytes),
            ("files", self.files.into()),
            ("code_lines", self.code_lines.into()),
        ] {
            if count == 0 {
                return Err(Problem::new(
                    column,
                    "every package has some: build it again",
                ));
            }
        }
        for (column, says, bytes, limit) in [
            (
                "fits_direct_upload",
                self.fits_direct_upload,
                self.zip_bytes,
                Self::DIRECT_UPLOAD_BYTES,
            ),
            (
                "fits_unzipped",
                self.fits_unzipped,
                self.unzipped_bytes,
                Self::UNZIPPED_BYTES,
            ),
        ] {
            if says != (bytes <= limit) {
                let reason = format!("write {}: the limit is {limit} bytes", !says);
                return Err(Problem::new(column, reason));
            }
        }
        if self.slower_build_s < self.build_s {
            let reason = "the slower build took less time: swap the two values";
            return Err(Problem::new("slower_build_s", reason));
        }
        let hexadecimal = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        if self.sha256.len() != 64 || !self.sha256.chars().all(hexadecimal) {
            let reason = "write 64 digits of 0 to 9 and a to f";
            return Err(Problem::new("sha256", reason));
        }
        if self.profile.is_some() != self.rustc.is_some() {
            let reason =
                "a compiled package has a profile and a compiler, other packages have neither";
            return Err(Problem::new("profile", reason));
        }
        Ok(())
    }
}

/// The packages that were weighed; none before the first was.
pub(crate) fn read_packages(measurements: &Path) -> Result<Vec<Package>, Error> {
    let file = measurements.join(FILE);
    if !file.exists() {
        return Ok(Vec::new());
    }
    let mut rows: Vec<Package> = Vec::new();
    for located in read::<Package>(&file)? {
        refuse_repeat(&rows, &located)?;
        rows.push(located.row);
    }
    Ok(rows)
}

fn refuse_repeat(rows: &[Package], located: &Located<Package>) -> Result<(), Error> {
    if rows.iter().any(|row| row.replaces(&located.row)) {
        let reason = "this package is listed twice: keep its last row";
        return Err(located.error(Problem::new("bundle", reason)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn package(bundle: &str, zip_bytes: u64) -> Package {
        Package {
            workload: Workload::Record,
            variant: Variant::Python,
            bundle: bundle.to_owned(),
            arch: Architecture::X86_64,
            contents: "boto3==1.2.3 six==1.0".to_owned(),
            zip_bytes,
            unzipped_bytes: 2000,
            files: 3,
            code_lines: 40,
            build_s: Decimal::new(125, 1),
            slower_build_s: Decimal::new(131, 1),
            fits_direct_upload: zip_bytes <= Package::DIRECT_UPLOAD_BYTES,
            fits_unzipped: true,
            sha256: "0a".repeat(32),
            date: "2026-01-02T03:04:05Z".to_owned(),
            cpu_model: "CPU".to_owned(),
            cores: 2,
            profile: None,
            rustc: None,
            python: Some("3.11".to_owned()),
            git_revision: "0123abc".to_owned(),
        }
    }

    fn problem(change: impl FnOnce(&mut Package)) -> String {
        let mut package = package("default", 1000);
        change(&mut package);
        let problem = package.check().unwrap_err();
        format!("{}: {}", problem.column, problem.reason)
    }

    #[test]
    fn a_later_build_replaces_its_row_only() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read_packages(folder.path()).unwrap(), []);
        let first = vec![package("fastapi", 900), package("default", 1000)];
        Package::record(folder.path(), first).unwrap();
        Package::record(folder.path(), vec![package("default", 1100)]).unwrap();
        let expected = [package("default", 1100), package("fastapi", 900)];
        assert_eq!(read_packages(folder.path()).unwrap(), expected);
    }

    #[test]
    fn a_package_that_stands_there_twice_is_named() {
        let folder = tempfile::tempdir().unwrap();
        Package::record(folder.path(), vec![package("default", 1000)]).unwrap();
        let file = folder.path().join(FILE);
        let text = fs::read_to_string(&file).unwrap();
        let row = text.lines().last().unwrap();
        fs::write(&file, format!("{text}{row}\n")).unwrap();
        let error = read_packages(folder.path()).unwrap_err().to_string();
        let reason = "packages.csv:3: column `bundle`: this package is listed twice";
        assert!(error.contains(reason), "{error}");
        assert!(Package::record(folder.path(), Vec::new()).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 3);
    }

    #[test]
    fn the_limits_are_binary_megabytes() {
        assert!(package("default", 52_428_800).check().is_ok());
        let large = |package: &mut Package| package.zip_bytes = 52_428_801;
        assert!(problem(large).starts_with("fits_direct_upload: write false: the limit is"));
        let deep = |package: &mut Package| package.unzipped_bytes = 262_144_001;
        assert!(problem(deep).starts_with("fits_unzipped: write false: the limit is"));
    }

    #[test]
    fn contradictions_are_named() {
        let blank = |package: &mut Package| package.bundle = "a b".to_owned();
        assert!(problem(blank).starts_with("bundle"));
        assert_eq!(
            problem(|package| package.files = 0).split(':').next(),
            Some("files")
        );
        assert!(problem(|package| package.sha256.push('0')).starts_with("sha256"));
        assert!(
            problem(|package| package.rustc = Some("1.95.0".to_owned())).starts_with("profile")
        );
        let faster = |package: &mut Package| package.slower_build_s = Decimal::new(124, 1);
        assert!(problem(faster).starts_with("slower_build_s"));
        let hybrid = |package: &mut Package| package.variant = Variant::Hybrid;
        assert_eq!(problem(hybrid), "variant: record has no such variant");
    }
}
