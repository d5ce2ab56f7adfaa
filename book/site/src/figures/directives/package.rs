//! `{{#package …}}`: one figure of a package.

use crate::figures::{
    context::Context,
    directive::Directive,
    format::ratio,
    packages::{Figure, bytes, find},
    replacement::Replacement,
};
use anyhow::Result;
use data::{Origin, Package, Workload};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "package",
    usage: &[
        "WORKLOAD VARIANT BUNDLE FIGURE",
        "WORKLOAD VARIANT/VARIANT BUNDLE FIGURE",
        "limit",
    ],
    becomes: "a figure of a package, or the ratio of two packages' figures; `limit`: the largest zip \
              that Lambda accepts in one request",
    expand: package,
};

fn package(arguments: &[&str], context: &Context) -> Result<Replacement> {
    if arguments == ["limit"] {
        let limit = bytes(Package::DIRECT_UPLOAD_BYTES);
        return Ok(Replacement::Figure(Origin::Published, limit));
    }
    let [workload, variant, bundle, figure] = DIRECTIVE.exactly(arguments)?;
    let workload: Workload = workload.parse()?;
    let find = |variant: &str| find(context, workload, variant.parse()?, bundle);
    let figure: Figure = figure.parse()?;
    let Some((dividend, divisor)) = variant.split_once('/') else {
        let text = figure.with_unit(find(variant)?)?;
        return Ok(Replacement::Figure(Origin::Measured, text));
    };
    let amount = |variant| figure.amount(find(variant)?);
    let ratio = ratio(amount(dividend)? / amount(divisor)?);
    Ok(Replacement::Figure(Origin::Measured, ratio))
}
