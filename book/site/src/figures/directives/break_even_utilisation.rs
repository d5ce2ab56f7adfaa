//! `{{#break-even-utilisation}}`: from when provisioned concurrency costs less than running on demand.

use crate::{
    figures::{context::Context, directive::Directive, replacement::Replacement},
    html::table,
};
use anyhow::Result;
use cost::break_even_utilisation;
use data::{Architecture, RegionPrices};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "break-even-utilisation",
    usage: &[""],
    becomes: "the utilisation from which provisioned concurrency pays, as a table by region",
    expand: utilisation,
};

fn utilisation(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    let rows: Vec<_> = context.dataset.prices.regions.iter().map(row).collect();
    let header = ["Region", "Code", "x86_64", "arm64"];
    let name = "Break-even utilisation of provisioned concurrency";
    Ok(Replacement::Block(table(name, header, &rows)))
}

fn row(region: &RegionPrices) -> [String; 4] {
    let share = |architecture| match break_even_utilisation(region, architecture) {
        Some(share) if share.exceeds_whole() => "never".to_owned(),
        Some(share) => share.to_string(),
        None => "unknown".to_owned(),
    };
    [
        region.name.clone(),
        region.code.clone(),
        share(Architecture::X86_64),
        share(Architecture::Arm64),
    ]
}
