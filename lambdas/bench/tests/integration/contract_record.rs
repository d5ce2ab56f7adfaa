//! The variants of `record` give the same answers to the same events.

use crate::common;
use crate::common::tested::{MEMORY_MB, Tested, body};
use base64::prelude::{BASE64_STANDARD, Engine};
use bench::{
    dynamodb::{Connection, DynamoDb},
    sandbox::{FaultKind, Sandbox},
    workloads,
};
use data::Workload;
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn record_writes_the_message_and_answers_its_id() {
    writes_the_message_and_answers_its_id(Connection::TLS).await;
}

#[tokio::test]
async fn record_writes_the_message_without_encryption() {
    writes_the_message_and_answers_its_id(Connection::PLAIN).await;
}

async fn writes_the_message_and_answers_its_id(connection: Connection) {
    let dynamodb = DynamoDb::start(connection).await.unwrap();
    let host = common::host(dynamodb.environment());
    let mut variants = Tested::all(Workload::Record);
    for (event, message) in good_events() {
        for tested in &mut variants {
            let answer = tested.ask(&host, &event).await.unwrap();
            let name = &tested.function.name;
            assert_eq!(answer["statusCode"], 201, "{name}: {event}");
            assert_eq!(
                answer["headers"],
                json!({ "content-type": "application/json" })
            );
            let body = body(&answer);
            let id = body["id"].as_str().unwrap();
            assert_eq!(body, json!({ "id": id }), "{name}");
            assert_eq!(Uuid::parse_str(id).unwrap().get_version_num(), 4, "{name}");
            let stored = dynamodb.item(id).unwrap();
            let expected = json!({ "id": { "S": id }, "message": { "S": message } });
            assert_eq!(stored, Some(expected), "{name}: {event}");
        }
    }
    let written = good_events().len() * variants.len();
    assert_eq!(dynamodb.items().unwrap(), written, "INIT wrote something");
}

