//! The forms in which people have their figures: the same three invocations in each.

use data_core::{
    Decimal, Variant,
    own::{Counts, Kind, Own, read, read_all},
};

/// 100.50 ms cold with 200.25 of INIT, then 20.25 and 30.00 ms warm: 301 + 21 + 30 billed.
const REPORTS: &str = "\
START RequestId: a1 Version: $LATEST
REPORT RequestId: a1\tDuration: 100.50 ms\tBilled Duration: 301 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tInit Duration: 200.25 ms\t
REPORT RequestId: a2\tDuration: 20.25 ms\tBilled Duration: 21 ms\tMemory Size: 512 MB\tMax Memory Used: 91 MB\t
REPORT RequestId: a3\tDuration: 30.00 ms\tBilled Duration: 30 ms\tMemory Size: 512 MB\tMax Memory Used: 91 MB\tXRAY TraceId: 1-5\tSegmentId: 7\tSampled: true
";

/// The same as events of the JSON log format.
const EVENTS: [&str; 5] = [
    r#"{"time":"2026-09-10T03:00:00Z","type":"platform.initStart","record":{"functionName":"orders","runtimeVersion":"python:3.13.v74"}}"#,
    r#"{"time":"2026-09-10T03:00:01Z","type":"platform.report","record":{"requestId":"a1","metrics":{"durationMs":100.5,"billedDurationMs":301,"memorySizeMB":512,"maxMemoryUsedMB":90,"initDurationMs":200.25},"status":"success"}}"#,
    r#"{"time":"2026-09-10T03:00:02Z","type":"platform.runtimeDone","record":{"requestId":"a2","metrics":{"durationMs":20.0,"producedBytes":9},"status":"success"}}"#,
    r#"{"time":"2026-09-10T03:00:02Z","type":"platform.report","record":{"requestId":"a2","metrics":{"durationMs":20.25,"billedDurationMs":21.0,"memorySizeMB":512,"maxMemoryUsedMB":91},"status":"success"}}"#,
    r#"{"time":"2026-09-10T03:00:03Z","type":"platform.report","record":{"requestId":"a3","metrics":{"durationMs":30.0,"billedDurationMs":30,"memorySizeMB":512,"maxMemoryUsedMB":91},"status":"success"}}"#,
];

fn reports() -> Vec<&'static str> {
    let lines = REPORTS.lines();
    lines.filter(|line| line.starts_with("REPORT")).collect()
}

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// The records, each written by `write`, in a list.
fn list(records: &[&str], write: impl Fn(&str) -> String) -> String {
    let records: Vec<String> = records.iter().map(|record| write(record)).collect();
    ["[", &records.join(", "), "]"].concat()
}

/// JSON over several lines.
fn pretty(json: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    serde_json::to_string_pretty(&value).unwrap()
}

