//! Finds near-duplicate records: a POST of `{"max_distance": 2, "records": ["…", …]}` is answered
//! by `{"clusters": [[0, 3], …]}`, the positions of the records that belong together.

use base64::prelude::{BASE64_STANDARD, Engine};
use dedupe_core::{BadRequest, dedupe};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde::Deserialize;
use serde_json::{Value, json};

/// The part of an HTTP API's event (payload format 2.0) that is read.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Request {
    body: Option<String>,
    is_base64_encoded: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(handler)).await
}

async fn handler(event: LambdaEvent<Request>) -> Result<Value, Error> {
    match body(event.payload).and_then(|body| dedupe(&body)) {
        Ok(answer) => Ok(response(200, &String::from_utf8(answer)?)),
        Err(error) => {
            let error = json!({ "error": error.to_string() });
            Ok(response(400, &error.to_string()))
        }
    }
}

fn body(request: Request) -> Result<Vec<u8>, BadRequest> {
    let body = request.body.unwrap_or_default();
    if request.is_base64_encoded {
        return BASE64_STANDARD.decode(body).map_err(|_| BadRequest);
    }
    Ok(body.into_bytes())
}

fn response(status: u16, body: &str) -> Value {
    json!({
        "statusCode": status,
        "headers": { "content-type": "application/json" },
        "body": body,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use lambda_runtime::Context;

    const BODY: &str = r#"{"max_distance": 1, "records": ["Müll", "Mill", "Lane"]}"#;

    async fn answer(event: Value) -> (Value, Value) {
        let request = serde_json::from_value(event).unwrap();
        let answer = handler(LambdaEvent::new(request, Context::default())).await;
        let answer = answer.unwrap();
        let body = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
        (answer["statusCode"].clone(), body)
    }

    #[tokio::test]
    async fn answers_plain_and_encoded_bodies() {
        let encoded = BASE64_STANDARD.encode(BODY);
        for event in [
            json!({ "body": BODY }),
            json!({ "body": encoded, "isBase64Encoded": true }),
        ] {
            let expected = (json!(200), json!({ "clusters": [[0, 1]] }));
            assert_eq!(answer(event).await, expected);
        }
    }

    #[tokio::test]
    async fn refuses_a_bad_body() {
        for event in [json!({}), json!({ "body": BODY, "isBase64Encoded": true })] {
            let expected = (json!(400), json!({ "error": BadRequest.to_string() }));
            assert_eq!(answer(event).await, expected);
        }
    }
}
