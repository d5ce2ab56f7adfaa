//! The distribution of warm durations.

use crate::{
    markup::{Row, table},
    text::milliseconds,
};
use cost::Comparison;
use data_core::{Decimal, Percentile};
use yew::prelude::*;

/// Median, 95th and 99th percentile of every variant, each with its confidence interval.
pub fn percentiles(comparison: &Comparison) -> Html {
    let head = ["Warm duration", "p50", "p95", "p99"];
    let mut rows: Vec<Row> = Vec::new();
    for month in &comparison.months {
        let known = &month.timing.percentiles;
        rows.push(vec![
            month.variant().label().to_owned(),
            shown(known.p50),
            shown(known.p95),
            shown(known.p99),
        ]);
    }
    let name = "Percentiles of warm durations";
    let words = "Percentiles of warm calls as measured, without the wait for other services: \
                half of the calls took p50 or less. In brackets: the 95 % confidence interval from \
                repetitions, where there were any.";
    html! {
        <>
            { table(name, &head.map(str::to_owned), &rows, &[]) }
            <p class="calculator-provenance">{ words }</p>
        </>
    }
}

fn shown(percentile: Option<Percentile>) -> String {
    let Some(Percentile { ms, interval }) = percentile else {
        return "not known".to_owned();
    };
    let ms_of = |value: data_core::Millis| milliseconds(Decimal::new(value.micros().into(), 3));
    match interval {
        None => ms_of(ms),
        Some((low, high)) => format!("{} ({} to {})", ms_of(ms), ms_of(low), ms_of(high)),
    }
}
