//! `{{#packages}}`: what is deployed, as a table.

use crate::{
    figures::{
        captioned_table::{captioned_table, marked_note},
        context::Context,
        directive::Directive,
        format,
        packages::{FILE, build_times, bytes, none},
        replacement::Replacement,
    },
    html::escape,
};
use anyhow::{Result, bail};
use data::{Dataset, Origin, Package, Variant, Workload};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "packages",
    usage: &[""],
    becomes: "the deployment packages as a table",
    expand: packages,
};

fn packages(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    let packages = context.dataset.packages.iter();
    let packages: Vec<_> = packages.filter(|row| !row.workload.is_control()).collect();
    let first = packages.first().copied().ok_or_else(none)?;
    ensure_all_weighed(context.dataset)?;
    let rows: Vec<_> = packages.iter().copied().map(cells).collect();
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
        date,
        ..
    } = first;
    let versions = [
        Some(format!(
            "built {} for {arch} on {cpu_model}, {cores} cores",
            format::day(date)
        )),
        version("rustc", packages.iter().find_map(|row| row.rustc.as_ref())),
        version(
            "Python",
            packages.iter().find_map(|row| row.python.as_ref()),
        ),
    ];
    let versions: Vec<_> = versions.into_iter().flatten().collect();
    let below = marked_note(
        Origin::Measured,
        &format!(
            "Sizes are exact; build times are the shorter and the longer of two builds: {} · {}",
            escape(&versions.join(", ")),
            context.data_link(FILE, "with hashes and contents"),
        ),
    );
    let table = captioned_table(name, header, &rows, &below);
    Ok(Replacement::Block(table))
}

/// Checks that every function of the shown run has a package. A variant that connects late
/// shares that of the one that does not.
fn ensure_all_weighed(dataset: &Dataset) -> Result<()> {
    for workload in Workload::compared() {
        let mut variants = dataset.variants(workload);
        let is_missing = |variant: &Variant| {
            let is_it = |row: &Package| (row.workload, row.variant) == (workload, *variant);
            !variant.connects_late() && !dataset.packages.iter().any(is_it)
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
