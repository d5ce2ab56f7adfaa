//! The functions that readers race on their own device: the same cores that the functions in Rust call,
//! and the events for both languages.

/// A function that can be raced: its core, and how much it can be given.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its folder below `lambdas/`.
    pub name: &'static str,
    /// The name of what it is given, in the plural.
    pub given: &'static str,
    /// The number of them at first.
    pub usual: usize,
    /// The largest number.
    pub most: usize,
    body: fn(usize) -> String,
    core: fn(&[u8]) -> Result<Vec<u8>, String>,
}

/// The functions whose core is a crate of its own, and whose Python needs no package.
pub const FUNCTIONS: [Function; 2] = [
    Function {
        name: "dedupe",
        given: "records",
        usual: 100,
        most: dedupe_core::MAX_RECORDS,
        body: events::records,
        core: |body| dedupe_core::dedupe(body).map_err(|error| error.to_string()),
    },
    Function {
        name: "aggregate",
        given: "orders",
        usual: events::MEASURED_ORDERS,
        // What fits the 6 MB that Lambda takes as an event.
        most: 15_000,
        body: events::orders,
        core: |body| aggregate_core::summarize(body).map_err(|error| error.to_string()),
    },
];

impl Function {
    /// The function with this name.
    ///
    /// # Errors
    /// There is no such function.
    pub fn named(name: &str) -> Result<Self, String> {
        let mut functions = FUNCTIONS.iter();
        let found = functions.find(|function| function.name == name);
        found
            .copied()
            .ok_or_else(|| format!("there is no function `{name}`"))
    }

    /// The body of an event with this many records, the same at every call.
    #[must_use]
    pub fn body(&self, count: usize) -> String {
        (self.body)(count.clamp(1, self.most))
    }

    /// The answer to a body.
    ///
    /// # Errors
    /// The function refuses it.
    pub fn answer(&self, body: &[u8]) -> Result<Vec<u8>, String> {
        (self.core)(body)
    }
}

mod module {
    use crate::Function;
    use wasm_bindgen::{JsError, prelude::wasm_bindgen};

    #[cfg(target_arch = "wasm32")]
    #[global_allocator]
    static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

    fn named(name: &str) -> Result<Function, JsError> {
        Function::named(name).map_err(|error| JsError::new(&error))
    }

    /// The body of a function's event with this many records.
    ///
    /// # Errors
    /// There is no such function.
    #[wasm_bindgen]
    pub fn body(name: &str, count: usize) -> Result<String, JsError> {
        Ok(named(name)?.body(count))
    }

    /// The answer of a function's core, bytes in, bytes out.
    ///
    /// # Errors
    /// There is no such function, or it refuses the body.
    #[wasm_bindgen]
    pub fn answer(name: &str, body: &[u8]) -> Result<Vec<u8>, JsError> {
        named(name)?
            .answer(body)
            .map_err(|error| JsError::new(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// The number of customers or clusters in the answer.
    fn found(function: &Function, count: usize) -> usize {
        let answer = function.answer(function.body(count).as_bytes()).unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        let (_, list) = answer.as_object().unwrap().iter().next().unwrap();
        list.as_array().unwrap().len()
    }

    #[test]
    fn each_function_finds_more_in_more() {
        for function in FUNCTIONS {
            let [one, usual] = [1, function.usual].map(|count| found(&function, count));
            assert!(one <= 1 && one < usual, "{}", function.name);
        }
    }

    /// 6 MB, of which a body in JSON is a text in JSON: <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
    #[test]
    fn the_largest_body_fits_an_event() {
        for function in FUNCTIONS {
            let body = function.body(function.most);
            let event = serde_json::to_string(&body).unwrap().len();
            assert!(event < 6 * 1024 * 1024 - 2000, "{}: {event}", function.name);
        }
    }

    #[test]
    fn another_name_is_no_function() {
        assert!(Function::named("record").is_err());
    }
}
