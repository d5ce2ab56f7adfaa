//! `{{#first-call …}}`: what it costs `record` to connect in its first call and not in INIT.

use crate::figures::{
    captioned_table::{captioned_table, note},
    cold_start_charge::{ARCHITECTURE, charge_of_cold_starts, prices},
    context::{Cell, Context},
    directive::Directive,
    format::{ms, ratio, usd},
    provenance,
    quantity::Quantity,
    replacement::Replacement,
};
use anyhow::Result;
use data::{Variant, Workload};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "first-call",
    usage: &["MEMORY"],
    becomes: "the durations of `record` when it connects in its first call and when it connects in \
              INIT, as a table",
    expand: first_call,
};

fn first_call(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [memory] = DIRECTIVE.exactly(arguments)?;
    let memory_mb = context.memory_size(memory)?;
    let mut rows = Vec::new();
    for (language, variants) in [
        ("Rust", [Variant::RustLazy, Variant::Rust]),
        ("Python", [Variant::PythonLazy, Variant::Python]),
    ] {
        for variant in variants {
            let cell = Cell::at(Workload::Record, variant, memory_mb);
            let mean = |quantity| anyhow::Ok(context.summary(cell, quantity)?.mean);
            let connects = if variant.connects_late() {
                "in the first call"
            } else {
                "in INIT"
            };
            let first_call = mean(Quantity::Cold)?;
            let warm = mean(Quantity::Warm)?;
            rows.push([
                language.to_owned(),
                connects.to_owned(),
                ms(mean(Quantity::Init)?),
                ms(first_call),
                ms(warm),
                ratio(first_call / warm),
                usd(charge_of_cold_starts(
                    context,
                    Workload::Record,
                    variant,
                    memory_mb,
                )?),
            ]);
        }
    }
    let name = format!("record at {memory_mb} MB, connecting in the first call or in INIT");
    let header = [
        "Language",
        "Connects",
        "Init",
        "First call",
        "Warm call",
        "First call / warm call",
        "Duration charge of a million cold starts",
    ];
    let charge = note(&format!(
        "Means; the charge is for init and first call together, at {}'s first tier on {}, without the free tier or the request charge.",
        prices(context)?.name,
        ARCHITECTURE,
    ));
    let below = charge + &provenance::line(context);
    let table = captioned_table(&name, header, &rows, &below);
    Ok(Replacement::Block(table))
}
