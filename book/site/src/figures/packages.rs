//! What is deployed: zip sizes, lines of code, build times.

use super::{
    captioned_table::{captioned_table, note},
    context::Context,
    names,
    number::{ratio, three_digits},
};
use crate::html::escape;
use anyhow::{Context as _, Error, Result, anyhow, bail};
use data::{Package, Variant, Workload};
use std::str::FromStr;

const FILE: &str = "measurements/packages.csv";

/// `{{#packages}}`: every package as a table.
pub(super) fn packages(arguments: &[&str], context: &Context) -> Result<String> {
    let [] = super::exactly(arguments, "packages")?;
    let packages = &context.dataset.packages;
    let first = packages.first().ok_or_else(none)?;
    ensure_all_weighed(packages)?;
    let rows: Vec<_> = packages.iter().map(cells).collect();
    let name = "What is deployed";
    let header = [
        "Function",
        "Variant",
        "With",
        "Zip",
        "Unzipped",
        "Direct upload",
        "Lines of code",
        "Build",
    ];
    let Package {
        arch,
        cpu_model,
        cores,
        ..
    } = first;
    let versions = [
        Some(format!(
            "built {} for {arch} on {cpu_model}, {cores} cores",
            day(first)
        )),
        version("rustc", packages.iter().find_map(|row| row.rustc.as_ref())),
        version(
            "Python",
            packages.iter().find_map(|row| row.python.as_ref()),
        ),
    ];
    let versions: Vec<_> = versions.into_iter().flatten().collect();
    let below = note(&format!(
        "Sizes are exact; build times are the shorter and the longer of two builds: {} · {}",
        escape(&versions.join(", ")),
        context.data_link(FILE, "with hashes and contents"),
    ));
    Ok(captioned_table(name, header, &rows, &below))
}

/// A variant that connects late is the same package as the one that does not.
fn ensure_all_weighed(packages: &[Package]) -> Result<()> {
    for &workload in Workload::ALL {
        let mut variants = workload.variants().iter();
        let is_missing = |variant: &&Variant| {
            let is_it = |row: &Package| (row.workload, row.variant) == (workload, **variant);
            !variant.connects_late() && !packages.iter().any(is_it)
        };
        if let Some(variant) = variants.find(is_missing) {
            bail!(
                "data/{FILE} has no `{workload}` in `{variant}`: \
                 run `cargo measure packages --workload {workload}`"
            );
        }
    }
    Ok(())
}

fn version(name: &str, version: Option<&String>) -> Option<String> {
    version.map(|version| format!("{name} {version}"))
}

fn day(package: &Package) -> &str {
    package.date.get(..10).unwrap_or(&package.date)
}

fn cells(package: &Package) -> [String; 8] {
    let fits = if package.fits_direct_upload {
        "yes"
    } else {
        "no"
    };
    [
        package.workload.to_string(),
        package.variant.label().to_owned(),
        match package.bundle.as_str() {
            "default" => "its dependencies".to_owned(),
            other => other.to_owned(),
        },
        bytes(package.zip_bytes),
        bytes(package.unzipped_bytes),
        fits.to_owned(),
        package.code_lines.to_string(),
        build_times(package),
    ]
}

/// `{{#package record python default zip}}`: `zip`, `unzipped`, `lines`, `build` or `python`;
/// `{{#package record python/rust default zip}}`: how many times. `{{#package limit}}`: the largest
/// zip that Lambda takes in one request.
pub(super) fn package(arguments: &[&str], context: &Context) -> Result<String> {
    if arguments == ["limit"] {
        return Ok(bytes(Package::DIRECT_UPLOAD_BYTES));
    }
    let usage = "package workload variant bundle figure";
    let [workload, variant, bundle, figure] = super::exactly(arguments, usage)?;
    let workload: Workload = workload.parse()?;
    let find = |variant: &str| find(context, workload, variant.parse()?, bundle);
    let figure: Figure = figure.parse()?;
    let Some((dividend, divisor)) = variant.split_once('/') else {
        return figure.with_unit(find(variant)?);
    };
    let amount = |variant| figure.amount(find(variant)?);
    Ok(ratio(amount(dividend)? / amount(divisor)?))
}

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

fn none() -> Error {
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

/// Lambda counts in MB of 1,048,576 bytes.
#[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 bytes")]
fn bytes(bytes: u64) -> String {
    const KB: f64 = 1024.0;
    let bytes = bytes as f64;
    if bytes < KB * KB {
        format!("{}\u{a0}KB", three_digits(bytes / KB))
    } else {
        format!("{}\u{a0}MB", three_digits(bytes / KB / KB))
    }
}

/// `2.4 s`, or `2.4 to 2.6 s` where both builds differ.
fn build_times(package: &Package) -> String {
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
