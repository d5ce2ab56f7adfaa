//! The variants of `dedupe` give the same answers to the same events.

use crate::common;
use crate::common::tested::{Tested, body};
use base64::prelude::{BASE64_STANDARD, Engine};
use bench::{sandbox::FaultKind, workloads};
use data::Workload;
use serde_json::{Value, json};

const REFUSAL: &str = r#"the body must be a JSON object with two fields: "max_distance", a whole number from 1 to 9, and "records", a list of at most 1000 texts of 1 to 100 code points"#;

/// Asks every variant, by a plain and by an encoded body.
async fn expect(bodies: &[String], status: u16, expected: &[Value]) {
    let host = common::host(Vec::new());
    for tested in &mut Tested::all(Workload::Dedupe) {
        for (text, expected) in bodies.iter().zip(expected) {
            let encoded = BASE64_STANDARD.encode(text);
            for event in [
                json!({ "version": "2.0", "body": text, "isBase64Encoded": false }),
                json!({ "version": "2.0", "body": encoded, "isBase64Encoded": true }),
            ] {
                check(tested, &host, &event, status, expected).await;
            }
        }
    }
}

async fn check(
    tested: &mut Tested,
    host: &bench::sandbox::Host,
    event: &Value,
    status: u16,
    expected: &Value,
) {
    let answer = tested.ask(host, event).await;
    let name = &tested.function.name;
    let shown: String = event.to_string().chars().take(200).collect();
    let answer = answer.unwrap_or_else(|kind| panic!("{name}: {shown}: {kind:?}"));
    assert_eq!(answer["statusCode"], status, "{name}: {shown}");
    assert_eq!(
        answer["headers"],
        json!({ "content-type": "application/json" })
    );
    assert_eq!(body(&answer), *expected, "{name}: {shown}");
}

#[tokio::test]
async fn finds_the_same_clusters() {
    let long = "é".repeat(98);
    let thousand: Vec<String> = (0..1000).map(|_| "🦀".to_owned()).collect();
    let thousand: Vec<&str> = thousand.iter().map(String::as_str).collect();
    let everyone: Vec<usize> = (0..1000).collect();
    let cases: Vec<(usize, Vec<&str>, Value)> = vec![
        (1, vec![], json!([])),
        (1, vec!["one"], json!([])),
        (1, vec!["same", "same"], json!([[0, 1]])),
        (3, vec!["kitten", "sitting"], json!([[0, 1]])),
        (2, vec!["kitten", "sitting"], json!([])),
        (1, vec!["ab", "ba"], json!([])),
        (1, vec!["é", "e\u{301}"], json!([])),
        (2, vec!["é", "e\u{301}"], json!([[0, 1]])),
        (1, vec!["Straße", "Strase", "STRASSE"], json!([[0, 1]])),
        (1, vec!["🦀🦀", "🦀", "👩‍👩‍👧"], json!([[0, 1]])),
        (1, vec!["\0", "\n", "\u{10ffff}"], json!([[0, 1, 2]])),
        (1, vec!["abcd", "wxyz", "abxy", "abcy"], json!([[0, 2, 3]])),
        (
            1,
            vec!["north", "south", "south!", "north!"],
            json!([[0, 3], [1, 2]]),
        ),
        (
            1,
            vec!["aaaa", "bbaa", "aaaa", "bbaa", "baaa"],
            json!([[0, 1, 2, 3, 4]]),
        ),
        (
            9,
            vec!["a", "bcdefghij", "bcdefghijklmnopqrs"],
            json!([[0, 1, 2]]),
        ),
        (2, vec![&long, "x"], json!([])),
        (1, thousand, json!([everyone])),
    ];
    let request = |(distance, records, _): &(usize, Vec<&str>, Value)| {
        json!({ "max_distance": distance, "records": records }).to_string()
    };
    let mut bodies: Vec<String> = cases.iter().map(request).collect();
    let mut expected: Vec<Value> = cases
        .iter()
        .map(|(_, _, clusters)| json!({ "clusters": clusters }))
        .collect();
    bodies.push(
        " \n{\"records\":[\"\\u00e9\",\"\\ud83e\\udd80\"],\t\"max_distance\":1}\r".to_owned(),
    );
    expected.push(json!({ "clusters": [[0, 1]] }));
    expect(&bodies, 200, &expected).await;
}

