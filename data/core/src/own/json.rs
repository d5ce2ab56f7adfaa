//! JSON values inside of a text.

use json_event_parser::{JsonEvent, LowLevelJsonParser, LowLevelJsonParserResult};

/// Deeper values than any log has are none, so that no text takes long.
const MOST_DEPTH: usize = 32;

/// A value, with the text of its numbers. `true`, `false` and `null` are text, too: `null` is empty.
pub(super) enum Json {
    Scalar(String),
    List(Vec<Json>),
    Object(Object),
}

/// The members of an object, and where it begins.
pub(super) struct Object {
    /// Bytes from the start of the text.
    pub at: usize,
    pub members: Vec<(String, Json)>,
}

/// A value that is not closed yet.
enum Open {
    List(Vec<Json>),
    Object {
        object: Object,
        /// The name of the member that comes next.
        name: String,
    },
}

/// The value that a text begins with, and how long it is in bytes; `None` if it begins with none, or with
/// one that is cut or has a mistake.
pub(super) fn value(text: &str) -> Option<(Json, usize)> {
    let mut parser = LowLevelJsonParser::new().with_max_stack_size(MOST_DEPTH);
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    loop {
        let LowLevelJsonParserResult {
            consumed_bytes,
            event,
        } = parser.parse_next(&text.as_bytes()[at..], true);
        at += consumed_bytes;
        let closed = match event?.ok()? {
            JsonEvent::StartArray => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            JsonEvent::StartObject => {
                let object = Object {
                    at: at - 1,
                    members: Vec::new(),
                };
                let name = String::new();
                open.push(Open::Object { object, name });
                continue;
            }
            JsonEvent::ObjectKey(key) => {
                if let Open::Object { name, .. } = open.last_mut()? {
                    *name = key.into_owned();
                }
                continue;
            }
            JsonEvent::String(text) | JsonEvent::Number(text) => Json::Scalar(text.into_owned()),
            JsonEvent::Boolean(is) => Json::Scalar(if is { "true" } else { "false" }.to_owned()),
            JsonEvent::Null => Json::Scalar(String::new()),
            JsonEvent::EndArray | JsonEvent::EndObject => match open.pop()? {
                Open::List(items) => Json::List(items),
                Open::Object { object, .. } => Json::Object(object),
            },
            JsonEvent::Eof => return None,
        };
        match open.last_mut() {
            None => return Some((closed, at)),
            Some(Open::List(items)) => items.push(closed),
            Some(Open::Object { object, name }) => {
                object.members.push((std::mem::take(name), closed));
            }
        }
    }
}

impl Json {
    /// The text of a value that is neither a list nor an object.
    pub(super) fn scalar(&self) -> Option<&str> {
        match self {
            Self::Scalar(text) => Some(text),
            Self::List(_) | Self::Object(_) => None,
        }
    }
}

impl Object {
    /// The scalars of the object and of those in it, and lists of them, by name:
    /// `record.metrics.durationMs`.
    pub(super) fn fields(&self) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        self.put_fields("", &mut fields);
        fields
    }

    fn put_fields(&self, before: &str, fields: &mut Vec<(String, String)>) {
        for (name, value) in &self.members {
            let name = [before, name].concat();
            match value {
                Json::Scalar(text) => fields.push((name, text.clone())),
                Json::Object(object) => object.put_fields(&[&name, "."].concat(), fields),
                Json::List(items) => {
                    let scalars: Option<Vec<&str>> = items.iter().map(Json::scalar).collect();
                    fields.extend(scalars.map(|scalars| (name, scalars.join(","))));
                }
            }
        }
    }
}
