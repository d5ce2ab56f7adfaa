//! The cost of a run on AWS, estimated before it is made.

use crate::plan::Plan;
use anyhow::{Context, Result};
use cost::Bill;
use data::{Architecture, Dataset, Selection, Start, Variant, Workload};
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
        let mut ms_mb = 0;
        let mut functions = 0;
        for (workload, variant) in plan.functions() {
            functions += 1;
            for memory_mb in plan.sizes_of(workload) {
                for (start, count) in plan.counts_of(workload) {
                    let (sum_ms, rows) = billed_ms(dataset, workload, variant, memory_mb, start);
                    let times_mb =
                        u128::from(count) * u128::from(plan.repetitions) * u128::from(memory_mb);
                    let of_cell = u128::from(sum_ms) * times_mb;
                    ms_mb += of_cell.checked_div(rows).unwrap_or_default();
                }
            }
        }
        Ok(Self {
            invocations,
            functions,
            bill: Bill::at_list_price(prices, architecture, invocations, ms_mb),
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

/// The sum of the billed durations in ms, INIT included, and how many these are.
fn billed_ms(
    dataset: &Dataset,
    workload: Workload,
    variant: Variant,
    memory_mb: u32,
    start: Start,
) -> (u64, u128) {
    let sizes = dataset.memory_sizes();
    let smaller = sizes.range(..=memory_mb).next_back();
    let selection = Selection {
        workload,
        variant,
        memory_mb: smaller.or_else(|| sizes.first()).copied(),
        start,
    };
    let rows = selection.of(&dataset.invocations);
    rows.fold((0, 0), |(sum, rows), row| (sum + row.billed_ms, rows + 1))
}
