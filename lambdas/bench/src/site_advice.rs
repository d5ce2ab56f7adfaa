//! Advice on how the site shows a run that it does not show by itself: one that is not local.

use data::RecordedRun;
use std::path::Path;

/// The setting with which the site shows a run of the folder `data`, and what the run lacks for that.
#[must_use]
pub fn advice(recorded: &RecordedRun, data: &Path) -> String {
    let is_committed = data == workspace::data();
    let copy = if is_committed {
        ""
    } else {
        "put its file and its row of runs.csv into data/measurements and "
    };
    let run_id = &recorded.run.run_id;
    let advice = format!(
        "To show this run on the site, {copy}name it in book.toml, below [preprocessor.figures]: run = \
         \"{run_id}\""
    );
    let missing = recorded.missing();
    let missing = missing.map(|(workload, variant)| format!("{workload} in {}", variant.label()));
    let missing: Vec<String> = missing.collect();
    if missing.is_empty() {
        return advice;
    }
    format!(
        "{advice}\nBut the site shows only what has every function in Rust and in Python, and this run \
         lacks {}.",
        missing.join(", ")
    )
}
