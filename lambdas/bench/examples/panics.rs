//! A function whose handler panics, for the tests of faults.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(handler)).await
}

async fn handler(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let quantity = event.payload["quantity"].as_u64();
    Ok(quantity.expect("the order has no quantity").into())
}
