//! The variants of `aggregate` give the same answers to the same events.

use crate::common;
use crate::common::tested::{Tested, body};
use base64::prelude::{BASE64_STANDARD, Engine};
use bench::{sandbox::FaultKind, workloads};
use data::Workload;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Asks every variant and holds each to one answer.
async fn expect(events: Vec<(Value, u16, Value)>) {
    let host = common::host(Vec::new());
    let mut variants = Tested::all(Workload::Aggregate);
    assert_eq!(variants.len(), 3);
    for (event, status, expected) in events {
        let shown: String = event.to_string().chars().take(100).collect();
        for tested in &mut variants {
            let answer = tested.ask(&host, &event).await;
            let name = &tested.function.name;
            let answer = answer.unwrap_or_else(|kind| panic!("{name}: {shown}: {kind:?}"));
            assert_eq!(answer["statusCode"], status, "{name}: {shown}");
            let headers = json!({ "content-type": "application/json" });
            assert_eq!(answer["headers"], headers, "{name}: {shown}");
            assert_eq!(body(&answer), expected, "{name}: {shown}");
        }
    }
}

fn customer(name: &str, count: usize, sum: i64, median: i64, p95: i64) -> Value {
    json!({ "customer": name, "count": count, "sum_cents": sum, "median_cents": median, "p95_cents": p95 })
}

/// An event for a body as it is and one for it in base64.
fn plain_and_encoded(body: &str) -> [Value; 2] {
    [
        json!({ "version": "2.0", "body": body, "isBase64Encoded": false }),
        json!({ "version": "2.0", "body": BASE64_STANDARD.encode(body), "isBase64Encoded": true }),
    ]
}

