//! `{{#provenance}}`: when, where and with what the shown figures were measured.

use crate::{
    figures::{
        context::Context, directive::Directive, provenance::rows_link, replacement::Replacement,
    },
    html::escape,
};
use anyhow::Result;
use data::{CpuLimit, DynamoDbProtocol, Language, Place, Run, Version};
use std::fmt::Write;

/// A term and what it stands for.
type Definition = (&'static str, String);

pub(super) const DIRECTIVE: Directive = Directive {
    name: "provenance",
    usage: &[""],
    becomes: "when, where and with what the figures were measured, as a list",
    expand: provenance,
};

fn provenance(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    let run = &context.dataset.run;
    let (machine, conditions) = match run.place() {
        Place::Local => (machine(run), conditions(run)),
        Place::Aws => (deployed(run), vec![("DynamoDB", run.dynamodb.clone())]),
        Place::Endpoint(_) => (deployed(run), Vec::new()),
    };
    let languages = Language::ALL.iter();
    let languages = languages.filter_map(|&language| software(language, run));
    let mut definitions = vec![
        ("Where", capitalised(&context.measured_where())),
        ("When", run.date.clone()),
    ];
    definitions.extend(machine.into_iter().chain(languages).chain(conditions));
    definitions.extend([
        ("Invocations", invocations(run, context)),
        ("Libraries", libraries(run)),
        ("Git revision", run.git_revision.clone()),
    ]);
    definitions.retain(|(_, text)| !text.is_empty());
    let mut html = r#"<dl class="provenance">"#.to_owned();
    for (term, text) in definitions {
        let _ = write!(html, "<dt>{term}</dt><dd>{}</dd>", escape(&text));
    }
    let _ = write!(
        html,
        "<dt>Every invocation</dt><dd>{}</dd></dl>",
        rows_link(run, context)
    );
    Ok(Replacement::Block(html))
}

/// The machine of a local run.
fn machine(run: &Run) -> Vec<Definition> {
    let Run {
        cpu_model,
        cores,
        machine,
        kernel,
        ..
    } = run;
    let text = format!("{cpu_model}, {cores} cores, {machine}, kernel {kernel}");
    vec![("Machine", text), ("CPU limit", cpu_limit(run))]
}

/// The region and architecture of deployed functions.
fn deployed(run: &Run) -> Vec<Definition> {
    vec![("Deployed", run.ran_on())]
}

/// The conditions of a local run besides its machine.
fn conditions(run: &Run) -> Vec<Definition> {
    let Run {
        dynamodb,
        dynamodb_protocol,
        dynamodb_latency_ms,
        ..
    } = run;
    let protocol = match dynamodb_protocol {
        DynamoDbProtocol::Plain => "without encryption",
        DynamoDbProtocol::Tls => "over TLS",
    };
    let files = if run.cold_files {
        "Evicted from memory before each cold start"
    } else {
        "In memory since the function was first tried out"
    };
    vec![
        (
            "DynamoDB",
            format!("{dynamodb}, reached {protocol}, {dynamodb_latency_ms} ms for each call"),
        ),
        ("Function's files", files.to_owned()),
    ]
}

/// The plan of a run, or how many invocations were found in a log.
fn invocations(run: &Run, context: &Context) -> String {
    let Run {
        repetitions,
        cold,
        warm,
        pace_ms,
        ..
    } = run;
    if !run.is_planned() {
        let found = context.dataset.invocations.len();
        return format!("{found}, from existing REPORT lines");
    }
    let pace = pace_ms.map_or_else(String::new, |ms| format!(", {ms} ms apart"));
    format!(
        "{repetitions} repetitions of {cold} cold and {warm} warm starts for each function, variant and \
         memory size, the variants taking turns{pace}"
    )
}

/// A language and the versions of what its functions are compiled with or run by: the first without
/// its name, which the language's own says. `None` if the run has none of it.
fn software(language: Language, run: &Run) -> Option<(&'static str, String)> {
    let [first, others @ ..] = language.software() else {
        return None;
    };
    let mut text = run.version(first)?.to_owned();
    for name in others {
        if let Some(version) = run.version(name) {
            let _ = write!(text, ", {name} {version}");
        }
    }
    Some((language.label(), text))
}

/// The functions' libraries and their versions.
fn libraries(run: &Run) -> String {
    let is_named = |name: &str| {
        let mut languages = Language::ALL.iter();
        languages.any(|language| language.software().contains(&name))
    };
    let versions = run.versions.iter();
    let others = versions.filter(|version| !is_named(&version.name));
    let others = others.map(|Version { name, version }| format!("{name} {version}"));
    others.collect::<Vec<_>>().join(", ")
}

fn cpu_limit(run: &Run) -> String {
    let share = "MB / 1769 of one CPU after INIT";
    let period = run
        .cpu_period_ms
        .map(|ms| format!(", in periods of {ms} ms"))
        .unwrap_or_default();
    match run.cpu_limit {
        CpuLimit::CgroupV1 => format!("{share}{period} (control group v1)"),
        CpuLimit::CgroupV2 => format!("{share}{period} (control group v2)"),
        CpuLimit::None => "none: memory sizes differ in name only".to_owned(),
        // No local run has it.
        CpuLimit::Aws => String::new(),
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(chars)
        .collect()
}
