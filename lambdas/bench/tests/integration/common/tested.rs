//! The variants of a workload, asked the same events.

use axum::body::Bytes;
use bench::{
    function::Function,
    sandbox::{FaultKind, Host, Sandbox},
};
use data::{Variant, Workload};
use serde_json::{Value, json};

/// A full CPU.
pub const MEMORY_MB: u32 = 1769;

/// A variant under test; a failed sandbox is replaced.
pub struct Tested {
    pub function: Function,
    sandbox: Option<Sandbox>,
}

impl Tested {
    /// Every variant of a workload.
    pub fn all(workload: Workload) -> Vec<Self> {
        let tested = |&variant: &Variant| Self {
            function: super::function(workload, variant),
            sandbox: None,
        };
        workload.variants().iter().map(tested).collect()
    }

    /// The answer to an event, as JSON, or how the invocation failed.
    pub async fn ask(&mut self, host: &Host, event: &Value) -> Result<Value, FaultKind> {
        if self.sandbox.is_none() {
            let mut sandbox = Sandbox::start(host, &self.function, MEMORY_MB).unwrap();
            sandbox.init().await.unwrap();
            self.sandbox = Some(sandbox);
        }
        let sandbox = self.sandbox.as_mut().unwrap();
        match sandbox.invoke(&Bytes::from(event.to_string())).await {
            Ok(answer) => Ok(serde_json::from_slice(&answer.body).unwrap()),
            Err(fault) => {
                sandbox.stop().await;
                self.sandbox = None;
                Err(fault.kind)
            }
        }
    }
}

/// A control's expected answer: the given fields, and those that say where it runs. Only the runtime
/// differs by variant.
pub fn described(workload: Workload, answer: &Value, mut expected: Value) -> Value {
    let runtime = answer["runtime"].as_str().unwrap_or_default();
    let is_known = runtime == "rust" || runtime.starts_with("python3.");
    assert!(is_known, "{workload}: {answer}");
    expected["workload"] = json!(workload.name());
    expected["runtime"] = json!(runtime);
    expected["architecture"] = json!(std::env::consts::ARCH);
    expected["memoryLimitMb"] = json!(MEMORY_MB);
    expected
}

/// The body of an HTTP API's answer, as JSON.
pub fn body(answer: &Value) -> Value {
    serde_json::from_str(answer["body"].as_str().unwrap()).unwrap()
}
