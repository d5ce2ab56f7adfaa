//! `{{#provenance}}`: when, where and with what the shown figures were measured.

use crate::{
    figures::{
        context::Context,
        directive::{Directive, Replacement},
        provenance::rows_link,
    },
    html::escape,
};
use anyhow::Result;
use data::{CpuLimit, DynamoDbProtocol, Language, Run, Version};
use std::fmt::Write;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "provenance",
    usage: &[""],
    becomes: "when, where and with what the figures were measured, as a list",
    expand: provenance,
};

fn provenance(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    let run = &context.dataset.run;
    let Run {
        date,
        cpu_model,
        cores,
        machine,
        kernel,
        dynamodb,
        dynamodb_protocol,
        dynamodb_latency_ms,
        cold_files,
        git_revision,
        repetitions,
        cold,
        warm,
        pace_ms,
        ..
    } = run;
    let pace = pace_ms.map_or_else(String::new, |ms| format!(", {ms} ms apart"));
    let mut definitions = vec![
        ("Where", capitalised(context.measured_where())),
        ("When", date.clone()),
        (
            "Machine",
            format!("{cpu_model}, {cores} cores, {machine}, kernel {kernel}"),
        ),
        ("CPU limit", cpu_limit(run)),
    ];
    let languages = Language::ALL.iter();
    definitions.extend(languages.filter_map(|&language| software(language, run)));
    definitions.extend([
        (
            "DynamoDB",
            format!(
                "{dynamodb}, reached {}, {dynamodb_latency_ms} ms for each call",
                match dynamodb_protocol {
                    DynamoDbProtocol::Plain => "without encryption",
                    DynamoDbProtocol::Tls => "over TLS",
                }
            ),
        ),
        (
            "Function's files",
            if *cold_files {
                "Evicted from memory before each cold start"
            } else {
                "In memory since the function was first tried out"
            }
            .to_owned(),
        ),
        (
            "Invocations",
            format!(
                "{repetitions} repetitions of {cold} cold and {warm} warm starts for each function, variant and memory size, the variants taking turns{pace}"
            ),
        ),
        ("Libraries", libraries(run)),
        ("Git revision", git_revision.clone()),
    ]);
    let mut html = r#"<dl class="provenance">"#.to_owned();
    for (term, text) in definitions {
        let _ = write!(html, "<dt>{term}</dt><dd>{}</dd>", escape(&text));
    }
    let _ = write!(
        html,
        "<dt>Every invocation</dt><dd>{}</dd></dl>",
        rows_link(context)
    );
    Ok(Replacement::Block(html))
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

/// What else the functions are made of.
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
        CpuLimit::Aws => "AWS's own".to_owned(),
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
