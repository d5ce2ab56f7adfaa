//! Answers a POST of orders with statistics of each customer's: count, sum, median and 95th
//! percentile.

use aggregate_core::{BadOrders, summarize};
use base64::prelude::{BASE64_STANDARD, Engine};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The part of an HTTP API's event (payload format 2.0) that is read.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Request {
    body: Option<String>,
    is_base64_encoded: bool,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    status_code: u16,
    headers: Headers,
    body: String,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Headers {
    content_type: &'static str,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(handler)).await
}

async fn handler(event: LambdaEvent<Request>) -> Result<Response, Error> {
    let summary = orders(event.payload).and_then(|orders| summarize(&orders));
    Ok(match summary {
        Ok(summary) => response(200, String::from_utf8(summary)?),
        Err(error) => response(400, json!({ "error": error.to_string() }).to_string()),
    })
}

fn orders(request: Request) -> Result<Vec<u8>, BadOrders> {
    let body = request.body.unwrap_or_default();
    if request.is_base64_encoded {
        return BASE64_STANDARD.decode(body).map_err(|_| BadOrders);
    }
    Ok(body.into_bytes())
}

fn response(status_code: u16, body: String) -> Response {
    Response {
        status_code,
        headers: Headers {
            content_type: "application/json",
        },
        body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lambda_runtime::Context;
    use serde_json::Value;

    async fn answer(event: Value) -> Response {
        let request = serde_json::from_value(event).unwrap();
        let event = LambdaEvent::new(request, Context::default());
        handler(event).await.unwrap()
    }

    #[tokio::test]
    async fn answers_with_the_statistics_of_a_plain_or_encoded_body() {
        let orders = r#"[{"customer": "a", "amount_cents": 5}]"#;
        let statistics =
            r#"{"customer":"a","count":1,"sum_cents":5,"median_cents":5,"p95_cents":5}"#;
        let expected = response(200, format!(r#"{{"customers":[{statistics}]}}"#));
        assert_eq!(answer(json!({ "body": orders })).await, expected);
        let encoded = BASE64_STANDARD.encode(orders);
        let event = json!({ "body": encoded, "isBase64Encoded": true });
        assert_eq!(answer(event).await, expected);
    }

    #[tokio::test]
    async fn refuses_a_bad_body() {
        let refusal = json!({ "error": BadOrders.to_string() }).to_string();
        for event in [
            json!({}),
            json!({ "body": "{}" }),
            json!({ "body": "[]", "isBase64Encoded": true }),
        ] {
            assert_eq!(answer(event).await, response(400, refusal.clone()));
        }
    }
}
