//! Hashes a hash half a million times with SHA-256: a control, as others measured it on AWS.
//!
//! The library uses the processor's SHA extensions where there are any. With `SHA_EXTENSIONS=no` it
//! does not, for a comparison with processors that have none.

#[cfg(target_arch = "x86_64")]
mod without_extensions;

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::env;
use tracing_subscriber::filter::LevelFilter;

/// The text that is hashed first.
const TEXT: &[u8; 56] = b"fifty-six bytes, hashed again and again: a SHA-256 chain";

/// The part of the event that is read.
#[derive(Deserialize)]
#[serde(default)]
struct Request {
    iterations: u32,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            iterations: 500_000,
        }
    }
}

/// Computes the last of so many digests, each of which is the hash of the one before it.
type Chain = fn(u32) -> [u8; 32];

#[tokio::main]
async fn main() -> Result<(), Error> {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::INFO)
        .with_target(false)
        .without_time()
        .init();
    let chain = match env::var("SHA_EXTENSIONS").as_deref() {
        Ok("no") => without_extensions()?,
        Ok(_) | Err(_) => chain,
    };
    let handler = |event| async move { Ok::<_, Error>(answer(chain, &event)) };
    run(service_fn(handler)).await
}

#[cfg(target_arch = "x86_64")]
#[allow(clippy::unnecessary_wraps, reason = "fails on other processors")]
fn without_extensions() -> Result<Chain, Error> {
    Ok(without_extensions::chain)
}

#[cfg(not(target_arch = "x86_64"))]
fn without_extensions() -> Result<Chain, Error> {
    Err("SHA_EXTENSIONS=no is known on x86_64 only: leave it out".into())
}

fn answer(chain: Chain, event: &LambdaEvent<Request>) -> Value {
    let Request { iterations } = event.payload;
    json!({
        "workload": "hash",
        "runtime": "rust",
        "architecture": env::consts::ARCH,
        "memoryLimitMb": event.context.env_config.memory,
        "iterations": iterations,
        "digest": hex::encode(chain(iterations)),
    })
}

fn chain(iterations: u32) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(TEXT);
    let mut digest: [u8; 32] = hasher.finalize_reset().into();
    for _ in 1..iterations {
        hasher.update(digest);
        digest = hasher.finalize_reset().into();
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digests that Python's `hashlib` computes.
    const DIGESTS: [(u32, &str); 3] = [
        (
            1,
            "2059d21a37fabc4a27ed921f16f1116730b08743680d4da38a51f6878e2c569e",
        ),
        (
            3,
            "1ea0e01161c78edcf6e7a16f719e527e1cce75932295b68ec485cf3d9310b759",
        ),
        (
            500_000,
            "a482e8e156c585e1f82707e43f2a26186cf6feae13bf5ddf3b4f6c645c9e3d55",
        ),
    ];

    fn gives_the_digests(chain: Chain) {
        for (iterations, digest) in DIGESTS {
            assert_eq!(hex::encode(chain(iterations)), digest);
        }
    }

    #[test]
    fn the_library_gives_the_digests() {
        gives_the_digests(chain);
    }

    #[cfg(target_arch = "x86_64")]
    #[test]
    fn so_does_the_assembly_without_extensions() {
        gives_the_digests(without_extensions::chain);
    }
}
