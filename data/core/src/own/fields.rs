//! A record's values by name, of whatever form.

use std::str::FromStr;

const TIME: [&str; 3] = ["time", "@timestamp", "timestamp"];
const STATUS: [&str; 2] = ["record.status", "status"];
const LOG_GROUP: [&str; 5] = ["@log", "logGroup", "logGroupName", "log_group", "log"];
const FUNCTION: [&str; 5] = [
    "record.functionName",
    "function_name",
    "functionName",
    "function",
    "workload",
];

/// Prefix of a Lambda function's log group.
const LOG_GROUPS: &str = "/aws/lambda/";

/// Place that a record is in: what is known around it.
#[derive(Clone, Default)]
pub(super) struct Context {
    /// The function's name.
    pub function: Option<String>,
    /// Time at which it was logged.
    pub time: Option<String>,
    /// Number of texts around it.
    pub depth: usize,
}

/// Record: its line, and its values by name.
pub(super) struct Record<'a> {
    pub line: usize,
    pub fields: &'a [(String, String)],
}

/// Value that was read, or an error that says what was expected.
pub(super) fn read<T>(
    name: &str,
    text: &str,
    value: Option<T>,
    expected: &str,
) -> Result<T, String> {
    value.ok_or_else(|| format!("`{name}` is `{text}`, which is not {expected}"))
}

impl Record<'_> {
    /// The first value that is not empty, of those names.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let mut fields = self.fields.iter();
            let (_, value) = fields.find(|(field, _)| field == name)?;
            let value = value.trim();
            (!value.is_empty()).then_some(value)
        })
    }

    /// The value of a name in any case, unless it is empty.
    pub(super) fn any_case(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let (_, value) = fields.find(|(field, _)| field.eq_ignore_ascii_case(name))?;
        let value = value.trim();
        (!value.is_empty()).then_some(value)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, String> {
        self.get(&[name])
            .ok_or_else(|| format!("there is no `{name}`: give the whole record"))
    }

    pub(super) fn parsed<T: FromStr<Err: std::fmt::Display>>(
        &self,
        name: &str,
    ) -> Result<T, String> {
        let text = self.required(name)?;
        text.parse()
            .map_err(|error| format!("`{name}` is `{text}`: {error}"))
    }

    pub(super) fn has_failed(&self) -> bool {
        let is_failure = |status: &str| !status.eq_ignore_ascii_case("success");
        let shut_down = self.get(&["shutdown_reason"]);
        self.get(&STATUS).is_some_and(is_failure)
            || self.get(&["timeout"]) == Some("true")
            || shut_down.is_some_and(|reason| !reason.eq_ignore_ascii_case("spindown"))
            || (self.has("start") && self.get(&["error"]).is_some())
    }

    /// Returns the record's context: what it says itself, or what is known around it.
    pub(super) fn context(&self, around: &Context) -> Context {
        let group = self.get(&LOG_GROUP).and_then(function_of_log_group);
        let function = self.get(&FUNCTION).or(group).map(str::to_owned);
        Context {
            function: function.or_else(|| around.function.clone()),
            time: self
                .get(&TIME)
                .map(str::to_owned)
                .or_else(|| around.time.clone()),
            depth: around.depth,
        }
    }
}

/// `…:function:orders-api:7` is of `orders-api`.
pub(super) fn function_of_arn(arn: &str) -> Option<&str> {
    let (_, name) = arn.split_once(":function:")?;
    name.split(':').next()
}

/// `111122223333:/aws/lambda/orders-api` is of `orders-api`.
fn function_of_log_group(group: &str) -> Option<&str> {
    let (_, name) = group.split_once(LOG_GROUPS)?;
    (!name.is_empty()).then_some(name)
}
