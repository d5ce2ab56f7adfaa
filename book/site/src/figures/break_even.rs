//! From which utilisation provisioned concurrency costs less than running on demand.

use super::{context::Context, exactly};
use crate::html::table;
use anyhow::Result;
use cost::break_even_utilisation;
use data::{Architecture, RegionPrices};

/// `{{#break-even-utilisation}}`: a table by region.
pub(super) fn utilisation(arguments: &[&str], context: &Context) -> Result<String> {
    let [] = exactly(arguments, "break-even-utilisation")?;
    let rows: Vec<_> = context.dataset.prices.regions.iter().map(row).collect();
    let header = ["Region", "Code", "x86_64", "arm64"];
    let name = "Break-even utilisation of provisioned concurrency";
    Ok(table(name, header, &rows))
}

fn row(region: &RegionPrices) -> [String; 4] {
    let share = |architecture| match break_even_utilisation(region, architecture) {
        Some(share) if share.exceeds_whole() => "never".to_owned(),
        Some(share) => share.to_string(),
        None => "not known here".to_owned(),
    };
    [
        region.name.clone(),
        region.code.clone(),
        share(Architecture::X86_64),
        share(Architecture::Arm64),
    ]
}
