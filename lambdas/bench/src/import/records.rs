//! The records of an exported log in any of its forms, each with the function whose log group it
//! contains.

use data::report_line::START;
use data::{Variant, Workload};
use serde_json::Value;
use std::collections::BTreeSet;

/// A record with one REPORT line or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub message: String,
    pub function: Option<(Workload, Variant)>,
}

/// The records with reports, in the text's order: JSON's strings, CSV's records, or lines.
pub(super) fn records(text: &str) -> Vec<Record> {
    if let Ok(json @ (Value::Array(_) | Value::Object(_))) = serde_json::from_str(text) {
        let mut found = Vec::new();
        walk(&json, &mut found);
        return found;
    }
    if let Some(records) = csv_records(text) {
        return records
            .into_iter()
            .filter_map(|text| record(&text))
            .collect();
    }
    text.lines().filter_map(record).collect()
}

fn record(text: &str) -> Option<Record> {
    let function = function_of(&log_groups(text));
    text.contains(START).then(|| Record {
        message: text.to_owned(),
        function,
    })
}

/// Collects the strings with reports, and gives the log groups below a value: the
/// innermost array or object with a log group names the function of the reports in it.
fn walk(value: &Value, found: &mut Vec<Record>) -> BTreeSet<String> {
    let first = found.len();
    let groups = match value {
        Value::String(text) => {
            found.extend(record(text));
            log_groups(text)
        }
        Value::Array(values) => values.iter().flat_map(|value| walk(value, found)).collect(),
        Value::Object(fields) => fields
            .values()
            .flat_map(|value| walk(value, found))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => BTreeSet::new(),
    };
    if let Some(function) = function_of(&groups) {
        for record in &mut found[first..] {
            record.function.get_or_insert(function);
        }
    }
    groups
}

/// A message ends with a line break, so that one record is several lines of the file.
fn csv_records(text: &str) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut columns = reader.headers().ok()?.iter();
    if !columns.any(|column| matches!(column, "@message" | "message")) {
        return None;
    }
    let records = reader.records().map(|record| {
        let record = record.ok()?;
        Some(record.iter().collect::<Vec<_>>().join(" "))
    });
    records.collect()
}

/// The function that the only log group in a text belongs to.
fn function_of(groups: &BTreeSet<String>) -> Option<(Workload, Variant)> {
    let mut groups = groups.iter();
    let (name, None) = (groups.next()?, groups.next()) else {
        return None;
    };
    let mut functions = Workload::ALL.iter().flat_map(|&workload| {
        let variants = workload.variants().iter();
        variants.map(move |&variant| (workload, variant))
    });
    functions.find(|(workload, variant)| name.ends_with(&format!("{workload}-{variant}")))
}

/// The names behind `/aws/lambda/`.
fn log_groups(text: &str) -> BTreeSet<String> {
    let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let names = text.split("/aws/lambda/").skip(1).map(|rest| {
        let end = rest.find(|c| !in_name(c)).unwrap_or(rest.len());
        rest[..end].to_owned()
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "REPORT RequestId: 1\tDuration: 1.02 ms\t\n";

    /// The function of each record; `-` where it is not known.
    fn functions(text: &str) -> Vec<String> {
        let name = |(workload, variant)| format!("{workload}-{variant}");
        let records = records(text).into_iter();
        let names = records.map(|record| record.function.map_or("-".to_owned(), name));
        names.collect()
    }

    #[test]
    fn lines_hold_their_log_group_or_none() {
        let text =
            format!("/aws/lambda/my-hello-rust {REPORT}/aws/lambda/hello-python START\n{REPORT}");
        assert_eq!(functions(&text), ["hello-rust", "-"]);
        let both = format!("/aws/lambda/hello-rust /aws/lambda/hello-python {REPORT}");
        assert_eq!(functions(&both), ["-"]);
        assert_eq!(functions("/aws/lambda/hello-rust START\n"), [""; 0]);
        let others = format!("/aws/lambda/checkout {REPORT}");
        assert_eq!(functions(&others), ["-"]);
    }

    /// Logs Insights' CSV: the message's line break stands before the log group.
    #[test]
    fn csv_records_hold_theirs_over_several_lines() {
        let text = format!(
            "@timestamp,@message,@log\n2026,\"START\n\",1:/aws/lambda/hello-python\n\
             2026,\"{REPORT}\",1:/aws/lambda/x-dedupe-python-rapidfuzz\n\
             2026,\"{REPORT}\",1:/aws/lambda/hello-python\n"
        );
        let expected = ["dedupe-python-rapidfuzz", "hello-python"];
        assert_eq!(functions(&text), expected);
    }

    /// The console's export, `aws logs get-query-results`, `aws logs filter-log-events`.
    #[test]
    fn json_holds_it_beside_the_message_or_further_out() {
        let report = serde_json::to_string(REPORT).unwrap();
        let console = format!(
            r#"[{{"@message": "START", "@log": "1:/aws/lambda/hello-rust"}},
                {{"@log": "1:/aws/lambda/record-rust-lazy", "@message": {report}}},
                {{"@message": {report}, "@log": "1:/aws/lambda/record-rust"}}]"#
        );
        let expected = ["record-rust-lazy", "record-rust"];
        assert_eq!(functions(&console), expected);
        let results = format!(
            r#"{{"results": [[{{"field": "@message", "value": {report}}},
                              {{"field": "@log", "value": "1:/aws/lambda/hello-rust"}}],
                             [{{"field": "@log", "value": "1:/aws/lambda/hello-python"}},
                              {{"field": "@message", "value": {report}}}]]}}"#
        );
        assert_eq!(functions(&results), ["hello-rust", "hello-python"]);
        let events = format!(r#"{{"events": [{{"message": {report}}}]}}"#);
        assert_eq!(functions(&events), ["-"]);
    }
}