#[tokio::test]
async fn agrees_on_the_measured_event() {
    let host = common::host(Vec::new());
    let event: Value =
        serde_json::from_slice(&workloads::event(Workload::Dedupe).unwrap()).unwrap();
    let mut answers = Vec::new();
    for tested in &mut Tested::all(Workload::Dedupe) {
        let answer = tested.ask(&host, &event).await.unwrap();
        assert_eq!(answer["statusCode"], 200, "{}", tested.function.name);
        answers.push((tested.function.name.clone(), body(&answer)));
    }
    let (_, first) = &answers[0];
    assert!(first["clusters"].as_array().unwrap().len() > 1, "{first}");
    for (name, answer) in &answers {
        assert_eq!(answer, first, "{name}");
    }
}

#[tokio::test]
async fn refuses_bad_bodies_in_the_same_words() {
    let with = |records: Value| json!({ "max_distance": 1, "records": records }).to_string();
    let mut bodies = vec![
        with(json!(["x".repeat(101)])),
        with(json!(["🦀".repeat(101)])),
        with(json!(vec!["x"; 1001])),
        with(json!(["x".repeat(4_000_000)])),
        with(json!([[]])),
        with(json!(["a", 1])),
        with(json!(["a", null])),
        with(json!([""])),
        with(json!("abc")),
        with(json!({ "a": "b" })),
        "[".repeat(100_000),
        format!(r#"{{"max_distance": 1, "records": {}"#, "[".repeat(100_000)),
        format!(r#"{{"max_distance": {}, "records": []}}"#, "9".repeat(5000)),
    ];
    for distance in [
        "0",
        "-0",
        "-1",
        "10",
        "1.0",
        "1e0",
        "1e999",
        "NaN",
        "Infinity",
        "01",
        "+1",
        "true",
        "null",
        r#""1""#,
        "[1]",
        "18446744073709551617",
    ] {
        bodies.push(format!(r#"{{"max_distance": {distance}, "records": []}}"#));
    }
    let texts = [
        "",
        " ",
        "null",
        "[]",
        "[1, []]",
        "{}",
        "{",
        r#"{"max_distance": 1}"#,
        r#"{"records": []}"#,
        r#"{"max_distance": 1, "records": []"#,
        r#"{"max_distance": 1, "records": [],}"#,
        r#"{"max_distance": 1, "records": []} {}"#,
        r#"{"max_distance": 1, "records": [], "other": NaN}"#,
        r#"{"max_distance": 1, "max_distance": 1, "records": []}"#,
        r#"{"max_distance": NaN, "max_distance": 1, "records": []}"#,
        r#"{"max_distance": 1, "records": ["\ud800"]}"#,
        r#"{"max_distance": 1, "records": ["\x"]}"#,
        "{\"max_distance\": 1, \"records\": [\"line\nbreak\"]}",
        "\u{feff}{\"max_distance\": 1, \"records\": []}",
        "\u{a0}{\"max_distance\": 1, \"records\": []}",
    ];
    bodies.extend(texts.map(str::to_owned));
    let refusals = vec![json!({ "error": REFUSAL }); bodies.len()];
    expect(&bodies, 400, &refusals).await;
}

#[tokio::test]
async fn refuses_events_without_a_readable_body() {
    let host = common::host(Vec::new());
    let invalid = br#"{"max_distance": 1, "records": ["X"]}"#
        .map(|byte| if byte == b'X' { 0xff } else { byte });
    for tested in &mut Tested::all(Workload::Dedupe) {
        for event in [
            json!({}),
            json!({ "version": "2.0", "body": null }),
            json!({ "body": "not base64", "isBase64Encoded": true }),
            json!({ "body": "ü", "isBase64Encoded": true }),
            json!({ "body": BASE64_STANDARD.encode(invalid), "isBase64Encoded": true }),
        ] {
            check(tested, &host, &event, 400, &json!({ "error": REFUSAL })).await;
        }
    }
}

#[tokio::test]
async fn fails_on_what_no_gateway_sends() {
    let host = common::host(Vec::new());
    for tested in &mut Tested::all(Workload::Dedupe) {
        for event in [
            Value::Null,
            json!("body"),
            json!({ "body": { "records": [] } }),
        ] {
            let answer = tested.ask(&host, &event).await;
            let name = &tested.function.name;
            assert_eq!(answer, Err(FaultKind::Handler), "{name}: {event}");
        }
    }
}
