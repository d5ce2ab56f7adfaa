//! `{{#price …}}`: what follows from AWS's price list alone.

use crate::figures::{
    context::Context, directive::Directive, format::usd, replacement::Replacement,
};
use anyhow::{Context as _, Result};
use cost::{Bill, Item, SnapStart, Usage, parse_memory_mb};
use data::{Architecture, Decimal, Origin, RegionPrices, Service};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "price",
    usage: &["arm64-saving REGION", "snapshot MEMORY DAYS REGION"],
    becomes: "how much less a GB-second costs on arm64 than on x86_64, or the cost of a version whose \
              snapshot SnapStart keeps for some days",
    expand: price,
};

fn price(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let region = |code| context.dataset.prices.region(code);
    let text = match *arguments {
        ["arm64-saving", code] => arm64_saving(region(code)?)?,
        ["snapshot", memory, days, code] => {
            let days: Decimal = days.parse()?;
            snapshot(parse_memory_mb(memory)?, days, region(code)?)?
        }
        _ => return Err(DIRECTIVE.misused()),
    };
    Ok(Replacement::Figure(Origin::Published, text))
}

fn arm64_saving(region: &RegionPrices) -> Result<String> {
    let saving = cost::arm64_saving(region).with_context(|| {
        let code = &region.code;
        format!("arm64 costs more than x86_64 in {code}: write a sentence without this figure")
    })?;
    Ok(saving.to_string())
}

/// The charge of one version's snapshot, which is never restored.
fn snapshot(memory_mb: u32, days: Decimal, region: &RegionPrices) -> Result<String> {
    let snapstart = SnapStart {
        cache_hours: days * Decimal::from(24),
        restores: 0,
    };
    let usage = Usage {
        snapstart: Some(snapstart),
        ..Usage::on_demand(Architecture::X86_64, memory_mb, 0, Decimal::ZERO)
    };
    let bill = Bill::complete(region, &usage)?;
    Ok(usd(bill.amount(Item::Service(Service::SnapstartCache))))
}
