//! Answers a constant: what a request costs before a function does any work.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(handler)).await
}

async fn handler(_event: LambdaEvent<Value>) -> Result<Value, Error> {
    Ok(json!({ "message": "hello" }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lambda_runtime::Context;

    #[tokio::test]
    async fn answers_hello() {
        let event = LambdaEvent::new(json!({}), Context::default());
        let answer = handler(event).await.unwrap();
        assert_eq!(answer, json!({ "message": "hello" }));
    }
}
