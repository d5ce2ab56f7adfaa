//! Search of a text for events in JSON, REPORT lines, tables and Power Tuning's addresses.

use super::{
    call::Call,
    facts,
    fields::{Context, Record},
    found::{Found, Kind},
    json::{self, Json},
    power_tuning, record,
    table::{Table, lines},
};
use crate::report_line::{Report, START, Status, continues_report};
use std::borrow::Cow;

/// Limit on how deeply texts may be nested.
const MOST_DEPTH: usize = 4;

/// Before the version of a runtime, in the log of a cold start.
const RUNTIME: &str = "INIT_START Runtime Version: ";

/// Takes what stands in a text that begins at a line, counted from 1.
pub(super) fn scan(text: &str, first_line: usize, around: &Context, found: &mut Found) {
    if around.depth >= MOST_DEPTH {
        return;
    }
    let context = Context {
        depth: around.depth + 1,
        ..around.clone()
    };
    let text = without_colours(text);
    if let Some(table) = Table::find(&text, record::is_known) {
        table.each(|(line, fields)| {
            let line = first_line + line - 1;
            match fields {
                Ok(fields) => {
                    let fields = &fields;
                    take_record(&Record { line, fields }, &context, found);
                }
                Err(reason) => found.skip(line, reason),
            }
        });
        return;
    }
    let mut at = 0;
    let mut line = first_line;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let here = Line {
            text: &text,
            end,
            number: line,
            context: &context,
        };
        let taken = here.take(at, found);
        line += lines(&text[at..taken]);
        at = taken;
    }
}

/// A line of a text.
struct Line<'a> {
    text: &'a str,
    /// Behind its end.
    end: usize,
    number: usize,
    context: &'a Context,
}

impl Line<'_> {
    /// Takes everything from `at` to the end of the line, with the lines that continue it; returns where that ends.
    fn take(&self, mut at: usize, found: &mut Found) -> usize {
        let mut report = self.report_from(at);
        while at < self.end {
            if report.is_some_and(|start| start < at) {
                report = self.report_from(at);
            }
            if let Some(taken) = self.take_json(at, report.unwrap_or(self.end), found) {
                at = taken;
            } else if let Some(start) = report {
                at = self.take_report(at, start, found);
            } else {
                let rest = &self.text[at..self.end];
                if let Some((_, runtime)) = rest.split_once(RUNTIME) {
                    found.name_runtime(runtime);
                }
                power_tuning::take(rest, self.number, found);
                return self.end;
            }
        }
        at
    }

    fn report_from(&self, at: usize) -> Option<usize> {
        let start = self.text[at..self.end].find(START)?;
        Some(at + start)
    }

    /// Takes the first value with something in it that begins from `at` to `end`, or leaves out an event
    /// that is cut; returns where it ends.
    fn take_json(&self, at: usize, end: usize, found: &mut Found) -> Option<usize> {
        let within = &self.text[at..end];
        let blank = within.len() - within.trim_start_matches([' ', '\t', ',']).len();
        let starts = within.match_indices(['{', '[', '"']);
        // In the midst of a line, brackets and quotation marks are mostly not JSON's.
        let starts = starts.filter(|&(start, sign)| start == blank || sign == "{");
        let mut first_object = None;
        for (start, sign) in starts {
            let is_first = start == blank;
            let start = at + start;
            if sign == "{" {
                first_object = first_object.or(Some((start, is_first)));
            }
            let Some((value, length)) = json::value(&self.text[start..]) else {
                continue;
            };
            let breaks = self.text[start..start + length].match_indices('\n');
            let breaks: Vec<usize> = breaks.map(|(at, _)| at).collect();
            let line_at = |at: usize| self.number + breaks.partition_point(|&end| end < at);
            if visit(&value, self.number, &line_at, self.context, found) || is_first {
                return Some(start + length);
            }
        }
        let (start, is_first) = first_object?;
        let text = &self.text[start..];
        let length = if is_first {
            start_of_next_object(text)
        } else {
            text.find('\n')
        };
        let length = length.unwrap_or(text.len());
        let mut names = ["platform.report", "\"durationMs\""].into_iter();
        if !names.any(|name| text[..length].contains(name)) {
            return None;
        }
        let reason = "an event that is cut off: give all of it, from `{` to `}`";
        found.skip(self.number, reason);
        Some(start + length)
    }

    /// Takes the report that begins at `start`, with the lines below it that go on with its fields;
    /// returns where it ends. What stands before it, from `at` on, tells when it was logged.
    fn take_report(&self, at: usize, start: usize, found: &mut Found) -> usize {
        let from = start + START.len();
        let next = self.text[from..self.end].find(START);
        let mut end = next.map_or(self.end, |next| from + next);
        if next.is_none() {
            let below = self.text[end..].split_inclusive('\n');
            let fields = below.take_while(|line| continues_report(line));
            end += fields.map(str::len).sum::<usize>();
        }
        let time = self.context.time.clone();
        let time = time.unwrap_or_else(|| self.text[at..start].trim().to_owned());
        match self.text[start..end].parse::<Report>() {
            Ok(report) => take_parsed(&report, &time, self.number, self.context, found),
            Err(reason) => found.skip(self.number, reason.to_string()),
        }
        end
    }
}