/// Nobody answers: whatever connects in INIT fails there.
#[tokio::test]
async fn only_the_late_variants_start_without_dynamodb() {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let nobody = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let host = common::host(vec![
        ("AWS_ENDPOINT_URL_DYNAMODB".to_owned(), nobody),
        ("TABLE_NAME".to_owned(), "messages".to_owned()),
    ]);
    for &variant in Workload::Record.variants() {
        let function = common::function(Workload::Record, variant);
        let mut sandbox = Sandbox::start(&host, &function, MEMORY_MB).unwrap();
        let starts = sandbox.init().await.is_ok();
        assert_eq!(starts, variant.connects_late(), "{variant}");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn record_refuses_bad_bodies_in_the_same_words() {
    let dynamodb = DynamoDb::start(Connection::TLS).await.unwrap();
    let host = common::host(dynamodb.environment());
    let mut variants = Tested::all(Workload::Record);
    let refusal = json!({
        "error": "the body must be a JSON object with one field, \"message\": a text of 1 to 1024 bytes",
    });
    for event in bad_events() {
        for tested in &mut variants {
            let answer = tested.ask(&host, &event).await;
            let (name, answer) = (&tested.function.name, answer.as_ref());
            let shown: String = event.to_string().chars().take(100).collect();
            let answer = answer.unwrap_or_else(|kind| panic!("{name}: {shown}: {kind:?}"));
            assert_eq!(answer["statusCode"], 400, "{name}: {shown}");
            assert_eq!(
                answer["headers"],
                json!({ "content-type": "application/json" })
            );
            assert_eq!(body(answer), refusal, "{name}: {shown}");
        }
    }
    assert_eq!(dynamodb.items().unwrap(), 0);
}

#[tokio::test]
async fn record_fails_on_what_no_gateway_sends() {
    let dynamodb = DynamoDb::start(Connection::TLS).await.unwrap();
    let host = common::host(dynamodb.environment());
    let mut variants = Tested::all(Workload::Record);
    for event in [
        Value::Null,
        json!("body"),
        json!({ "body": { "message": "hello" } }),
    ] {
        for tested in &mut variants {
            let answer = tested.ask(&host, &event).await;
            assert_eq!(
                answer,
                Err(FaultKind::Handler),
                "{}: {event}",
                tested.function.name
            );
        }
    }
}

#[tokio::test]
async fn record_fails_its_init_without_a_table_name() {
    let host = common::host(Vec::new());
    for tested in Tested::all(Workload::Record) {
        let mut sandbox = Sandbox::start(&host, &tested.function, MEMORY_MB).unwrap();
        let fault = sandbox.init().await.unwrap_err();
        sandbox.stop().await;
        let said = "TABLE_NAME is not set: give it the name of the DynamoDB table";
        assert!(
            fault.detail.contains(said),
            "{}: {fault}",
            tested.function.name
        );
    }
}

/// Events and the message that each records.
fn good_events() -> Vec<(Value, String)> {
    let plain = |body: &str| json!({ "version": "2.0", "body": body, "isBase64Encoded": false });
    let encoded = |body: &str| {
        let body = BASE64_STANDARD.encode(body);
        json!({ "version": "2.0", "body": body, "isBase64Encoded": true })
    };
    let committed = workloads::event(Workload::Record).unwrap();
    let committed: Value = serde_json::from_slice(&committed).unwrap();
    let committed_message = body(&committed)["message"].as_str().unwrap().to_owned();
    let longest = "é".repeat(512);
    let mut events = vec![
        (committed, committed_message),
        (plain(&json!({ "message": longest }).to_string()), longest),
    ];
    for (body, message) in [
        (r#"{"message": "hello"}"#, "hello"),
        (" \n{\"message\":\"hello\"}\t ", "hello"),
        (
            r#"{"message": "Größe 🦀 \u00e9 \ud83e\udd80 \"quoted\" \n"}"#,
            "Größe 🦀 é 🦀 \"quoted\" \n",
        ),
        (r#"{"message": "\u0000"}"#, "\0"),
        (r#"{"message": "first", "message": "last"}"#, "last"),
        (r#"{"message": 1, "message": "last"}"#, "last"),
    ] {
        events.push((plain(body), message.to_owned()));
        events.push((encoded(body), message.to_owned()));
    }
    events.push((
        json!({ "body": r#"{"message": "bare"}"# }),
        "bare".to_owned(),
    ));
    events
}

fn bad_events() -> Vec<Value> {
    let mut events = vec![
        json!({}),
        json!({ "Records": [{ "body": r#"{"message": "from a queue"}"# }] }),
        json!({ "version": "2.0", "body": null }),
        json!({ "body": "not base64", "isBase64Encoded": true }),
        json!({ "body": "eyJtZXNzYWdlIjoiaGVsbG8ifQ", "isBase64Encoded": true }),
        json!({ "body": "ü", "isBase64Encoded": true }),
        json!({ "body": BASE64_STANDARD.encode(b"{\"message\": \"\xff\"}"), "isBase64Encoded": true }),
    ];
    let too_long = json!({ "message": "é".repeat(512) + "x" }).to_string();
    let nested = "[".repeat(100_000);
    let nested_message = format!(r#"{{"message": {nested}"#);
    let digits = format!(r#"{{"message": {}}}"#, "9".repeat(5000));
    let bodies = [
        "",
        " ",
        "hello",
        "null",
        "1",
        r#""message""#,
        "[]",
        r#"["hello"]"#,
        r#"[{"message": "hello"}]"#,
        "{}",
        "{",
        r#"{"message": "hello""#,
        r#"{"message": "hello"} {}"#,
        r#"{"message": "hello",}"#,
        r"{'message': 'hello'}",
        r#"{"Message": "hello"}"#,
        r#"{"message": ""}"#,
        r#"{"message": null}"#,
        r#"{"message": 1}"#,
        r#"{"message": true}"#,
        r#"{"message": ["hello"]}"#,
        r#"{"message": {"S": "hello"}}"#,
        r#"{"message": NaN}"#,
        r#"{"message": 1e999}"#,
        r#"{"message": "hello", "id": "chosen"}"#,
        r#"{"message": "hello", "other": NaN}"#,
        r#"{"message": "\ud800"}"#,
        r#"{"message": "\x"}"#,
        "{\"message\": \"line\nbreak\"}",
        "\u{feff}{\"message\": \"hello\"}",
        &too_long,
        &nested,
        &nested_message,
        &digits,
    ];
    events.extend(bodies.map(|body| json!({ "body": body })));
    events.extend(
        bodies.map(|body| json!({ "body": BASE64_STANDARD.encode(body), "isBase64Encoded": true })),
    );
    events
}
