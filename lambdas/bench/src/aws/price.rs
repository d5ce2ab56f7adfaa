//! The cost of a run on AWS, estimated before it is made.

use crate::plan::Plan;
use anyhow::{Context, Result};
use cost::{Bill, Usage};
use data::{Architecture, Dataset, Invocation, Millis, Selection, Start, Variant, Workload};
use std::fmt;

/// An estimate: the list price of durations as measured locally.
#[derive(Clone, Debug)]
pub struct Estimate {
    invocations: u64,
    functions: usize,
    bill: Bill,
    region: String,
    run_id: String,
}

impl Estimate {
    /// Estimates a plan in a region, without the free tier. A memory size that was not measured counts
    /// with the durations of the next smaller one, or of the smallest.
    ///
    /// # Errors
    /// The region's prices are not known.
    pub fn of(
        plan: &Plan,
        dataset: &Dataset,
        region: &str,
        architecture: Architecture,
    ) -> Result<Self> {
        let prices = dataset.prices.region(region).context("--region")?;
        let invocations = plan.invocations();
        let mut gb_ms = 0.0;
        let mut functions = 0;
        for (workload, variant) in plan.functions() {
            functions += 1;
            for memory_mb in plan.sizes_of(workload) {
                for (start, count) in plan.counts_of(workload) {
                    let billed = mean_billed_ms(dataset, workload, variant, memory_mb, start);
                    let gb = f64::from(memory_mb) / 1024.0;
                    gb_ms += billed * gb * f64::from(count) * f64::from(plan.repetitions);
                }
            }
        }
        let usage = Usage::of_gb_ms(architecture, invocations, gb_ms);
        Ok(Self {
            invocations,
            functions,
            bill: Bill::of(prices, &usage),
            region: prices.code.clone(),
            run_id: dataset.run.run_id.clone(),
        })
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} invocations of {} functions: about {} USD at the list price of {}, for {} GB-s and \
             without the free tier. The durations are those of the local run {}: AWS's differ. \
             DynamoDB and logs are charged besides.",
            self.invocations,
            self.functions,
            self.bill.total(),
            self.region,
            self.bill.gb_seconds.round_half_up(0),
            self.run_id
        )
    }
}

/// INIT included.
fn mean_billed_ms(
    dataset: &Dataset,
    workload: Workload,
    variant: Variant,
    memory_mb: u32,
    start: Start,
) -> f64 {
    let sizes = dataset.memory_sizes();
    let smaller = sizes.range(..=memory_mb).next_back();
    let selection = Selection {
        workload,
        variant,
        memory_mb: smaller.or_else(|| sizes.first()).copied(),
        start,
    };
    let billed = |row: &Invocation| Some(Millis::from_micros(row.billed_ms * 1000).as_f64());
    let rows = selection.of(&dataset.invocations);
    data::Summary::of(rows, billed).map_or(0.0, |summary| summary.mean)
}