#[tokio::test]
async fn answers_with_the_statistics_of_each_customer() {
    let nested = format!(
        r#"[{{"customer": "a", "amount_cents": 1, "other": {}{}}}]"#,
        "[".repeat(300),
        "]".repeat(300)
    );
    let one = |name: &str, cents| vec![customer(name, 1, cents, cents, cents)];
    let cases = [
        ("[]", vec![]),
        (" \n[ ]\t\r", vec![]),
        (r#"[{"customer": "a", "amount_cents": 5}]"#, one("a", 5)),
        (r#"[{"customer": "", "amount_cents": 0}]"#, one("", 0)),
        (r#"[{"customer": "a", "amount_cents": -0}]"#, one("a", 0)),
        (
            r#"[{"customer": "a", "amount_cents": -999999999999}]"#,
            one("a", -999_999_999_999),
        ),
        (
            r#"[{"customer": "\u0000", "amount_cents": 1}]"#,
            one("\0", 1),
        ),
        (
            r#"[{"customer": "a", "amount_cents": 1, "customer": "b", "amount_cents": 2}]"#,
            one("b", 2),
        ),
        (
            r#"[{"customer": null, "amount_cents": 1.5, "customer": "b", "amount_cents": 2}]"#,
            one("b", 2),
        ),
        (
            r#"[{"\u0063ustomer": "a", "amount_cents": 1, "\ud800": "\ud800", "x": 1e999}]"#,
            one("a", 1),
        ),
        (&nested, one("a", 1)),
        // Ties, and an even count: the median is the lower one of the middle.
        (
            r#"[{"customer": "t", "amount_cents": 7}, {"customer": "t", "amount_cents": 7},
                {"customer": "t", "amount_cents": -7}, {"customer": "t", "amount_cents": 9}]"#,
            vec![customer("t", 4, 16, 7, 9)],
        ),
        (
            r#"[{"customer": "t", "amount_cents": 2}, {"customer": "t", "amount_cents": 1}]"#,
            vec![customer("t", 2, 3, 1, 2)],
        ),
        // Code points decide the order; composed and decomposed letters differ.
        (
            r#"[{"customer": "🦀", "amount_cents": 1}, {"customer": "\uff5e", "amount_cents": 2},
                {"customer": "\u00e9", "amount_cents": 3}, {"customer": "é", "amount_cents": 4},
                {"customer": "e\u0301", "amount_cents": 5}, {"customer": "\ud83e\udd80", "amount_cents": 6},
                {"customer": "B", "amount_cents": 7}, {"customer": "a", "amount_cents": 8}]"#,
            vec![
                customer("B", 1, 7, 7, 7),
                customer("a", 1, 8, 8, 8),
                customer("e\u{301}", 1, 5, 5, 5),
                customer("é", 2, 7, 3, 4),
                customer("\u{ff5e}", 1, 2, 2, 2),
                customer("🦀", 2, 7, 1, 6),
            ],
        ),
    ];
    let mut events = Vec::new();
    for (body, customers) in cases {
        for event in plain_and_encoded(body) {
            events.push((event, 200, json!({ "customers": customers })));
        }
    }
    expect(events).await;
}

#[tokio::test]
async fn answers_to_the_measured_event_and_to_one_near_the_limit() {
    let measured = workloads::event(Workload::Aggregate).unwrap();
    let measured: Value = serde_json::from_slice(&measured).unwrap();
    let orders: Vec<Value> = serde_json::from_value(body(&measured)).unwrap();
    let expected = statistics(&orders);

    // Escaped once more inside the event, this is just below Lambda's 6 MB.
    let many: Vec<Value> = orders
        .iter()
        .cycle()
        .take(orders.len() * 5)
        .cloned()
        .collect();
    let large = json!({ "body": Value::from(many.clone()).to_string() });
    let size = large.to_string().len();
    assert!((4_500_000..6_291_456).contains(&size), "{size} bytes");
    expect(vec![
        (measured, 200, expected),
        (large, 200, statistics(&many)),
    ])
    .await;
}

/// By counting instead of ranks: the smallest amount that at least so many per cent don't exceed.
fn statistics(orders: &[Value]) -> Value {
    let mut amounts: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for order in orders {
        let amount = order["amount_cents"].as_i64().unwrap();
        let customer = order["customer"].as_str().unwrap();
        amounts.entry(customer).or_default().push(amount);
    }
    let statistics = amounts.iter().map(|(name, amounts)| {
        let percentile = |percent: usize| {
            let enough = |limit: i64| {
                let within = amounts.iter().filter(|&&amount| amount <= limit).count();
                within * 100 >= percent * amounts.len()
            };
            let candidates = amounts.iter().copied().filter(|&amount| enough(amount));
            candidates.min().unwrap()
        };
        let sum = amounts.iter().sum();
        customer(name, amounts.len(), sum, percentile(50), percentile(95))
    });
    json!({ "customers": statistics.collect::<Vec<_>>() })
}

#[tokio::test]
async fn refuses_bad_bodies_in_the_same_words() {
    let refusal = json!({
        "error": "the body must be a JSON array of orders, each an object with \"customer\": a text, and \"amount_cents\": an integer of at most 12 digits",
    });
    let invalid_utf8 = BASE64_STANDARD.encode(b"[{\"customer\": \"\xff\", \"amount_cents\": 1}]");
    let unread_utf8 =
        BASE64_STANDARD.encode(b"[{\"customer\": \"a\", \"amount_cents\": 1, \"x\": \"\xff\"}]");
    let mut events = vec![
        json!({}),
        json!({ "body": null }),
        json!({ "body": "not base64", "isBase64Encoded": true }),
        json!({ "body": "W10", "isBase64Encoded": true }),
        json!({ "body": "ü", "isBase64Encoded": true }),
        json!({ "body": invalid_utf8, "isBase64Encoded": true }),
        json!({ "body": unread_utf8, "isBase64Encoded": true }),
    ];
    let nested = "[".repeat(100_000);
    let digits = format!(
        r#"[{{"customer": "a", "amount_cents": {}}}]"#,
        "9".repeat(5000)
    );
    let late = format!(
        "[{}{}]",
        r#"{"customer": "a", "amount_cents": 1},"#.repeat(1000),
        r#"{"customer": "a"}"#
    );
    for body in [
        "",
        " ",
        "null",
        "1",
        "{}",
        "[",
        "[1]",
        "[null]",
        "[[]]",
        r#"[["a", 1]]"#,
        "[{}]",
        r#"{"customer": "a", "amount_cents": 1}"#,
        r#"[{"customer": "a", "amount_cents": 1}"#,
        r#"[{"customer": "a", "amount_cents": 1},]"#,
        r#"[{"customer": "a", "amount_cents": 1}] []"#,
        r#"[{"customer": "a"}]"#,
        r#"[{"amount_cents": 1}]"#,
        r#"[{"Customer": "a", "amount_cents": 1}]"#,
        r#"[{"customer": 1, "amount_cents": 1}]"#,
        r#"[{"customer": null, "amount_cents": 1}]"#,
        r#"[{"customer": ["a"], "amount_cents": 1}]"#,
        r#"[{"customer": "\ud800", "amount_cents": 1}]"#,
        r#"[{"customer": "\x", "amount_cents": 1}]"#,
        "[{\"customer\": \"line\nbreak\", \"amount_cents\": 1}]",
        r#"[{"customer": "a", "amount_cents": "1"}]"#,
        r#"[{"customer": "a", "amount_cents": null}]"#,
        r#"[{"customer": "a", "amount_cents": true}]"#,
        r#"[{"customer": "a", "amount_cents": 1.0}]"#,
        r#"[{"customer": "a", "amount_cents": 1e2}]"#,
        r#"[{"customer": "a", "amount_cents": 01}]"#,
        r#"[{"customer": "a", "amount_cents": +1}]"#,
        r#"[{"customer": "a", "amount_cents": NaN}]"#,
        r#"[{"customer": "a", "amount_cents": 1, "other": NaN}]"#,
        r#"[{"customer": "a", "amount_cents": 1, "other": -Infinity}]"#,
        r#"[{"customer": "a", "amount_cents": 1000000000000}]"#,
        r#"[{"customer": "a", "amount_cents": -1000000000000}]"#,
        r#"[{"customer": "a", "amount_cents": 18446744073709551617}]"#,
        r#"[{"customer": "a", "amount_cents": 1, "amount_cents": null}]"#,
        "\u{feff}[]",
        &nested,
        &digits,
        &late,
    ] {
        events.extend(plain_and_encoded(body));
    }
    let refused = |event| (event, 400, refusal.clone());
    expect(events.into_iter().map(refused).collect()).await;
}

#[tokio::test]
async fn fails_on_what_no_gateway_sends() {
    let host = common::host(Vec::new());
    let mut variants = Tested::all(Workload::Aggregate);
    for event in [Value::Null, json!("body"), json!({ "body": [1] })] {
        for tested in &mut variants {
            let answer = tested.ask(&host, &event).await;
            let name = &tested.function.name;
            assert_eq!(answer, Err(FaultKind::Handler), "{name}: {event}");
        }
    }
}
