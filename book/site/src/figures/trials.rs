//! Cold starts of functions that are changed in one thing, for the directives and charts that show them.

use super::{captioned_table::marked_note, context::Context, format::day};
use crate::html::escape;
use anyhow::{Context as _, Result};
use data::{Origin, Summary, Trial, TrialFigure, TrialStart, Variant};

/// A full CPU in MB, which INIT has at every memory size.
pub(super) const FULL_CPU_MB: u32 = 1769;

/// Reads a memory size in MB.
pub(super) fn memory_of(text: &str) -> Result<u32> {
    text.parse()
        .with_context(|| format!("`{text}` is not a memory size: write it in MB"))
}

/// The trials of `light`'s first call, the language, and what each changes.
pub(super) const FIRST_CALL: [(Trial, Variant, &str); 9] = [
    (Trial::Light, Variant::Rust, "the SDK as it comes"),
    (Trial::LightPlain, Variant::Rust, "without TLS"),
    (
        Trial::LightOneRoot,
        Variant::Rust,
        "one root certificate to read",
    ),
    (
        Trial::LightRandom,
        Variant::Rust,
        "a random number drawn in INIT",
    ),
    (
        Trial::LightNoJitter,
        Variant::Rust,
        "AWS-LC without CPU jitter",
    ),
    (Trial::LightRing, Variant::Rust, "ring as the TLS provider"),
    (Trial::LightConnection, Variant::Rust, "connected in INIT"),
    (Trial::LightPython, Variant::Python, "boto3 as it comes"),
    (
        Trial::LightPythonConnection,
        Variant::Python,
        "connected in INIT",
    ),
];

/// The median in ms of a figure of a trial.
pub(super) fn median(
    context: &Context,
    trial: Trial,
    memory_mb: u32,
    figure: TrialFigure,
) -> Result<f64> {
    Ok(summary(context, trial, memory_mb, figure)?.median)
}

/// Summarises a figure of a trial.
pub(super) fn summary(
    context: &Context,
    trial: Trial,
    memory_mb: u32,
    figure: TrialFigure,
) -> Result<Summary> {
    let summary = Summary::of_trial(&context.dataset.trials, trial, memory_mb, figure);
    summary.with_context(|| {
        format!(
            "data/measurements/trials.csv has no cold start of `{trial}` at {memory_mb} MB: run \
             `cargo measure trials`"
        )
    })
}

/// A note on how the trials were measured, as HTML.
pub(super) fn measured(context: &Context) -> Result<String> {
    let trials = &context.dataset.trials;
    let TrialStart {
        date,
        cpu_model,
        versions,
        trial,
        memory_mb,
        ..
    } = trials
        .first()
        .context("there are no trials: run `cargo measure trials`")?;
    let same = |start: &&TrialStart| (&start.trial, &start.memory_mb) == (trial, memory_mb);
    let count = trials.iter().filter(same).count();
    let version = |name: &str| {
        let found = versions.iter().find(|each| each.name == name);
        found.map(|each| format!(" · {name} {}", each.version))
    };
    let software = ["rustc", "python", "openssl", "aws-sdk-dynamodb"];
    let software: String = software.iter().filter_map(|name| version(name)).collect();
    Ok(marked_note(
        Origin::Measured,
        &escape(&format!(
            "Medians of {count} cold starts each, in turn, on a local Lambda, not on AWS · {} · {cpu_model}{software}",
            day(date),
        )),
    ))
}
