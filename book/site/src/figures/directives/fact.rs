//! `{{#fact …}}`: what AWS or others state of Lambda.

use crate::{
    figures::{context::Context, directive::Directive, format::usd, replacement::Replacement},
    html::escape,
};
use anyhow::{Context as _, Result};
use cost::Cents;
use data::{AwsFact, FactUnit, FactValue, Origin};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "fact",
    usage: &["NAME", "NAME source"],
    becomes: "a figure that AWS or others state about Lambda, or who stated it and when",
    expand: fact,
};

fn fact(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let (name, is_source) = match *arguments {
        [name] => (name, false),
        [name, "source"] => (name, true),
        _ => return Err(DIRECTIVE.misused()),
    };
    let facts = &context.dataset.aws_facts;
    let fact = facts.iter().find(|fact| fact.name == name);
    let fact = fact.with_context(|| {
        let names: Vec<&str> = facts.iter().map(|fact| fact.name.as_str()).collect();
        let names = names.join(", ");
        format!("`{name}` is not in data/published/aws-facts.csv: use one of {names}")
    })?;
    Ok(if is_source {
        Replacement::Inline(attribution(fact))
    } else {
        Replacement::Figure(Origin::Published, value(fact))
    })
}

/// The figure with its unit, or the name of a month.
fn value(fact: &AwsFact) -> String {
    let number = match fact.value {
        FactValue::Month(month) => return month.to_string(),
        FactValue::Number(number) => number,
    };
    match fact.unit {
        FactUnit::Usd => usd(Cents::rounded(number)),
        FactUnit::Count | FactUnit::Month => number.to_string(),
        FactUnit::Percent | FactUnit::Megabytes | FactUnit::Days | FactUnit::Million => {
            format!("{number}\u{a0}{}", fact.unit)
        }
    }
}

/// The publisher and the date, as HTML.
fn attribution(fact: &AwsFact) -> String {
    escape(&format!("{}, {}", fact.source, fact.as_of))
}
