//! The deployment packages: one of them, and its figures.

use super::{context::Context, format::three_digits};
use crate::names;
use anyhow::{Context as _, Error, Result, anyhow, bail};
use data::{Package, Variant, Workload};
use std::str::FromStr;

/// The file that has them, below `data/`.
pub(super) const FILE: &str = "measurements/packages.csv";

/// The package of a function; `bundle` says what it is packed with.
///
/// # Errors
/// There is none.
pub(super) fn find<'a>(
    context: &'a Context,
    workload: Workload,
    variant: Variant,
    bundle: &str,
) -> Result<&'a Package> {
    let packages = &context.dataset.packages;
    if packages.is_empty() {
        return Err(none());
    }
    let is_it = |package: &&Package| {
        (package.workload, package.variant) == (workload, variant) && package.bundle == bundle
    };
    packages
        .iter()
        .find(is_it)
        .ok_or_else(|| anyhow!("no {workload} {variant}, bundle {bundle}, in data/{FILE}"))
}

/// The error of data that has no package.
pub(super) fn none() -> Error {
    anyhow!("data/{FILE} is empty: run `cargo measure packages`")
}

/// A figure of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// Size of the zip file.
    Zip,
    /// Size of its contents.
    Unzipped,
    /// Lines of code of the function's own.
    Lines,
    /// Seconds that building it from nothing took.
    Build,
    /// Version of the Python that it is packed for.
    Python,
}

/// The figures by the names that chapters use.
const FIGURES: [(&str, Figure); 5] = [
    ("zip", Figure::Zip),
    ("unzipped", Figure::Unzipped),
    ("lines", Figure::Lines),
    ("build", Figure::Build),
    ("python", Figure::Python),
];

impl FromStr for Figure {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        names::find(&FIGURES, text).ok_or_else(|| {
            let names = names::alternatives(FIGURES.map(|(name, _)| name));
            anyhow!("`{text}` is unknown: use {names}")
        })
    }
}

impl Figure {
    /// Its value as a number of bytes or lines.
    ///
    /// # Errors
    /// It has several values, or is none that can be counted.
    #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 bytes")]
    pub(super) fn amount(self, package: &Package) -> Result<f64> {
        match self {
            Self::Zip => Ok(package.zip_bytes as f64),
            Self::Unzipped => Ok(package.unzipped_bytes as f64),
            Self::Lines => Ok(f64::from(package.code_lines)),
            Self::Build | Self::Python => {
                bail!("this figure has no ratio: use zip, unzipped or lines")
            }
        }
    }

    /// The length of its bar: of two build times the shorter one, in s.
    ///
    /// # Errors
    /// It is none that has a length.
    pub(super) fn length(self, package: &Package) -> Result<f64> {
        match self {
            Self::Build => Ok(package.build_s.to_string().parse()?),
            Self::Zip | Self::Unzipped | Self::Lines | Self::Python => self.amount(package),
        }
    }

    /// Its value as text.
    ///
    /// # Errors
    /// The package has none.
    pub(super) fn with_unit(self, package: &Package) -> Result<String> {
        match self {
            Self::Zip => Ok(bytes(package.zip_bytes)),
            Self::Unzipped => Ok(bytes(package.unzipped_bytes)),
            Self::Lines => Ok(package.code_lines.to_string()),
            Self::Build => Ok(build_times(package)),
            Self::Python => package.python.clone().context("the package has no Python"),
        }
    }
}

/// A size in KB or MB. Lambda counts in MB of 1,048,576 bytes.
#[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 bytes")]
pub(super) fn bytes(bytes: u64) -> String {
    const KB: f64 = 1024.0;
    let bytes = bytes as f64;
    if bytes < KB * KB {
        format!("{}\u{a0}KB", three_digits(bytes / KB))
    } else {
        format!("{}\u{a0}MB", three_digits(bytes / KB / KB))
    }
}

/// `2.4 s`, or `2.4 to 2.6 s` where both builds differ.
pub(super) fn build_times(package: &Package) -> String {
    let (shorter, longer) = (package.build_s, package.slower_build_s);
    if shorter == longer {
        return format!("{shorter}\u{a0}s");
    }
    format!("{shorter} to {longer}\u{a0}s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_in_units_of_1024() {
        for (size, text) in [
            (512, "0.500\u{a0}KB"),
            (1024 * 1023, "1023\u{a0}KB"),
            (50 << 20, "50.0\u{a0}MB"),
        ] {
            assert_eq!(bytes(size), text);
        }
    }
}
