//! What is deployed: zip sizes, lines of code, build times.

use super::{
    Context,
    number::{ratio, three_digits},
};
use crate::html::{escape, link, table};
use anyhow::{Error, Result, anyhow, bail};
use data::{Package, Variant, Workload};

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
    let file = format!("{}data/{FILE}", context.path_to_root);
    Ok(format!(
        r#"<figure class="published"><figcaption>{name}</figcaption>{}<p class="measured">Sizes are exact; build times are the shorter and the longer of two builds: {} · {}</p></figure>"#,
        table(name, header, &rows),
        escape(&versions.join(", ")),
        link(&file, "with hashes and contents"),
    ))
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
    let Some((dividend, divisor)) = variant.split_once('/') else {
        return with_unit(find(variant)?, figure);
    };
    let amount = |variant| amount(find(variant)?, figure);
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

fn unknown(figure: &str) -> Error {
    anyhow!("`{figure}` is unknown: use zip, unzipped, lines, build or python")
}

#[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 bytes")]
pub(super) fn amount(package: &Package, figure: &str) -> Result<f64> {
    match figure {
        "zip" => Ok(package.zip_bytes as f64),
        "unzipped" => Ok(package.unzipped_bytes as f64),
        "lines" => Ok(f64::from(package.code_lines)),
        _ => Err(unknown(figure)),
    }
}

pub(super) fn with_unit(package: &Package, figure: &str) -> Result<String> {
    match figure {
        "zip" => Ok(bytes(package.zip_bytes)),
        "unzipped" => Ok(bytes(package.unzipped_bytes)),
        "lines" => Ok(package.code_lines.to_string()),
        "build" => Ok(build_times(package)),
        "python" => package
            .python
            .clone()
            .ok_or_else(|| anyhow!("the package has no Python")),
        _ => Err(unknown(figure)),
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
