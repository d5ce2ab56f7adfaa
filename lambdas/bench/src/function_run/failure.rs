//! The reason why a function can't be measured, and what to do about it.

use crate::sandbox::{Fault, FaultKind, Timeouts};
use data::FunctionName;
use serde::Deserialize;
use std::{fmt, path::PathBuf};

/// The number of characters of a function's message that are shown.
const MOST_LETTERS: usize = 300;

/// A function that fails before anything of it is measured.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The function.
    pub name: FunctionName,
    /// The folder that it was started in.
    pub directory: PathBuf,
    /// The file of its event.
    pub event: PathBuf,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// The time limit.
    pub timeouts: Timeouts,
    /// True if it got no event.
    pub is_in_init: bool,
    /// The fault.
    pub fault: Fault,
}

impl std::error::Error for Failure {}

impl fmt::Display for Failure {
    /// Writes a line: the function, what it does, its message, and what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, event) = (&self.name, self.event.display());
        let said = said(&self.fault);
        match self.fault.kind {
            FaultKind::Init => write!(f, "{name} fails in INIT: {said}: {}", self.surroundings()),
            FaultKind::Exit if self.is_in_init => write!(
                f,
                "{name} ends before it asks for an event: {said}: {}",
                self.surroundings()
            ),
            FaultKind::InitTimeout => write!(
                f,
                "{name} asks for no event within {} s ({said}): let its command speak the Lambda Runtime API, \
                 as a `bootstrap` in Rust or `python -m awslambdaric app.handler` does",
                self.timeouts.init.as_secs()
            ),
            FaultKind::OutOfMemory => write!(
                f,
                "{name} needs more than {} MB ({said}): choose a larger --memory",
                self.memory_mb
            ),
            FaultKind::Handler => write!(
                f,
                "{name} fails on {event}: {said}: give an event that it can handle with --event, or what else \
                 it needs with --environment"
            ),
            FaultKind::Exit => write!(
                f,
                "{name} ends while it handles {event}: {said}: {}",
                self.surroundings()
            ),
            FaultKind::Timeout => write!(
                f,
                "{name} does not answer {event} within {} s ({said}): allow more with --timeout, and check \
                 that what it waits for can be reached from here",
                self.timeouts.invocation.as_secs()
            ),
            FaultKind::ResponseTooLarge => write!(
                f,
                "{name} answers {event} with more than Lambda allows: {said}: give an event with a shorter \
                 answer with --event"
            ),
        }
    }
}

impl Failure {
    fn surroundings(&self) -> String {
        format!(
            "check that its command runs in {}, and pass the variables that it needs with --environment",
            self.directory.display()
        )
    }
}

/// The message of the function or of Lambda, in one line.
fn said(fault: &Fault) -> String {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Reported {
        #[serde(default)]
        error_type: String,
        #[serde(default)]
        error_message: String,
    }
    let detail = match serde_json::from_str(&fault.detail) {
        Ok(Reported {
            error_type,
            error_message,
        }) => in_order([&error_type, &error_message]),
        Err(_) => fault.detail.clone(),
    };
    let said = in_order([&fault.message, &detail]);
    let words: Vec<&str> = said.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= MOST_LETTERS {
        return line;
    }
    let start: String = line.chars().take(MOST_LETTERS).collect();
    format!("{start}…")
}

fn in_order(parts: [&str; 2]) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn failure(kind: FaultKind, message: &str, detail: &str) -> String {
        let failure = Failure {
            name: "orders".parse().unwrap(),
            directory: PathBuf::from("/orders"),
            event: PathBuf::from("event.json"),
            memory_mb: 512,
            timeouts: Timeouts::default(),
            is_in_init: true,
            fault: Fault {
                kind,
                message: message.to_owned(),
                detail: detail.to_owned(),
                after: Duration::ZERO,
                max_memory_kb: 0,
            },
        };
        failure.to_string()
    }

    #[test]
    fn what_a_function_reports_is_one_line() {
        let detail =
            "{\"errorMessage\": \"no\\ntable\", \"errorType\": \"KeyError\", \"stackTrace\": []}";
        let line = failure(FaultKind::Handler, "", detail);
        let expected = "orders fails on event.json: KeyError: no table: give an event";
        assert!(line.starts_with(expected), "{line}");
        let line = failure(FaultKind::Exit, "exit status 3", &"long ".repeat(100));
        let expected = "orders ends before it asks for an event: exit status 3: long long";
        assert!(line.starts_with(expected), "{line}");
        assert!(line.contains("…: check that its command runs in /orders"));
    }
}
