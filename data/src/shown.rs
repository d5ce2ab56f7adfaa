//! Choice of the run that the site shows.

use crate::{Environment, Error, PythonBuild, RecordedRun, Run, Variant, Workload};
use std::collections::BTreeSet;

/// The languages that the talk compares: a run without one of them can't be shown.
const COMPARED: [Variant; 2] = [Variant::Rust, Variant::Python];

/// The run that is shown unless one is named: of the local ones that can be shown, the last of those
/// that have the most functions; `None` without such a run.
pub(crate) fn by_default(complete: &[RecordedRun]) -> Option<usize> {
    let candidates = complete.iter().enumerate();
    candidates
        .filter(|(_, recorded)| {
            recorded.run.environment == Environment::Local && obstacle(recorded).is_none()
        })
        .max_by_key(|(_, recorded)| functions(recorded).len())
        .map(|(index, _)| index)
}

/// The run of that id.
///
/// # Errors
/// There is none, it was interrupted, or it can't be shown.
pub(crate) fn named(
    run_id: &str,
    complete: &[RecordedRun],
    interrupted: &[Run],
) -> Result<usize, Error> {
    let refused = |reason: String| Error::Run {
        run_id: run_id.to_owned(),
        reason,
    };
    if let Some(run) = interrupted.iter().find(|run| run.run_id == run_id) {
        let way_out = match run.environment {
            Environment::Local => "continue with `cargo measure local --resume`",
            Environment::Aws => "measure again with `cargo measure aws`",
        };
        let reason = format!("it was interrupted: {way_out}, or name another run");
        return Err(refused(reason));
    }
    let Some(index) = complete.iter().position(|other| other.run.run_id == run_id) else {
        return Err(refused(format!(
            "it is not in measurements/runs.csv: {}",
            instead(complete)
        )));
    };
    match obstacle(&complete[index]) {
        None => Ok(index),
        Some(obstacle) => Err(refused(format!("{obstacle}: {}", instead(complete)))),
    }
}

/// Advice for a run that can't be shown.
fn instead(complete: &[RecordedRun]) -> String {
    let measure = "measure every function with `cargo measure local` or `cargo measure aws`";
    let can_be_shown = complete.iter().filter(|each| obstacle(each).is_none());
    let ids: Vec<&str> = can_be_shown.map(|each| each.run.run_id.as_str()).collect();
    if ids.is_empty() {
        return measure.to_owned();
    }
    format!(
        "name another run ({}) or none, or {measure}",
        ids.join(", ")
    )
}

/// Returns the reason why a complete run can't be shown, as a sentence about it; `None` if it can.
fn obstacle(recorded: &RecordedRun) -> Option<String> {
    if let Some(fault) = fault(&recorded.run) {
        return Some(format!("its Python {fault}"));
    }
    let missing: Vec<String> = recorded
        .missing()
        .map(|(workload, variant)| format!("{workload} in {}", variant.label()))
        .collect();
    (!missing.is_empty()).then(|| format!("it lacks {}", missing.join(", ")))
}

/// Returns what is known against a run's Python. Neither early runs nor AWS tell how it was built.
fn fault(run: &Run) -> Option<String> {
    PythonBuild::of(run).and_then(|build| build.fault())
}

/// Returns whether a run is one of the local Lambda with nothing known against its Python.
pub(crate) fn is_local_and_sound(run: &Run) -> bool {
    run.environment == Environment::Local && fault(run).is_none()
}

/// The functions of a run that are compared.
fn functions(recorded: &RecordedRun) -> BTreeSet<(Workload, Variant)> {
    let rows = recorded.invocations.iter();
    let compared = rows.filter(|row| !row.workload.is_control());
    compared.map(|row| (row.workload, row.variant)).collect()
}

impl RecordedRun {
    /// The functions without which it can't be shown and that it does not have: each workload that is
    /// compared, in the two languages that the talk compares.
    pub fn missing(&self) -> impl Iterator<Item = (Workload, Variant)> {
        let functions = functions(self);
        let needed =
            Workload::compared().flat_map(|workload| COMPARED.map(|variant| (workload, variant)));
        needed.filter(move |function| !functions.contains(function))
    }
}
