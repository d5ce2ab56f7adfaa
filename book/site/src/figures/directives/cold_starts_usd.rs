//! `{{#cold-starts-usd …}}`: the charge of a million cold starts.

use crate::figures::{
    cold_start_charge::charge_of_cold_starts, context::Context, directive::Directive, format::usd,
    replacement::Replacement,
};
use anyhow::Result;
use cost::Cents;
use data::Origin;
use std::cmp::Ordering;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "cold-starts-usd",
    usage: &["WORKLOAD VARIANT MEMORY", "WORKLOAD VARIANT VARIANT MEMORY"],
    becomes: "the duration charge for a million cold starts; for two variants, how much less or more \
              the second one costs",
    expand: cold_starts_usd,
};

fn cold_starts_usd(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let charge = |workload: &str, variant: &str, memory: &str| {
        let memory_mb = context.memory_size(memory)?;
        charge_of_cold_starts(context, workload.parse()?, variant.parse()?, memory_mb)
    };
    let text = match *arguments {
        [workload, variant, memory] => usd(charge(workload, variant, memory)?),
        [workload, before, after, memory] => {
            let before = charge(workload, before, memory)?;
            let after = charge(workload, after, memory)?;
            let difference = usd(Cents(before.0.abs_diff(after.0)));
            match after.cmp(&before) {
                Ordering::Less => format!("{difference} less"),
                Ordering::Equal => "the same, to the cent,".to_owned(),
                Ordering::Greater => format!("{difference} more"),
            }
        }
        _ => return Err(DIRECTIVE.misused()),
    };
    Ok(Replacement::Figure(Origin::Measured, text))
}