fn insights_json(rows: &[[(&str, &str); 6]]) -> String {
    let row = |row: &[(&str, &str); 6]| {
        let fields = row.iter().filter(|(_, value)| !value.is_empty());
        let fields =
            fields.map(|(field, value)| format!(r#"{{"field":"{field}","value":"{value}"}}"#));
        format!("[{}]", fields.collect::<Vec<_>>().join(","))
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!(
        r#"{{"results":[{}],"statistics":{{"recordsMatched":3.0}},"status":"Complete"}}"#,
        rows.join(",")
    )
}

fn insights_row(
    duration: &'static str,
    billed: &'static str,
    init: &'static str,
) -> [(&'static str, &'static str); 6] {
    [
        ("@log", "111122223333:/aws/lambda/orders"),
        ("@duration", duration),
        ("@billedDuration", billed),
        ("@initDuration", init),
        ("@memorySize", "5.12E8"),
        ("@maxMemoryUsed", "9.1E7"),
    ]
}

fn is_the_three(name: &str, text: &str, kind: Kind, function: Option<&str>) {
    let own = read(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
    assert_eq!(
        (own.failed, own.unbilled, &own.skipped[..]),
        (0, 0, &[][..]),
        "{name}"
    );
    assert_eq!(own.kinds, [kind], "{name}");
    let [cell] = &own.cells[..] else {
        panic!("{name}: {own:?}\n{text}");
    };
    assert_eq!(cell.function.as_deref(), function, "{name}");
    assert_eq!(cell.memory_mb, 512, "{name}");
    let counts = Counts {
        invocations: 3,
        cold: 1,
        billed_ms: 352,
    };
    assert_eq!(cell.counts, Some(counts), "{name}\n{text}");
    assert_eq!(cell.mean_duration.to_string(), "50.250", "{name}");
    assert_eq!(cell.mean_init.unwrap().to_string(), "200.250", "{name}");
}

#[test]
fn report_lines_are_found_in_whatever_holds_them() {
    let event = |text: &str| {
        format!(
            r#"{{"logStreamName":"s","timestamp":1,"message":{},"eventId":"3"}}"#,
            quoted(text)
        )
    };
    let events = list(&reports(), event);
    let in_csv = |text: &&str| format!("1789182187000,\"{text}\n\"\n");
    let csv: String = reports().iter().map(in_csv).collect();
    let in_markdown = |text: &&str| format!("| 2026-09-12 | {} |\n", text.replace('\t', " "));
    let markdown: String = reports().iter().map(in_markdown).collect();
    let in_colour = |text: &&str| {
        format!(
            "\u{1b}[33m2026-09-12T03:05:00\u{1b}[0m \u{1b}[36m2026/09/12/[$LATEST]0f1e\u{1b}[0m {text}\n"
        )
    };
    for (name, text) in [
        ("as they are", REPORTS.to_owned()),
        ("with spaces for tabs", REPORTS.replace('\t', "  ")),
        ("with nothing for tabs", REPORTS.replace('\t', "")),
        (
            "with units attached",
            REPORTS.replace(" ms", "ms").replace(" MB", "MB"),
        ),
        ("a field a line", REPORTS.replace('\t', "\n")),
        ("a field a line, indented", REPORTS.replace('\t', "\n    ")),
        ("line ends of Windows", REPORTS.replace('\n', "\r\n")),
        ("coloured", reports().iter().map(in_colour).collect()),
        (
            "filter-log-events",
            format!(r#"{{"events":{events},"searchedLogStreams":[]}}"#),
        ),
        (
            "the same over several lines",
            pretty(&format!(r#"{{"events":{events}}}"#)),
        ),
        (
            "a subscription's",
            format!(r#"{{"messageType":"DATA_MESSAGE","logEvents":{events}}}"#),
        ),
        ("a list of texts", list(&reports(), quoted)),
        ("JSON in a string", quoted(&events)),
        ("the console's CSV", format!("timestamp,message\n{csv}")),
        (
            "the console's Markdown",
            format!(
                "**CloudWatch Logs Insights**\nregion: eu-west-1\n\n| @timestamp | @message |\n| --- | --- |\n{markdown}"
            ),
        ),
        ("with a byte order mark", format!("\u{feff}{REPORTS}")),
    ] {
        is_the_three(name, &text, Kind::Reports, None);
    }
}

#[test]
fn a_log_group_names_the_function_of_its_lines() {
    let event = |text: &str| format!(r#"{{"message":{}}}"#, quoted(text));
    let text = format!(
        r#"{{"logGroup":"/aws/lambda/orders","logEvents":{}}}"#,
        list(&reports(), event)
    );
    is_the_three("a subscription's", &text, Kind::Reports, Some("orders"));
}

#[test]
fn events_of_the_json_log_format_are_found_in_whatever_holds_them() {
    let lines = EVENTS.join("\n");
    let twice: Vec<String> = EVENTS
        .iter()
        .map(|event| format!("{}\n{event}", pretty(event)))
        .collect();
    let in_csv = |event: &&str| format!("1789182187000,\"{}\"\n", event.replace('"', "\"\""));
    let message = |event: &str| format!(r#"{{"timestamp":1,"message":{}}}"#, quoted(event));
    for (name, text) in [
        ("a line each", lines.clone()),
        ("pretty", EVENTS.map(pretty).join("\n")),
        ("an array", list(&EVENTS, str::to_owned)),
        ("a pretty array", pretty(&list(&EVENTS, str::to_owned))),
        ("the console's copy", twice.join("\n")),
        ("twice", [&lines[..], &lines].join("\n")),
        (
            "behind a prefix",
            EVENTS
                .map(|event| format!("2026-09-10 2026/09/10/[$LATEST]0f {event}"))
                .join("\n"),
        ),
        (
            "filter-log-events",
            format!(r#"{{"events":{}}}"#, list(&EVENTS, message)),
        ),
        (
            "the console's CSV",
            format!(
                "timestamp,message\n{}",
                EVENTS.iter().map(in_csv).collect::<String>()
            ),
        ),
        ("texts of texts", quoted(&quoted(&lines))),
        ("one behind the other", EVENTS.concat()),
    ] {
        is_the_three(name, &text, Kind::JsonLogs, Some("orders"));
        let timings = read(&text).unwrap().timings(Variant::Rust).unwrap();
        assert_eq!(timings[0].variant, Variant::Python, "{name}");
    }
}

#[test]
fn results_of_logs_insights_are_read_in_decimal_bytes() {
    let rows = [
        insights_row("100.5", "301.0", "200.25"),
        insights_row("20.25", "21.0", ""),
        insights_row("30.0", "30.0", ""),
    ];
    let columns = rows[0].map(|(field, _)| field);
    let values = rows.map(|row| row.map(|(_, value)| value));
    let csv = |separator: &str| {
        let lines = values.map(|row| row.join(separator));
        [&[columns.join(separator)], &lines[..]].concat().join("\n")
    };
    let line = |cells: &[&str; 6]| format!("| {} |", cells.join(" | "));
    let rule = line(&["---"; 6]);
    let markdown: Vec<String> = [line(&columns), rule]
        .into_iter()
        .chain(values.iter().map(line))
        .collect();
    for (name, text) in [
        ("JSON", insights_json(&rows)),
        ("JSON over several lines", pretty(&insights_json(&rows))),
        ("CSV", csv(",")),
        ("copied from a table", csv("\t")),
        ("Markdown", markdown.join("\n")),
    ] {
        is_the_three(name, &text, Kind::LogsInsights, Some("orders"));
    }
}

#[test]
fn fields_of_json_logs_in_logs_insights_are_read() {
    let text = "@timestamp,type,record.requestId,record.metrics.durationMs,record.metrics.billedDurationMs,record.metrics.memorySizeMB,record.metrics.initDurationMs\n\
        1,platform.report,a1,100.5,301,512,200.25\n2,platform.report,a2,20.25,21,512,\n\
        2,platform.runtimeDone,a2,20.0,,,\n3,platform.report,a3,30.0,30,512,\n";
    is_the_three("CSV", text, Kind::JsonLogs, None);
}

/// As the query that the site hands out gives them: the sum of what was billed, and means.
#[test]
fn sums_by_function_are_read() {
    let text = "duration_ms,function,memory_mb,calls,cold,billed_ms,p50_ms,p99_ms,init_ms,used_mb\n\
        50.25,orders,512,3,1,352,30.0,100.5,200.25,91\n";
    is_the_three("CSV", text, Kind::LogsInsights, Some("orders"));
    let timings = read(text).unwrap().timings(Variant::Python).unwrap();
    // (352 − 200.25) ÷ 3
    let billed: Decimal = "50.583".parse().unwrap();
    assert_eq!(
        (timings[0].warm_billed_ms, timings[0].warm_ms),
        (billed, "50.25".parse().unwrap())
    );
    assert_eq!(
        timings[0].percentiles.p99.unwrap().ms.to_string(),
        "100.500"
    );
}

/// 15 ms of CPU time in 200 ms at 256 MB: 15 ÷ (200 × 256 ÷ 1769). The cold call does not count.
#[test]
fn lambda_insights_tells_computing_from_waiting() {
    let record = |id: &str, duration: &str, cpu: &str, more: &str| {
        format!(
            r#"{{"_aws":{{"Timestamp":1}},"event_type":"performance","function_name":"orders","version":"7","request_id":"{id}","duration":{duration},"billed_duration":400,"total_memory":256,"cpu_total_time":{cpu}{more}}}"#
        )
    };
    let cold = record(
        "c",
        "200",
        "190",
        r#","cold_start":true,"init_duration":150.5"#,
    );
    let share = |cpu: &str| {
        let own = read(&[cold.clone(), record("w", "200", cpu, "")].join("\n")).unwrap();
        assert_eq!(own.kinds, [Kind::LambdaInsights]);
        assert_eq!(own.cells[0].function.as_deref(), Some("orders"));
        assert_eq!(own.counts().cold, 1);
        own.cells[0].busy_share.unwrap().to_string()
    };
    assert_eq!(share("15"), "0.518");
    let message = quoted(&record("w", "200", "15", ""));
    let results = format!(r#"{{"results":[[{{"field":"@message","value":{message}}}]]}}"#);
    let wrapped = read(&results).unwrap();
    assert_eq!(
        wrapped.cells[0].busy_share,
        read(&record("w", "200", "15", "")).unwrap().cells[0].busy_share
    );
    assert_eq!(share("40"), "1");
    let timeout = record("t", "3000", "10", r#","timeout":true"#);
    assert_eq!(read(&[&cold[..], &timeout].join("\n")).unwrap().failed, 1);
}

/// 20.25 ms and 5 ms of the restore are billed as 26 ms.
#[test]
fn a_restore_is_a_cold_start_that_is_billed_in_part() {
    let restore = "REPORT RequestId: r\tDuration: 20.25 ms\tBilled Duration: 26 ms\tMemory Size: 512 MB\tMax Memory Used: 91 MB\tRestore Duration: 300.00 ms\tBilled Restore Duration: 5 ms";
    let event = r#"{"type":"platform.report","record":{"requestId":"r","metrics":{"durationMs":20.25,"billedDurationMs":26,"memorySizeMB":512,"restoreDurationMs":300.0,"billedRestoreDurationMs":5},"status":"success"}}"#;
    for text in [restore, event] {
        let own = read(&[text, REPORTS].join("\n")).unwrap();
        let cell = &own.cells[0];
        assert_eq!(cell.counts.unwrap().cold, 2);
        assert_eq!(cell.mean_init.unwrap().to_string(), "250.125");
        // What both cold starts are billed: (26 + 301) ÷ 2.
        let timing = cell.timing(Variant::Python).unwrap();
        let billed = timing.cold_billed_ms + timing.init_ms;
        assert_eq!(billed, "163.5".parse().unwrap());
    }
}

#[test]
fn an_invocation_on_managed_instances_is_counted_and_not_billed() {
    let managed = r#"{"type":"platform.report","record":{"requestId":"m","metrics":{"durationMs":5.5},"status":"success"}}"#;
    let own = read(&[managed, EVENTS[3]].join("\n")).unwrap();
    assert_eq!((own.unbilled, own.counts().invocations), (1, 1));
}

/// A retry of an asynchronous event has its request id; a copy has its figures, too.
#[test]
fn copies_count_once_and_retries_each() {
    let own = |texts: &[&str]| read(&texts.join("\n")).unwrap();
    let [first, ..] = reports()[..] else { panic!() };
    let retry = first.replace("100.50", "101.50").replace("301", "302");
    assert_eq!(own(&[first, first]).counts().invocations, 1);
    assert_eq!(own(&[first, &retry]).counts().invocations, 2);
    let timeout = "REPORT RequestId: t\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 9 MB\tStatus: timeout";
    assert_eq!(own(&[timeout, timeout]).failed, 2);
    let both = read_all([REPORTS, REPORTS]).unwrap();
    assert_eq!(both.counts().invocations, 3);
}

#[test]
fn calls_that_failed_are_counted_apart() {
    let failed = EVENTS[3].replace("success", "timeout");
    let own = read(&[EVENTS[1], &failed].join("\n")).unwrap();
    assert_eq!((own.failed, own.counts().invocations), (1, 1));
}

#[test]
fn what_is_cut_is_left_out_and_named() {
    let of = |text: &str| -> (u64, Vec<usize>) {
        let own = read(text).unwrap();
        let lines = own.skipped.iter().map(|skipped| skipped.line).collect();
        (own.counts().invocations, lines)
    };
    let lines = reports();
    let cut_at = |at: &str, line: &str| line[..line.find(at).unwrap()].to_owned();
    assert_eq!(
        of(&[lines[0], &cut_at("2 MB", lines[1]), lines[2]].join("\n")),
        (2, vec![2])
    );
    assert_eq!(
        of(&[lines[0], &cut_at("Max", lines[1]), lines[2]].join("\n")),
        (2, vec![2])
    );
    let event = cut_at("maxMemory", EVENTS[3]);
    assert_eq!(of(&[EVENTS[1], &event, EVENTS[4]].join("\n")), (2, vec![2]));
    // The end of an array is missing, and with it the last event's.
    let array = pretty(&list(&EVENTS, str::to_owned));
    let end = array.rfind("\"memorySizeMB\"").unwrap();
    let begin = array[..end].rfind("\n  {").unwrap();
    let line = array[..begin].lines().count() + 1;
    assert_eq!(of(&array[..end]), (2, vec![line]));
    let table = "@duration,@billedDuration,@memorySize\n1.5,2.0,1.28E8\n1.5,\"2.0,1.28E8\n1.5,2.0,1.28E8\n1.5,2";
    assert_eq!(of(table), (2, vec![3, 5]));
}

#[test]
fn values_in_another_unit_are_named_and_not_guessed() {
    for (text, reason) in [
        (
            "@duration,@billedDuration,@memorySize\n1.5,2.0,512\n",
            "`@memorySize` is `512`, which is not a memory size in bytes",
        ),
        (
            "@duration,@billedDuration,@memorySize\n1.5 s,2.0,5.12E8\n",
            "`@duration` is `1.5 s`, which is not a duration in ms",
        ),
        (
            "function,memory_mb,calls,cold,billed_ms,duration_ms\nf,512,10,1,25,20.5\n",
            "`billed_ms` is less than `calls` times `duration_ms`",
        ),
        (
            &REPORTS.replace("30.00 ms", "30.00 s"),
            "`Duration: 30.00 s` in the REPORT line is not a number of ms",
        ),
    ] {
        let skipped = match read(text) {
            Ok(own) => own.skipped,
            Err(error) => vec![error.0],
        };
        assert_eq!(skipped.len(), 1, "{text}");
        assert!(skipped[0].reason.contains(reason), "{}", skipped[0].reason);
    }
}

/// 128 and 256 MB at 16 and 8 ms, made with Python's `struct`.
const LISTS: &str = "gAAAAQ==;AACAQQAAAEE=;CtcjPG8SAzw=";
const OTHER: &str = "gAAAAQ==;AAAAQgAAgEE=;CtcjPG8SAzw=";

/// Function, memory size in MB, and mean duration in ms.
fn points(own: &Own) -> Vec<(Option<&str>, u32, String)> {
    let cells = own.cells.iter();
    cells
        .map(|cell| {
            (
                cell.function.as_deref(),
                cell.memory_mb,
                cell.mean_duration.to_string(),
            )
        })
        .collect()
}

#[test]
fn a_power_tuning_result_is_found_in_whatever_holds_it() {
    let address = format!("https://lambda-power-tuning.show/#{LISTS}");
    for (name, text) in [
        ("alone", address.clone()),
        ("with a semicolon behind it", format!("{address};")),
        ("what follows the hash", format!("#{LISTS}")),
        ("the lists", LISTS.to_owned()),
        ("in Markdown", format!("See [the result]({address}).")),
        ("in a sentence", format!("The result is at {address}.")),
        ("percent-encoded", address.replace('=', "%3D")),
        ("another site", format!("https://example.github.io/aws-lambda-power-tuning-ui/#{LISTS};")),
        ("the state machine's output", format!(r#"{{"power":"256","cost":4e-8,"duration":8,"stateMachine":{{"executionCost":0.0003,"visualization":"{address}"}}}}"#)),
        ("its output by memory size", r#"{"power":"256","stats":[{"value":128,"averageDuration":16.0},{"value":256,"averageDuration":8}]}"#.to_owned()),
    ] {
        let own = read(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(own.kinds, [Kind::PowerTuning], "{name}");
        assert_eq!(points(&own), [(None, 128, "16.000".to_owned()), (None, 256, "8.000".to_owned())], "{name}");
        assert_eq!(own.skipped, [], "{name}");
        assert!(own.origin().contains("know no INIT"), "{name}");
    }
}

#[test]
fn a_comparison_offers_both_results() {
    let own = read(&format!(
        "https://lambda-power-tuning.show/#{LISTS};{OTHER};JS%20x86;JS%20ARM64"
    ))
    .unwrap();
    let [first, second] = ["JS x86", "JS ARM64"].map(Some);
    let expected = [
        (second, 128, "32.000"),
        (second, 256, "16.000"),
        (first, 128, "16.000"),
        (first, 256, "8.000"),
    ];
    assert_eq!(
        points(&own),
        expected.map(|(name, size, ms)| (name, size, ms.to_owned()))
    );
}

#[test]
fn what_a_power_tuning_result_has_besides_is_named() {
    // 64 MB beside 128 MB.
    for (text, reason) in [
        (
            "#QACAAA==;AACAQQAAAEE=;CtcjPG8SAzw=".to_owned(),
            "64 MB is outside 128 to 10240",
        ),
        (
            format!("https://lambda-power-tuning.show/?currency=CNY#{LISTS}"),
            "costs in CNY are left out",
        ),
        (
            "#gACAAA==;AACAQQAAAEE=;CtcjPG8SAzw=".to_owned(),
            "128 MB is there twice",
        ),
    ] {
        let own = read(&text).unwrap();
        assert_eq!(own.skipped.len(), 1, "{own:?}");
        assert!(
            own.skipped[0].reason.contains(reason),
            "{}",
            own.skipped[0].reason
        );
        assert!(!own.cells.is_empty());
    }
}
