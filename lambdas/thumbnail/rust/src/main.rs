//! Answers a POST of a JPEG with a thumbnail: a JPEG of at most 256 x 256 pixels.

mod picture;

use base64::prelude::{BASE64_STANDARD, Engine};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use picture::BadImage;
use serde::Deserialize;
use serde_json::{Value, json};

/// What is read of an HTTP API's event (payload format 2.0).
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
    let jpeg = body(event.payload);
    Ok(match jpeg.and_then(|jpeg| picture::thumbnail(&jpeg)) {
        Ok(thumbnail) => json!({
            "statusCode": 200,
            "headers": { "content-type": "image/jpeg" },
            "body": BASE64_STANDARD.encode(thumbnail),
            "isBase64Encoded": true,
        }),
        Err(error) => json!({
            "statusCode": 400,
            "headers": { "content-type": "application/json" },
            "body": json!({ "error": error.to_string() }).to_string(),
        }),
    })
}

fn body(request: Request) -> Result<Vec<u8>, BadImage> {
    let body = request.body.unwrap_or_default();
    if request.is_base64_encoded {
        return BASE64_STANDARD.decode(body).map_err(|_| BadImage);
    }
    Ok(body.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lambda_runtime::Context;

    #[tokio::test]
    async fn refuses_what_is_no_jpeg() {
        for event in [
            json!({}),
            json!({ "body": "hello" }),
            json!({ "body": "!", "isBase64Encoded": true }),
        ] {
            let request = serde_json::from_value(event).unwrap();
            let event = LambdaEvent::new(request, Context::default());
            let answer = handler(event).await.unwrap();
            assert_eq!(answer["statusCode"], 400);
            let error = json!({ "error": BadImage.to_string() }).to_string();
            assert_eq!(answer["body"], error);
        }
    }
}
