//! Charts, a file each.

mod bill;
mod chart;
mod cold_start;
mod first_call;
mod init_by_language;
mod memory;
mod packages;
mod published_start;
mod warm_duration;

use crate::names;
use anyhow::{Result, anyhow};
use chart::Chart;

/// Every chart.
const CHARTS: &[&Chart] = &[
    &cold_start::CHART,
    &warm_duration::CHART,
    &memory::CHART,
    &published_start::CHART,
    &first_call::CHART,
    &init_by_language::CHART,
    &packages::ZIP,
    &packages::BUILD,
    &packages::LINES,
    &bill::CHART,
];

/// The chart of that name.
///
/// # Errors
/// There is none.
pub(super) fn find(name: &str) -> Result<&'static Chart> {
    let found = CHARTS.iter().find(|chart| chart.name == name);
    found.copied().ok_or_else(|| {
        let names = names::alternatives(CHARTS.iter().map(|chart| chart.name));
        anyhow!("`{name}` is unknown: use {names}")
    })
}