/// Finds the next line that begins with an object, as a byte offset.
fn start_of_next_object(text: &str) -> Option<usize> {
    let mut ends = text.match_indices('\n').map(|(end, _)| end + 1);
    ends.find(|&end| text[end..].trim_start().starts_with('{'))
}

/// Takes what a value holds: it may be an event, or have some in it. Returns whether there was one.
fn visit(
    value: &Json,
    line: usize,
    line_at: &dyn Fn(usize) -> usize,
    context: &Context,
    found: &mut Found,
) -> bool {
    match value {
        Json::Scalar(text) => {
            let before = found.len();
            scan(text, line, context, found);
            found.len() > before
        }
        Json::List(items) => {
            let fields: Option<Vec<_>> = items.iter().map(field_and_value).collect();
            if let Some(fields) = fields.filter(|fields| !fields.is_empty()) {
                let fields = &fields;
                return take_record(&Record { line, fields }, context, found);
            }
            let values: Option<Vec<_>> = items
                .iter()
                .map(|item| item.scalar().map(str::to_owned))
                .collect();
            if let Some(fact) = values.and_then(|values| facts::of_list(&values, line)) {
                found.fact(fact);
                return true;
            }
            let mut is_any = false;
            for item in items {
                is_any |= visit(item, line, line_at, context, found);
            }
            is_any
        }
        Json::Object(object) => {
            let line = line_at(object.at);
            let fields = &object.fields();
            let record = Record { line, fields };
            if take_record(&record, context, found) || power_tuning::take_output(&record, found) {
                return true;
            }
            let context = record.context(context);
            let mut is_any = false;
            for (_, member) in &object.members {
                is_any |= visit(member, line, line_at, &context, found);
            }
            is_any
        }
    }
}

/// Takes what a record says, and what its text holds; `false` if it is of no known form.
fn take_record(record: &Record, around: &Context, found: &mut Found) -> bool {
    let context = &record.context(around);
    if record::take_event(record, context, found) {
        return true;
    }
    if let Some(message) = record::message(record) {
        let before = found.len();
        scan(message, record.line, context, found);
        let is_report = message.contains(START) || message.contains("platform.report");
        if is_report || found.len() > before {
            return true;
        }
    }
    record::take_figures(record, context, found)
}

/// Name and value in the form of a query's results: `{"field": "@duration", "value": "1.5"}`.
fn field_and_value(item: &Json) -> Option<(String, String)> {
    let Json::Object(object) = item else {
        return None;
    };
    let text = |wanted: &str| {
        let mut members = object.members.iter();
        let (_, value) = members.find(|(name, _)| name == wanted)?;
        value.scalar().map(str::to_owned)
    };
    Some((text("field")?, text("value")?))
}

fn take_parsed(report: &Report, time: &str, line: usize, around: &Context, found: &mut Found) {
    let is_failed = report.status != Status::Answered;
    // A retry has the id of what it retries, and may take as long: until the timeout, for instance.
    let is_told_apart = !is_failed || !time.is_empty();
    if found.is_repeated(is_told_apart.then(|| [time, &report.to_string()].concat())) {
        return;
    }
    if is_failed {
        found.failed(Kind::Reports);
        return;
    }
    let restore = report.restore.as_ref();
    let call = Call {
        function: around.function.clone(),
        variant: None,
        memory_mb: report.memory_mb,
        duration: report.duration,
        billed_ms: report.billed_ms,
        init: restore.map(|restore| restore.duration).or(report.init),
        billed_restore: restore.map(|restore| restore.billed),
        cpu: None,
    };
    match call.checked() {
        Ok(call) => found.call(Kind::Reports, Some(&report.request_id), call),
        Err(reason) => found.skip(line, reason),
    }
}

/// The text without what colours it in a terminal: `ESC [ … m`.
fn without_colours(text: &str) -> Cow<'_, str> {
    if !text.contains("\u{1b}[") {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|letter: char| letter.is_ascii_alphabetic());
        plain.push_str(end.map_or(part, |end| &part[end + 1..]));
    }
    Cow::Owned(plain)
}
