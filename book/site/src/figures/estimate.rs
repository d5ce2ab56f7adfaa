//! The estimate of an AWS duration: what was measured on the local Lambda, plus the floor that
//! AWS adds to every function.

use super::{
    call::Replacement,
    captioned_table::{captioned_table, note},
    context::{Cell, Context},
    exactly,
    number::{ms, percent},
    published::{PYTHON, RUST, attribution_of_cold_starts},
    quantity::Quantity,
};
use anyhow::{Context as _, Result, bail};
use data::{Architecture, ColdStart, Environment, Millis, Variant, Workload};

/// `{{#estimate check}}`: the floor, and how well it holds for `hello`; `{{#estimate 512}}`: every
/// function at a memory size.
pub(super) fn estimate(arguments: &[&str], context: &Context) -> Result<String> {
    match exactly(arguments, "estimate check}}` or `{{#estimate 512")? {
        ["check"] => check(context),
        [memory] => functions(context, memory),
    }
}

/// `{{#floor init}}`, `{{#floor duration}}`: what AWS adds; with `off`, by how much the estimate
/// of Python's `hello` misses what was published.
pub(super) fn floor(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let floor = Hello::of(context)?;
    let text = match arguments {
        ["init"] => ms(floor.floor.init_ms.as_f64()),
        ["duration"] => ms(floor.floor.duration_ms.as_f64()),
        ["init", "off"] => off(floor.estimate().init_ms, floor.python.published.init_ms),
        ["duration", "off"] => off(
            floor.estimate().duration_ms,
            floor.python.published.duration_ms,
        ),
        _ => {
            bail!("write `{{{{#floor init}}}}` or `{{{{#floor duration}}}}`, or add `off`");
        }
    };
    Ok(Replacement::Inline(text))
}

/// An empty function, here and on AWS.
struct Empty {
    measured: ColdStart,
    published: ColdStart,
}

/// Both languages' empty functions, and the floor read from Rust's.
struct Hello {
    rust: Empty,
    python: Empty,
    floor: ColdStart,
}

impl Hello {
    fn of(context: &Context) -> Result<Self> {
        match context.dataset.run.environment {
            Environment::Local => {}
            Environment::Aws => bail!("the run was made on AWS: there is nothing to estimate"),
        }
        let architecture = context.architecture()?;
        let rust = empty(context, Variant::Rust, RUST, architecture)?;
        let python = empty(context, Variant::Python, PYTHON, architecture)?;
        let floor = context
            .dataset
            .floor()
            .context("an empty Rust function took longer here than on AWS: measure again")?;
        Ok(Self {
            rust,
            python,
            floor,
        })
    }

    /// The estimate of Python's `hello`.
    fn estimate(&self) -> ColdStart {
        self.python.measured.above(self.floor)
    }
}

fn empty(
    context: &Context,
    variant: Variant,
    runtime: &str,
    architecture: Architecture,
) -> Result<Empty> {
    let dataset = context.dataset;
    let measured = ColdStart::measured(&dataset.invocations, variant)
        .ok_or_else(|| context.not_measured(Cell::at_all_sizes(Workload::Hello, variant)))?;
    let published = &dataset.published_cold_starts;
    let published = ColdStart::published(published, runtime, architecture)
        .with_context(|| format!("no zip of {runtime} on {architecture} was published"))?;
    Ok(Empty {
        measured,
        published,
    })
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
    let attribution = attribution_of_cold_starts(context)?;
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
    for &workload in Workload::ALL {
        for &variant in workload.variants() {
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

/// `17 % less`, of an estimate against what was published.
fn off(estimate: Millis, published: Millis) -> String {
    let ratio = estimate.as_f64() / published.as_f64();
    if ratio < 1.0 {
        format!("{} less", percent(1.0 - ratio))
    } else {
        format!("{} more", percent(ratio - 1.0))
    }
}
