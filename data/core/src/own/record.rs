//! Figures of a record, by the names that its form gives them.

use super::{
    call::{Call, Means},
    facts,
    fields::{Context, Record, function_of_arn, read},
    found::{Found, Kind},
    number::{millis, whole},
};
use crate::{Millis, Percentile, Percentiles, Start, report_line::START};

/// The names under which a form has the figures of an invocation.
struct Form {
    kind: Kind,
    duration: &'static str,
    billed: &'static str,
    init: &'static str,
    restore: &'static str,
    billed_restore: &'static str,
    memory: &'static str,
    /// Number of the memory's units in a MB.
    per_mb: u64,
    /// CPU time in ms, where the form has it.
    cpu: &'static str,
}

/// Every form in which an invocation is one record. One that is like another in part comes after it.
const FORMS: [Form; 4] = [
    Form {
        kind: Kind::JsonLogs,
        duration: "record.metrics.durationMs",
        billed: "record.metrics.billedDurationMs",
        init: "record.metrics.initDurationMs",
        restore: "record.metrics.restoreDurationMs",
        billed_restore: "record.metrics.billedRestoreDurationMs",
        memory: "record.metrics.memorySizeMB",
        per_mb: 1,
        cpu: "",
    },
    Form {
        kind: Kind::LogsInsights,
        duration: "@duration",
        billed: "@billedDuration",
        init: "@initDuration",
        restore: "@restoreDuration",
        billed_restore: "@billedRestoreDuration",
        memory: "@memorySize",
        // Not of 2^20 bytes: 128 MB are 1.28E8. Source: rows of the console.
        per_mb: 1_000_000,
        cpu: "",
    },
    Form {
        kind: Kind::LambdaInsights,
        duration: "duration",
        billed: "billed_duration",
        init: "init_duration",
        restore: "restore_duration",
        billed_restore: "billed_restore_duration",
        memory: "total_memory",
        per_mb: 1,
        cpu: "cpu_total_time",
    },
    Form {
        kind: Kind::Rows,
        duration: "duration_ms",
        billed: "billed_ms",
        init: "init_ms",
        restore: "",
        billed_restore: "",
        memory: "memory_mb",
        per_mb: 1,
        cpu: "cpu_ms",
    },
];

/// Names of the field with a log's text.
const MESSAGE: [&str; 2] = ["@message", "message"];
const REQUEST_ID: [&str; 4] = ["record.requestId", "@requestId", "requestId", "request_id"];
const TYPE: [&str; 2] = ["type", "@type"];
/// Returns whether a column's name is one by which a table is told.
pub(super) fn is_known(name: &str) -> bool {
    let is_of = |form: &Form| name == form.duration || name == form.memory;
    MESSAGE.contains(&name) || facts::is_known(name) || FORMS.iter().any(is_of)
}

/// Takes an event that is no report; `false` if the record may have figures.
pub(super) fn take_event(record: &Record, context: &Context, found: &mut Found) -> bool {
    match record.get(&TYPE) {
        Some("platform.initStart") => {
            if let Some(name) = &context.function {
                let runtime = record.get(&["record.runtimeVersion"]);
                found.name_function(name, runtime);
            }
            true
        }
        Some("platform.start") => {
            let arn = record.get(&["record.functionArn"]).unwrap_or_default();
            if let Some(name) = function_of_arn(arn) {
                found.name_function(name, None);
                found.name_request(record.get(&REQUEST_ID), name);
            }
            true
        }
        Some("platform.report" | "REPORT") | None => false,
        // A table's row of a line that is no report, such as START.
        Some(other) => other.starts_with("platform.") || record.has("@type"),
    }
}

/// Text of a record that may hold figures: a REPORT line, or an event in JSON.
pub(super) fn message<'a>(record: &'a Record) -> Option<&'a str> {
    let message = record.get(&MESSAGE)?;
    (message.contains(START) || message.starts_with(['{', '['])).then_some(message)
}

/// Takes the figures of a record; `false` if it is of no known form.
pub(super) fn take_figures(record: &Record, context: &Context, found: &mut Found) -> bool {
    if let Some(fact) = (!record.has("billed_ms"))
        .then(|| facts::of(record))
        .flatten()
    {
        match fact {
            Ok(fact) => found.fact(fact),
            Err(reason) => found.skip(record.line, reason),
        }
        return true;
    }
    if record.has("calls") && record.has("memory_mb") {
        match means(record, context.function.clone()) {
            Ok(means) => found.means(Kind::LogsInsights, record.line, means),
            Err(reason) => found.skip(record.line, reason),
        }
        return true;
    }
    let is_of = |form: &&Form| {
        record.has(form.duration)
            && match form.kind {
                Kind::JsonLogs | Kind::LogsInsights => true,
                Kind::LambdaInsights => record.has(form.memory) && record.has("function_name"),
                Kind::Rows => record.has("start"),
                Kind::Reports | Kind::PowerTuning => false,
            }
    };
    let Some(form) = FORMS.iter().find(is_of) else {
        return false;
    };
    take_call(record, form, context, found);
    true
}

