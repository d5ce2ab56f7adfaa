//! Charts of what is deployed: the zip files, the builds and the lines of code of `record`.

use super::chart::{Chart, Drawing, Shapes, ink};
use crate::{
    chart::{Bar, Group},
    figures::{
        captioned_table::marked_note,
        context::Context,
        packages::{FILE, Figure, find},
    },
};
use anyhow::Result;
use data::{Origin, Variant, Workload};

pub(super) const ZIP: Chart = Chart {
    name: "zip-size",
    title: "The zip file of record, by what is in it",
    axis: "MB",
    reading: "Shorter is better. Sizes are exact.",
    draw: zip,
};

pub(super) const BUILD: Chart = Chart {
    name: "build-time",
    title: "Building record's package from scratch",
    axis: "seconds; the shorter of two builds",
    reading: "Shorter is better. Downloads are not counted.",
    draw: build,
};

pub(super) const LINES: Chart = Chart {
    name: "code-lines",
    title: "Lines of code of record",
    axis: "lines, without tests, comments and blank lines",
    reading: "The function's own code alone.",
    draw: lines,
};

/// The packages of `record`, by what is in them.
const BUNDLES: [(&str, Variant, &str); 4] = [
    ("Rust", Variant::Rust, "default"),
    ("Python, boto3 of the runtime", Variant::Python, "runtime"),
    ("Python with boto3", Variant::Python, "default"),
    ("… plus FastAPI and Mangum", Variant::Python, "fastapi"),
];

const LANGUAGES: [(&str, Variant, &str); 2] = [
    ("Rust", Variant::Rust, "default"),
    ("Python", Variant::Python, "default"),
];

fn zip(chart: &Chart, arguments: &[&str], context: &Context) -> Result<Drawing> {
    chart.takes_none(arguments)?;
    draw(chart, &BUNDLES, Figure::Zip, 1024.0 * 1024.0, context)
}

fn build(chart: &Chart, arguments: &[&str], context: &Context) -> Result<Drawing> {
    chart.takes_none(arguments)?;
    draw(chart, &LANGUAGES, Figure::Build, 1.0, context)
}

fn lines(chart: &Chart, arguments: &[&str], context: &Context) -> Result<Drawing> {
    chart.takes_none(arguments)?;
    draw(chart, &LANGUAGES, Figure::Lines, 1.0, context)
}

/// A bar for each package; `unit` is how much of the figure the axis calls one.
fn draw(
    chart: &Chart,
    packages: &[(&str, Variant, &str)],
    figure: Figure,
    unit: f64,
    context: &Context,
) -> Result<Drawing> {
    let mut bars = Vec::new();
    let mut rows = Vec::new();
    for &(name, variant, bundle) in packages {
        let package = find(context, Workload::Record, variant, bundle)?;
        let text = figure.with_unit(package)?;
        rows.push([name.to_owned(), text.clone()]);
        bars.push(Bar {
            name: name.to_owned(),
            ink: ink(variant),
            value: figure.length(package)? / unit,
            first: 0.0,
            range: None,
            text,
        });
    }
    let heading = String::new();
    let basis = format!(
        "By `cargo measure packages` · {}",
        context.data_link(FILE, "packages.csv")
    );
    Ok(Drawing {
        shapes: Shapes::Bars(vec![Group { heading, bars }]),
        table: chart.table(["Package", "Figure"], &rows)?,
        basis: marked_note(
            Origin::Measured,
            &basis.replacen('`', "<code>", 1).replacen('`', "</code>", 1),
        ),
    })
}
