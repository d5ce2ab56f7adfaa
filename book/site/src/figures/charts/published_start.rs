//! The chart of cold starts as others measured them on AWS: INIT and the first call.

use super::chart::{Chart, Drawing, Shapes, ink};
use crate::{
    chart::{Bar, Group},
    figures::{
        captioned_table::marked_note,
        context::Context,
        format::{ms, three_digits},
        published_workloads::{self, LIGHT},
        source,
    },
};
use anyhow::{Result, bail};
use data::{Architecture, Origin, Variant};

pub(super) const CHART: Chart = Chart {
    name: "published-start",
    title: "From the start to the first answer on AWS, of a function that uses DynamoDB",
    axis: "milliseconds: INIT pale, first call solid",
    reading: "Shorter is better. A bar is the mean INIT (its pale part) plus the mean first call.",
    draw,
};

fn draw(chart: &Chart, arguments: &[&str], context: &Context) -> Result<Drawing> {
    if arguments.is_empty() {
        bail!(
            "name memory sizes, such as `{{{{#chart {} 128 512}}}}`",
            chart.name
        );
    }
    let mut groups = Vec::new();
    let mut rows = Vec::new();
    for &memory in arguments {
        let mut bars = Vec::new();
        for variant in [Variant::Rust, Variant::Python] {
            let mean = |figure| {
                let runtime = published_workloads::runtime(variant);
                let cell = [LIGHT, runtime, memory, Architecture::X86_64.name()];
                published_workloads::mean(context.dataset, figure, cell)
            };
            let (init, total) = (mean("init")?, mean("total")?);
            rows.push([
                format!("{memory} MB"),
                variant.label().to_owned(),
                three_digits(init),
                three_digits(total - init),
                three_digits(total),
            ]);
            bars.push(Bar {
                name: variant.short().to_owned(),
                ink: ink(variant),
                value: total,
                first: init,
                range: None,
                text: ms(total),
            });
        }
        groups.push(Group {
            heading: format!("{memory} MB"),
            bars,
        });
    }
    let source = source::find(context, published_workloads::FILE)?;
    let basis = format!("Measured on AWS by others: {}", source::attribution(source));
    Ok(Drawing {
        shapes: Shapes::Bars(groups),
        table: chart.table(
            [
                "Memory",
                "Language",
                "Init, ms",
                "First call, ms",
                "Both, ms",
            ],
            &rows,
        )?,
        basis: marked_note(Origin::Published, &basis),
    })
}
