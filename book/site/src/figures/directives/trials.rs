//! `{{#trials …}}` and `{{#trial …}}`: cold starts of functions that are changed in one thing.

use crate::figures::{
    captioned_table::captioned_table,
    context::Context,
    directive::Directive,
    format::{ms, three_digits},
    replacement::Replacement,
    trials::{FIRST_CALL, FULL_CPU_MB, measured, median, memory_of, summary},
};
use anyhow::Result;
use data::{Origin, Summary, Trial, TrialFigure};

pub(super) const TABLES: Directive = Directive {
    name: "trials",
    usage: &["init", "files", "first-call MEMORY"],
    becomes: "what INIT is spent on in Rust, what reading files from the disk takes, or what changes \
              the first call of `light`, as a table",
    expand: tables,
};

pub(super) const FIGURE: Directive = Directive {
    name: "trial",
    usage: &["TRIAL MEMORY FIGURE", "less TRIAL TRIAL MEMORY FIGURE"],
    becomes: "the median of a trial's cold starts, or how much less the second trial's is than the \
              first's",
    expand: figure,
};

fn figure(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let of = |trial: &str, memory: &str, figure: &str| {
        median(context, trial.parse()?, memory_of(memory)?, figure.parse()?)
    };
    let value = match *arguments {
        [trial, memory, figure] => of(trial, memory, figure)?,
        ["less", first, second, memory, figure] => {
            of(first, memory, figure)? - of(second, memory, figure)?
        }
        _ => return Err(FIGURE.misused()),
    };
    Ok(Replacement::Figure(Origin::Measured, ms(value)))
}

fn tables(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let table = match *arguments {
        ["init"] => init(context)?,
        ["files"] => files(context)?,
        ["first-call", memory] => first_call(context, memory_of(memory)?)?,
        _ => return Err(TABLES.misused()),
    };
    Ok(Replacement::Block(table))
}

/// The steps of INIT: each does more than the one before.
const INIT: [(Trial, &str); 4] = [
    (
        Trial::Hello,
        "Start the process and the runtime client: all of hello",
    ),
    (Trial::RecordOneRoot, "Set up AWS's SDK"),
    (Trial::RecordLate, "Read the system's root certificates"),
    (Trial::Record, "Connect to DynamoDB"),
];

fn init(context: &Context) -> Result<String> {
    let mut rows = Vec::new();
    let mut before = 0.0;
    for (trial, does) in INIT {
        let sum = median(context, trial, FULL_CPU_MB, TrialFigure::InitCpu)?;
        rows.push([does.to_owned(), ms(sum - before), ms(sum)]);
        before = sum;
    }
    let name = "CPU time of INIT in Rust, by what it is spent on";
    let header = ["Step of INIT", "CPU time", "Cumulative"];
    Ok(captioned_table(name, header, &rows, &measured(context)?))
}

/// A function whose files are read from the disk, and the same with its files in memory.
const FILES: [(&str, Trial, Trial); 4] = [
    ("hello in Rust", Trial::Hello, Trial::HelloKept),
    (
        "hello in Python",
        Trial::HelloPython,
        Trial::HelloPythonKept,
    ),
    ("light in Rust", Trial::Light, Trial::LightKept),
    (
        "light in Python",
        Trial::LightPython,
        Trial::LightPythonKept,
    ),
];

fn files(context: &Context) -> Result<String> {
    let mut rows = Vec::new();
    for (function, from_disk, in_memory) in FILES {
        let init = |trial| median(context, trial, FULL_CPU_MB, TrialFigure::Init);
        let (from_disk, in_memory) = (init(from_disk)?, init(in_memory)?);
        rows.push([function.to_owned(), ms(in_memory), ms(from_disk)]);
    }
    let name = "Init duration with a function's files in memory and on disk";
    let header = ["Function", "In memory", "On disk"];
    Ok(captioned_table(name, header, &rows, &measured(context)?))
}

fn first_call(context: &Context, memory_mb: u32) -> Result<String> {
    let mut rows = Vec::new();
    for (trial, language, change) in FIRST_CALL {
        let of = |figure| Ok::<_, anyhow::Error>(ms(median(context, trial, memory_mb, figure)?));
        rows.push([
            format!("{}, {change}", language.label()),
            of(TrialFigure::Init)?,
            of(TrialFigure::FirstCall)?,
            of(TrialFigure::Total)?,
            extremes(context, trial, memory_mb, TrialFigure::Total)?,
            of(TrialFigure::FirstCallCpu)?,
        ]);
    }
    let name = format!("A cold start of light at {memory_mb} MB, with one thing changed");
    let header = [
        "Function",
        "Init",
        "First call",
        "Start to answer",
        "Range",
        "CPU of the call",
    ];
    Ok(captioned_table(&name, header, &rows, &measured(context)?))
}

/// The shortest and the longest of a trial's cold starts, as text.
fn extremes(
    context: &Context,
    trial: Trial,
    memory_mb: u32,
    figure: TrialFigure,
) -> Result<String> {
    let Summary { min, max, .. } = summary(context, trial, memory_mb, figure)?;
    Ok(format!("{} to {}", three_digits(min), ms(max)))
}
