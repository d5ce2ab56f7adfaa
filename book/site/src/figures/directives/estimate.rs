//! `{{#estimate …}}`: the estimate of a duration on AWS, which is what was measured on the local Lambda
//! plus the floor that AWS adds to every function.

use crate::figures::{
    captioned_table::{captioned_table, note},
    context::{Cell, Context},
    directive::{Directive, Replacement},
    hello::{Empty, Hello, off},
    number::ms,
    published_cold_starts::attribution_of_all,
    quantity::Quantity,
};
use anyhow::Result;
use data::{ColdStart, Millis, Workload};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "estimate",
    usage: &["check", "MEMORY"],
    becomes: "the floor that AWS adds and how well it holds, or each function's durations here and \
              estimated on AWS, as a table",
    expand: estimate,
};

fn estimate(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let table = match DIRECTIVE.exactly(arguments)? {
        ["check"] => check(context)?,
        [memory] => functions(context, memory)?,
    };
    Ok(Replacement::Block(table))
}

fn check(context: &Context) -> Result<String> {
    let hello = Hello::of(context)?;
    let rows = [
        ("Init duration", init as fn(&ColdStart) -> Millis),
        ("First call", duration),
    ]
    .into_iter()
    .flat_map(|(name, figure)| {
        let row = |language: &str, empty: &Empty, off: String| {
            [
                name.to_owned(),
                language.to_owned(),
                ms(figure(&empty.measured).as_f64()),
                ms(figure(&hello.floor).as_f64()),
                ms(figure(&empty.measured.above(hello.floor)).as_f64()),
                ms(figure(&empty.published).as_f64()),
                off,
            ]
        };
        let off = off(figure(&hello.estimate()), figure(&hello.python.published));
        [
            row("Rust", &hello.rust, "0, by definition".to_owned()),
            row("Python", &hello.python, off),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let name = "An empty function: local, estimated and published";
    let header = [
        "Figure",
        "Language",
        "Local",
        "+ floor",
        "= Estimate",
        "Published",
        "Off by",
    ];
    let attribution = attribution_of_all(context)?;
    let below = note(&format!("Means. Measured on AWS by others: {attribution}"));
    Ok(captioned_table(name, header, &rows, &below))
}

fn init(start: &ColdStart) -> Millis {
    start.init_ms
}

fn duration(start: &ColdStart) -> Millis {
    start.duration_ms
}

fn functions(context: &Context, memory: &str) -> Result<String> {
    let memory_mb = context.memory_size(memory)?;
    let floor = Hello::of(context)?.floor;
    let (floor_init, floor_call) = (floor.init_ms.as_f64(), floor.duration_ms.as_f64());
    let mut rows = Vec::new();
    for workload in Workload::compared() {
        for variant in context.dataset.variants(workload) {
            let cell = Cell::at(workload, variant, memory_mb);
            let init = context.summary(cell, Quantity::Init)?.mean;
            let warm = context.summary(cell, Quantity::Warm)?.mean;
            rows.push([
                workload.to_string(),
                variant.label().to_owned(),
                ms(init),
                ms(init + floor_init),
                ms(warm),
                ms(warm + floor_call),
            ]);
        }
    }
    let name = format!("Local durations and the estimate of AWS's at {memory_mb} MB");
    let header = [
        "Function",
        "Variant",
        "Init here",
        "Init, estimate",
        "Warm here",
        "Warm, estimate",
    ];
    let below = note(&format!(
        "Means on the local Lambda, and the same plus the floor of {} for INIT and {} for a call.",
        ms(floor_init),
        ms(floor_call),
    ));
    Ok(captioned_table(&name, header, &rows, &below))
}
