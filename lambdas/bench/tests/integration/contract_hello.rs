//! The variants of `hello` give the same answers to the same events.

use crate::common;
use crate::common::tested::Tested;
use data::Workload;
use serde_json::{Value, json};

#[tokio::test]
async fn hello_answers_every_event_alike() {
    let host = common::host(Vec::new());
    let mut variants = Tested::all(Workload::Hello);
    for event in [
        json!({}),
        json!({ "körper": ["ü", 1.5] }),
        json!([]),
        json!("x"),
        Value::Null,
    ] {
        for tested in &mut variants {
            let answer = tested.ask(&host, &event).await;
            let name = &tested.function.name;
            assert_eq!(answer, Ok(json!({ "message": "hello" })), "{name}: {event}");
        }
    }
}
