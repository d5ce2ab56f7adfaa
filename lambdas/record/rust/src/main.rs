//! Records a message in DynamoDB: a POST of `{"message": "…"}` is answered by `{"id": "…"}`.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::{Client, error::SdkError, types::AttributeValue};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use base64::prelude::{BASE64_STANDARD, Engine};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::{collections::HashMap, env};
use uuid::Uuid;

const MAX_BYTES: usize = 1024;
const BAD_REQUEST: &str =
    r#"the body must be a JSON object with one field, "message": a text of 1 to 1024 bytes"#;

/// The part of an HTTP API's event (payload format 2.0) that is read.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Request {
    body: Option<String>,
    is_base64_encoded: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    message: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let table = env::var("TABLE_NAME").unwrap_or_default();
    if table.is_empty() {
        return Err("TABLE_NAME is not set: give it the name of the DynamoDB table".into());
    }
    let dynamodb = client().await;
    if env::var("CONNECT").as_deref() != Ok("first-call") {
        connect(&dynamodb, &table).await?;
    }
    run(service_fn(|event: LambdaEvent<Request>| {
        handler(&dynamodb, &table, event.payload)
    }))
    .await
}

async fn client() -> Client {
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    let config = aws_config::defaults(BehaviorVersion::latest()).http_client(http);
    Client::new(&config.load().await)
}

/// Opens the connection during INIT, which has a full CPU. DynamoDB refuses an item without a
/// key, so this writes nothing, and it needs no permission but `PutItem`.
async fn connect(dynamodb: &Client, table: &str) -> Result<(), Error> {
    let no_item = Some(HashMap::new());
    let request = dynamodb.put_item().table_name(table).set_item(no_item);
    match request.send().await {
        Ok(_) | Err(SdkError::ServiceError(_)) => Ok(()),
        Err(no_answer) => Err(no_answer.into()),
    }
}

async fn handler(dynamodb: &Client, table: &str, request: Request) -> Result<Value, Error> {
    let Some(note) = parse(request) else {
        return Ok(response(400, &json!({ "error": BAD_REQUEST })));
    };
    let id = Uuid::new_v4().to_string();
    dynamodb
        .put_item()
        .table_name(table)
        .item("id", AttributeValue::S(id.clone()))
        .item("message", AttributeValue::S(note.message))
        .send()
        .await?;
    Ok(response(201, &json!({ "id": id })))
}

fn parse(request: Request) -> Option<Note> {
    let mut body = request.body?;
    if request.is_base64_encoded {
        body = String::from_utf8(BASE64_STANDARD.decode(body).ok()?).ok()?;
    }
    let fields: Map<String, Value> = serde_json::from_str(&body).ok()?;
    let note = Note::deserialize(fields).ok()?;
    (1..=MAX_BYTES)
        .contains(&note.message.len())
        .then_some(note)
}

fn response(status: u16, body: &Value) -> Value {
    json!({
        "statusCode": status,
        "headers": { "content-type": "application/json" },
        "body": body.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(event: Value) -> Request {
        serde_json::from_value(event).unwrap()
    }

    fn message(event: Value) -> Option<String> {
        parse(request(event)).map(|note| note.message)
    }

    #[test]
    fn reads_the_message() {
        let event = json!({ "version": "2.0", "body": r#"{"message": "größer"}"# });
        assert_eq!(message(event).as_deref(), Some("größer"));
    }

    #[test]
    fn reads_an_encoded_body() {
        let body = BASE64_STANDARD.encode(r#"{"message": "hello"}"#);
        let event = json!({ "body": body, "isBase64Encoded": true });
        assert_eq!(message(event).as_deref(), Some("hello"));
    }

    #[test]
    fn counts_bytes() {
        let body = |letters| json!({ "message": "é".repeat(letters) }).to_string();
        assert!(message(json!({ "body": body(512) })).is_some());
        assert!(message(json!({ "body": body(513) })).is_none());
    }

    #[tokio::test]
    async fn refuses_a_bad_body_before_it_asks_dynamodb() {
        let nowhere = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .build();
        let request = request(json!({ "body": r#"{"message": ""}"# }));
        let answer = handler(&Client::from_conf(nowhere), "table", request).await;
        let expected = response(400, &json!({ "error": BAD_REQUEST }));
        assert_eq!(answer.unwrap(), expected);
    }
}
