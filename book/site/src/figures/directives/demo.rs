//! `{{#demo …}}`: Rust and Python race on the same event. The page holds how the committed run went;
//! `book/theme/demo.js` replays it, or shows a race that `cargo measure demo` runs live.

use crate::{
    figures::{
        context::{Cell, Context},
        directive::Directive,
        format, provenance,
        replacement::Replacement,
    },
    html::escape,
};
use anyhow::{Context as _, Result};
use cost::Bill;
use data::{Decimal, Invocation, Millis, RegionPrices, Start, Variant, Workload};
use serde_json::{Map, Value, json};
use std::fmt::Write;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "demo",
    usage: &["MEMORY REGION"],
    becomes: "a race between Rust and Python, replayed from the shown run, or live",
    expand: demo,
};

/// The function that is chosen at first.
const FIRST: Workload = Workload::Record;

/// Calls in each language, as `cargo measure demo` makes them.
const CALLS: usize = 100;

/// Digits of a dollar that are shown: one call costs some ten-millionths.
const USD_DIGITS: u32 = 8;

/// The calls of one sandbox, from its cold start on.
struct Lane {
    variant: Variant,
    init: Millis,
    durations: Vec<Millis>,
    /// The bill after each call, in USD.
    usd: Vec<Decimal>,
}

impl Lane {
    /// INIT and all calls, in ms.
    fn total_ms(&self) -> f64 {
        let calls: f64 = self.durations.iter().map(|call| call.as_f64()).sum();
        self.init.as_f64() + calls
    }

    fn json(&self) -> Result<Value> {
        let usd: Vec<f64> = self
            .usd
            .iter()
            .copied()
            .map(as_f64)
            .collect::<Result<_>>()?;
        Ok(json!({
            "init_ms": self.init.as_f64(),
            "duration_ms": self.durations.iter().map(|call| call.as_f64()).collect::<Vec<_>>(),
            "usd": usd,
        }))
    }

    fn html(&self) -> String {
        let name = self.variant.name();
        let calls = self.durations.len();
        let bill = self.usd.last().copied().unwrap_or(Decimal::ZERO);
        let [total, init] = [self.total_ms(), self.init.as_f64()].map(format::ms);
        format!(
            r#"<li class="demo-{name}" data-variant="{name}"><span class="demo-name">{}</span><span class="demo-track"><span class="demo-bar"></span></span><span class="demo-calls">{calls} of {calls} calls</span><span class="demo-time">{total}, of which INIT {init}</span><span class="demo-usd">{} USD</span></li>"#,
            self.variant.label(),
            bill.round_half_up(USD_DIGITS)
        )
    }
}

/// An amount in USD as a number of JavaScript.
///
/// # Errors
/// It is larger than 18 USD: some calls cost far less.
fn as_f64(usd: Decimal) -> Result<f64> {
    // A billed call has fewer digits, so that nothing is lost.
    const DIGITS: u32 = 18;
    let units = usd.to_units(DIGITS);
    let units = units.with_context(|| format!("{usd} USD is too much for a race"))?;
    #[allow(clippy::cast_precision_loss, reason = "rounded to the nearest double")]
    Ok(units as f64 / 1e18)
}

fn demo(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [memory, region] = DIRECTIVE.exactly(arguments)?;
    let memory_mb = context.memory_size(memory)?;
    let prices = context.dataset.prices.region(region)?;
    let mut races = Map::new();
    let mut shown = String::new();
    let mut options = String::new();
    for workload in Workload::compared() {
        let lane = |variant| lane(workload, variant, memory_mb, prices, context);
        let lanes = [lane(Variant::Rust)?, lane(Variant::Python)?];
        let selected = if workload == FIRST {
            shown = lanes.iter().map(Lane::html).collect();
            " selected"
        } else {
            ""
        };
        let name = workload.name();
        let _ = write!(options, "<option{selected}>{name}</option>");
        let lanes = lanes.iter().map(|lane| {
            let name = lane.variant.name().to_owned();
            Ok((name, lane.json()?))
        });
        let lanes: Map<_, _> = lanes.collect::<Result<_>>()?;
        races.insert(name.to_owned(), Value::Object(lanes));
    }
    let data = json!({ "memory_mb": memory_mb, "region": region, "races": races });
    let id = &context.id;
    let replay = format!(
        "A replay, measured {}: {memory_mb} MB, one sandbox for each language, with its cold start and \
         the warm calls after it. The bill is at the list price of {region}, requests included.",
        context.measured_where()
    );
    Ok(Replacement::Block(format!(
        r#"<div class="demo" data-demo data-prevent-swipe><p class="demo-form" hidden><label for="demo-{id}">Function</label> <select id="demo-{id}">{options}</select> <button type="button">Start the race</button></p><ol class="demo-lanes">{shown}</ol><p class="demo-verdict" role="status"></p><p class="demo-source">{}</p>{}<script type="application/json" class="demo-replay">{data}</script></div>"#,
        escape(&replay),
        provenance::line(context)
    )))
}

/// The last cold start of the first repetition, then the warm calls of its sandbox and, as far as they
/// are needed, of those of later repetitions.
fn lane(
    workload: Workload,
    variant: Variant,
    memory_mb: u32,
    prices: &RegionPrices,
    context: &Context,
) -> Result<Lane> {
    let is_in_cell = |row: &&Invocation| {
        (row.workload, row.variant, row.memory_mb) == (workload, variant, memory_mb)
            && row.error.is_none()
    };
    let rows: Vec<_> = context
        .dataset
        .invocations
        .iter()
        .filter(is_in_cell)
        .collect();
    let is_cold = |row: &&Invocation| row.start == Start::Cold && row.repetition == 1;
    let cold = rows.iter().rposition(is_cold);
    let found = cold.and_then(|cold| Some((rows[cold].init_ms?, &rows[cold..])));
    let (init, rows) =
        found.ok_or_else(|| context.not_measured(Cell::at(workload, variant, memory_mb)))?;
    let warm = rows[1..].iter().filter(|row| row.start == Start::Warm);
    let calls: Vec<_> = rows[..1].iter().chain(warm).take(CALLS).collect();
    let architecture = context.architecture()?;
    let mut bill = Decimal::ZERO;
    let usd = calls.iter().map(|row| {
        bill = bill + Bill::of_call(prices, architecture, memory_mb, row.billed_ms);
        bill
    });
    Ok(Lane {
        variant,
        init,
        usd: usd.collect(),
        durations: calls.iter().map(|row| row.duration_ms).collect(),
    })
}
