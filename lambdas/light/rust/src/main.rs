//! The control `light` with AWS's SDK as it comes, in its default features.

use aws_config::BehaviorVersion;
use lambda_runtime::Error;
use std::env;

#[tokio::main]
async fn main() -> Result<(), Error> {
    if env::var("IN_INIT").as_deref() == Ok("random") {
        draw_random()?;
    }
    light::serve(&aws_config::load_defaults(BehaviorVersion::latest()).await).await
}

/// Has AWS-LC collect its entropy now, in INIT, and not in the first call's handshake.
fn draw_random() -> Result<(), Error> {
    aws_lc_rs::rand::fill(&mut [0; 1]).map_err(|error| error.to_string().into())
}
