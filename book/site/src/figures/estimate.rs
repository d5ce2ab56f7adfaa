//! The estimate of an AWS duration: what was measured on the local Lambda, plus the floor that
//! AWS adds to every function.

use super::{
    Context,
    directive::Replacement,
    exactly,
    number::{ms, percent},
    published::{PYTHON, RUST, attribution_of_cold_starts},
};
use crate::html::table;
use anyhow::{Result, anyhow, bail};
use data::{
    Architecture, ColdStart, Dataset, Environment, Millis, Selection, Start, Summary, Variant,
    Workload,
};

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
    let floor = Hello::of(context.dataset)?;
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
    fn of(dataset: &Dataset) -> Result<Self> {
        if dataset.run.environment == Environment::Aws {
            bail!("the run was made on AWS: there is nothing to estimate");
        }
        let machine = &dataset.run.machine;
        let architecture = dataset
            .run
            .architecture()
            .ok_or_else(|| anyhow!("AWS has no {machine}: nothing can be estimated"))?;
        let rust = empty(dataset, Variant::Rust, RUST, architecture)?;
        let python = empty(dataset, Variant::Python, PYTHON, architecture)?;
        let floor = dataset.floor().ok_or_else(|| {
            anyhow!("an empty Rust function took longer here than on AWS: measure again")
        })?;
        Ok(Self {
            rust,
            python,
            floor,
        })
    }

    /// Of Python's `hello`.
    fn estimate(&self) -> ColdStart {
        self.python.measured.above(self.floor)
    }
}

fn empty(
    dataset: &Dataset,
    variant: Variant,
    runtime: &str,
    architecture: Architecture,
) -> Result<Empty> {
    let measured = ColdStart::measured(&dataset.invocations, variant)
        .ok_or_else(|| anyhow!("no cold start of hello {variant} was measured"))?;
    let published = &dataset.published_cold_starts;
    let published = ColdStart::published(published, runtime, architecture)
        .ok_or_else(|| anyhow!("no zip of {runtime} on {architecture} was published"))?;
    Ok(Empty {
        measured,
        published,
    })
}

fn check(context: &Context) -> Result<String> {
    let hello = Hello::of(context.dataset)?;
    let rows = [
        ("Init duration", init as fn(&ColdStart) -> Millis),
        ("First call", duration),
    ]
    .into_iter()
    .flat_map(|(name, figure)| {
        let floor = figure(&hello.floor);
        [("Rust", &hello.rust), ("Python", &hello.python)].map(|(language, empty)| {
            let estimate = figure(&empty.measured.above(hello.floor));
            let published = figure(&empty.published);
            [
                name.to_owned(),
                language.to_owned(),
                ms(figure(&empty.measured).as_f64()),
                ms(floor.as_f64()),
                ms(estimate.as_f64()),
                ms(published.as_f64()),
                if language == "Rust" {
                    "0, by definition".to_owned()
                } else {
                    off(estimate, published)
                },
            ]
        })
    });
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
    Ok(format!(
        r#"<figure class="published"><figcaption>{name}</figcaption>{}<p class="measured">Means. Measured on AWS by others: {}</p></figure>"#,
        table(name, header, &rows.collect::<Vec<_>>()),
        attribution_of_cold_starts(context)?,
    ))
}

fn init(start: &ColdStart) -> Millis {
    start.init_ms
}

fn duration(start: &ColdStart) -> Millis {
    start.duration_ms
}

fn functions(context: &Context, memory: &str) -> Result<String> {
    let dataset = context.dataset;
    let memory_mb = super::measured::memory_size(dataset, memory)?;
    let floor = Hello::of(dataset)?.floor;
    let mut rows = Vec::new();
    for &workload in Workload::ALL {
        for &variant in workload.variants() {
            let cold = Selection {
                workload,
                variant,
                memory_mb: Some(memory_mb),
                start: Start::Cold,
            };
            let init = Summary::of(cold.of(&dataset.invocations), |row| {
                row.init_ms.map(Millis::as_f64)
            });
            let warm = cold.with(Start::Warm);
            let warm = Summary::of(warm.of(&dataset.invocations), |row| {
                Some(row.duration_ms.as_f64())
            });
            let (Some(init), Some(warm)) = (init, warm) else {
                bail!("no {workload} {variant} at {memory_mb} MB was measured");
            };
            rows.push([
                workload.to_string(),
                variant.label().to_owned(),
                ms(init.mean),
                ms(init.mean + floor.init_ms.as_f64()),
                ms(warm.mean),
                ms(warm.mean + floor.duration_ms.as_f64()),
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
    Ok(format!(
        r#"<figure class="published"><figcaption>{name}</figcaption>{}<p class="measured">Means on the local Lambda, and the same plus the floor of {} for INIT and {} for a call.</p></figure>"#,
        table(&name, header, &rows),
        ms(floor.init_ms.as_f64()),
        ms(floor.duration_ms.as_f64()),
    ))
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
