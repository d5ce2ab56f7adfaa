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
use data::{CpuLimit, Run};
use std::fmt::Write;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "provenance",
    usage: &[""],
    becomes: "when, where and with what the figures were measured, as a list",
    expand: provenance,
};

fn provenance(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    let Run {
        date,
        cpu_model,
        cores,
        machine,
        kernel,
        dynamodb,
        dynamodb_latency_ms,
        rustc,
        lambda_runtime,
        aws_sdk_dynamodb,
        python,
        awslambdaric,
        boto3,
        git_revision,
        repetitions,
        cold,
        warm,
        packages,
        pace_ms,
        ..
    } = &context.dataset.run;
    let pace = pace_ms.map_or_else(String::new, |ms| format!(", {ms} ms apart"));
    let definitions = [
        ("Where", capitalised(context.measured_where())),
        ("When", date.clone()),
        (
            "Machine",
            format!("{cpu_model}, {cores} cores, {machine}, kernel {kernel}"),
        ),
        ("CPU limit", cpu_limit(&context.dataset.run)),
        (
            "Rust",
            format!(
                "{rustc}, lambda_runtime {lambda_runtime}, aws-sdk-dynamodb {aws_sdk_dynamodb}"
            ),
        ),
        (
            "Python",
            format!("{python}, awslambdaric {awslambdaric}, boto3 {boto3}"),
        ),
        (
            "DynamoDB",
            format!("{dynamodb}, {dynamodb_latency_ms} ms added to each call"),
        ),
        (
            "Invocations",
            format!(
                "{repetitions} repetitions of {cold} cold and {warm} warm starts for each function, variant and memory size, the variants taking turns{pace}"
            ),
        ),
        ("Libraries", packages.join(", ").replace('=', " ")),
        ("Git revision", git_revision.clone()),
    ];
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