fn take_call(record: &Record, form: &Form, context: &Context, found: &mut Found) {
    let is_row_of_another_line = record
        .get(&[form.duration, form.billed, form.memory, "error"])
        .is_none();
    if is_row_of_another_line {
        return;
    }
    let key = {
        let time = context.time.as_deref().unwrap_or_default();
        let id = record.get(&REQUEST_ID).unwrap_or_default();
        let named = [form.duration, form.billed, form.memory, form.init];
        let figures = named.map(|name| record.get(&[name]).unwrap_or_default());
        (!id.is_empty()).then(|| [&[time, id][..], &figures].concat().join(" "))
    };
    if found.is_repeated(key) {
        return;
    }
    if record.has_failed() {
        found.failed(form.kind);
        return;
    }
    let is_report = record.get(&TYPE).is_some();
    if is_report && record.get(&[form.billed, form.memory]).is_none() {
        found.unbilled(form.kind);
        return;
    }
    let call = call(record, form, context);
    match call.and_then(Call::checked) {
        Ok(call) => found.call(form.kind, record.get(&REQUEST_ID), call),
        Err(reason) => found.skip(record.line, reason),
    }
}

fn call(record: &Record, form: &Form, context: &Context) -> Result<Call, String> {
    let is_ours = match form.kind {
        Kind::Rows => true,
        Kind::JsonLogs
        | Kind::LogsInsights
        | Kind::LambdaInsights
        | Kind::Reports
        | Kind::PowerTuning => false,
    };
    let optional = |name: &'static str| -> Result<Option<Millis>, String> {
        record
            .get(&[name])
            .map(|text| read(name, text, millis(text), MS))
            .transpose()
    };
    let memory = record.required(form.memory)?;
    let in_mb = whole(memory).filter(|units| units % form.per_mb == 0);
    let in_mb = in_mb.and_then(|units| u32::try_from(units / form.per_mb).ok());
    let expected = if form.per_mb == 1 {
        "a whole number of MB"
    } else {
        "a memory size in bytes"
    };
    let billed = record.required(form.billed)?;
    let duration = record.required(form.duration)?;
    let restore = optional(form.restore)?;
    let call = Call {
        function: context.function.clone(),
        variant: is_ours.then(|| record.parsed("variant")).transpose()?,
        memory_mb: read(form.memory, memory, in_mb, expected)?,
        duration: read(form.duration, duration, millis(duration), MS)?,
        billed_ms: read(form.billed, billed, whole(billed), "a whole number of ms")?,
        init: if restore.is_some() {
            restore
        } else {
            optional(form.init)?
        },
        billed_restore: optional(form.billed_restore)?,
        cpu: optional(form.cpu)?,
    };
    if is_ours {
        check_ours(record, &call)?;
    }
    Ok(call)
}

const MS: &str = "a duration in ms";

/// Checks what our own schema also demands of a row.
fn check_ours(record: &Record, call: &Call) -> Result<(), String> {
    let is_cold = record.parsed::<Start>("start")? == Start::Cold;
    if is_cold != call.init.is_some() {
        return Err("`init_ms` must be in a cold start's row, and in no other".to_owned());
    }
    // REPORT lines round both durations, so their sum may miss the billed one by 1 ms.
    let most = Millis::billed_ms(call.duration, call.init).saturating_add(1);
    if !(call.duration.micros() / 1000..=most).contains(&call.billed_ms) {
        return Err("`billed_ms` does not fit the durations beside it".to_owned());
    }
    let name = call.function.as_deref().unwrap_or_default();
    if name.is_empty() || name.len() > 64 || name.chars().any(char::is_control) {
        return Err("`workload` must be a name of 1 to 64 letters".to_owned());
    }
    Ok(())
}

/// A row of the query that the site hands out: a function at one memory size.
fn means(record: &Record, function: Option<String>) -> Result<Means, String> {
    let number = |name: &'static str| {
        let text = record.required(name)?;
        read(name, text, whole(text), "a whole number")
    };
    let duration = |name: &'static str| -> Result<Option<Millis>, String> {
        record
            .get(&[name])
            .map(|text| read(name, text, millis(text), MS))
            .transpose()
    };
    let percentile = |name| {
        let ms = duration(name)?;
        Ok::<_, String>(ms.map(|ms| Percentile { ms, interval: None }))
    };
    let memory = number("memory_mb")?;
    let mean = record.required("duration_ms")?;
    Means {
        function,
        memory_mb: u32::try_from(memory).unwrap_or(u32::MAX),
        counts: Some((number("calls")?, number("cold")?, number("billed_ms")?)),
        duration: read("duration_ms", mean, millis(mean), MS)?,
        init: duration("init_ms")?,
        percentiles: Percentiles {
            p50: percentile("p50_ms")?,
            p95: None,
            p99: percentile("p99_ms")?,
        },
    }
    .checked()
}
