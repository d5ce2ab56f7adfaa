//! Sorts 100 MiB of random integers: a control, as others measured it on AWS.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::env;
use tracing_subscriber::filter::LevelFilter;

/// The number of the smallest integers that are hashed.
const SAMPLE: usize = 1000;

/// The part of the event that is read.
#[derive(Deserialize)]
#[serde(default)]
struct Request {
    elements: usize,
}

impl Default for Request {
    fn default() -> Self {
        let bytes = 100 * 1024 * 1024;
        Self {
            elements: bytes / size_of::<i64>(),
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::INFO)
        .with_target(false)
        .without_time()
        .init();
    run(service_fn(handler)).await
}

async fn handler(event: LambdaEvent<Request>) -> Result<Value, Error> {
    let Request { elements } = event.payload;
    let mut integers = random_integers(elements);
    integers.sort_unstable();
    Ok(json!({
        "workload": "sort",
        "runtime": "rust",
        "architecture": env::consts::ARCH,
        "memoryLimitMb": event.context.env_config.memory,
        "elements": elements,
        "digest": digest(&integers[..elements.min(SAMPLE)])?,
    }))
}

fn random_integers(count: usize) -> Vec<i64> {
    let mut random = StdRng::from_entropy();
    let mut integers = Vec::with_capacity(count);
    for _ in 0..count {
        integers.push(random.gen_range(0..1 << 30));
    }
    integers
}

fn digest(sample: &[i64]) -> Result<String, Error> {
    let sample = serde_json::to_vec(sample)?;
    Ok(hex::encode(Sha256::digest(sample)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_have_30_bits() {
        let integers = random_integers(1000);
        assert_eq!(integers.len(), 1000);
        assert!(
            integers
                .iter()
                .all(|integer| (0..1 << 30).contains(integer))
        );
    }

    /// `sha256sum` of `[1,2]`.
    #[test]
    fn the_sample_is_hashed_as_json() {
        let expected = "49a64717d5d4cb19952e6eac2946415cf6879adacf9908e7d872332d32c6e684";
        assert_eq!(digest(&[1, 2]).unwrap(), expected);
    }
}
