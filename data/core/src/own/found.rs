//! Findings in texts so far.

use super::{
    call::{Call, Means},
    facts::Fact,
};
use crate::{Language, Variant};
use std::collections::{BTreeMap, BTreeSet};

named! {
    /// A form in which figures come.
    Kind {
        /// REPORT lines in text.
        Reports = "REPORT lines",
        /// Events of Lambda's JSON log format.
        JsonLogs = "JSON logs",
        /// Results of Logs Insights.
        LogsInsights = "rows of Logs Insights",
        /// Records of Lambda Insights.
        LambdaInsights = "records of Lambda Insights",
        /// Results of AWS Lambda Power Tuning.
        PowerTuning = "means of Power Tuning",
        /// Rows with the columns of this project's measurements.
        Rows = "rows",
    }
}

/// A part of a text that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Index of the text, from 0.
    pub text: usize,
    /// The line, counted from 1.
    pub line: usize,
    /// Reason, and what to do.
    pub reason: String,
}

/// Findings.
#[derive(Default)]
pub(super) struct Found {
    /// Index of the text that is read, from 0.
    pub text: usize,
    pub kinds: BTreeSet<Kind>,
    /// Each with its request id.
    calls: Vec<(Option<String>, Call)>,
    pub means: Vec<Means>,
    /// Index of the means of a function at a memory size.
    places: BTreeMap<(Option<String>, u32), usize>,
    pub failed: usize,
    pub unbilled: usize,
    pub skipped: Vec<Skipped>,
    pub facts: Vec<Fact>,
    /// Keys of the events so far.
    seen: BTreeSet<String>,
    /// The variant that each function runs, where its runtime is named.
    functions: BTreeMap<String, Option<Variant>>,
    /// Function of each request id.
    requests: BTreeMap<String, String>,
    /// Runtimes that are named beside no function.
    runtimes: BTreeSet<Variant>,
}

impl Found {
    pub(super) fn call(&mut self, kind: Kind, request_id: Option<&str>, call: Call) {
        self.kinds.insert(kind);
        self.calls.push((request_id.map(str::to_owned), call));
    }

    /// Takes means, unless they were taken already; different ones of the same function at the same memory
    /// size are left out.
    pub(super) fn means(&mut self, kind: Kind, line: usize, means: Means) {
        self.kinds.insert(kind);
        let key = (means.function.clone(), means.memory_mb);
        match self.places.get(&key) {
            None => {
                self.places.insert(key, self.means.len());
                self.means.push(means);
            }
            Some(&place) if self.means[place] == means => {}
            Some(_) => {
                let size = means.memory_mb;
                let of = means
                    .function
                    .map_or(String::new(), |name| format!("{name} at "));
                self.skip(
                    line,
                    format!("{of}{size} MB is there twice, with different figures"),
                );
            }
        }
    }

    pub(super) fn fact(&mut self, fact: Fact) {
        let text = self.text;
        self.facts.push(Fact { text, ..fact });
    }

    pub(super) fn failed(&mut self, kind: Kind) {
        self.kinds.insert(kind);
        self.failed += 1;
    }

    pub(super) fn unbilled(&mut self, kind: Kind) {
        self.kinds.insert(kind);
        self.unbilled += 1;
    }

    pub(super) fn skip(&mut self, line: usize, reason: impl Into<String>) {
        let reason = reason.into();
        self.skipped.push(Skipped {
            text: self.text,
            line,
            reason,
        });
    }

    /// Returns whether an event's key was there before, and keeps it; `None` is never repeated.
    pub(super) fn is_repeated(&mut self, key: Option<String>) -> bool {
        key.is_some_and(|key| !self.seen.insert(key))
    }

    /// Takes that there is a function, and what runs it.
    pub(super) fn name_function(&mut self, name: &str, runtime: Option<&str>) {
        let variant = runtime
            .and_then(Language::of_runtime)
            .map(Language::variant);
        let known = self.functions.entry(name.to_owned()).or_default();
        *known = known.or(variant);
    }

    /// Takes which function a request went to.
    pub(super) fn name_request(&mut self, request_id: Option<&str>, function: &str) {
        if let Some(id) = request_id {
            self.requests.insert(id.to_owned(), function.to_owned());
        }
    }

    /// Takes a runtime that is named beside no function.
    pub(super) fn name_runtime(&mut self, runtime: &str) {
        self.runtimes
            .extend(Language::of_runtime(runtime).map(Language::variant));
    }

    /// Returns the number of things taken or left out so far.
    pub(super) fn len(&self) -> usize {
        let taken = self.calls.len() + self.means.len() + self.facts.len() + self.seen.len();
        taken + self.failed + self.unbilled + self.skipped.len()
    }

    /// The invocations, with function and variant where something names them. A function that is the
    /// only one named has those that name none.
    pub(super) fn take_calls(&mut self) -> Vec<Call> {
        let only = match (self.functions.len(), self.functions.keys().next()) {
            (1, Some(name)) => Some(name.clone()),
            _ => None,
        };
        let only_runtime = match (self.runtimes.len(), self.runtimes.first()) {
            (1, Some(variant)) => Some(*variant),
            _ => None,
        };
        let calls = std::mem::take(&mut self.calls);
        let named = calls.into_iter().map(|(request_id, mut call)| {
            let requested = request_id.and_then(|id| self.requests.get(&id));
            call.function = call.function.or(requested.cloned()).or(only.clone());
            let function = call.function.as_ref();
            let variant = function.and_then(|name| self.functions.get(name).copied()?);
            call.variant = call.variant.or(variant).or(only_runtime);
            call
        });
        named.collect()
    }
}
