//! Makes a thumbnail: a POST of a JPEG is answered by a JPEG of at most 256 by 256 pixels.

mod thumbnail;

use base64::prelude::{BASE64_STANDARD, Engine};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde::Deserialize;
use serde_json::{Value, json};

const BAD_REQUEST: &str = "the body must be a whole JPEG of at most 24 million pixels";

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
    let Some(large) = parse(event.payload).and_then(|jpeg| thumbnail::decode(&jpeg)) else {
        return Ok(response(400, "text/plain", BAD_REQUEST, false));
    };
    let small = BASE64_STANDARD.encode(large.thumbnail()?);
    Ok(response(200, "image/jpeg", &small, true))
}

fn parse(request: Request) -> Option<Vec<u8>> {
    if !request.is_base64_encoded {
        return None;
    }
    BASE64_STANDARD.decode(request.body?).ok()
}

fn response(status: u16, content_type: &str, body: &str, is_base64: bool) -> Value {
    json!({
        "statusCode": status,
        "headers": { "content-type": content_type },
        "body": body,
        "isBase64Encoded": is_base64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_an_encoded_body() {
        let request = |event| serde_json::from_value::<Request>(event).unwrap();
        let encoded = json!({ "body": "/9j/", "isBase64Encoded": true });
        assert_eq!(parse(request(encoded)), Some(vec![0xff, 0xd8, 0xff]));
        assert_eq!(parse(request(json!({ "body": "/9j/" }))), None);
        assert_eq!(parse(request(json!({ "isBase64Encoded": true }))), None);
    }
}
