//! The variants of the control `hash` give the same digests, with the processor's SHA extensions and
//! without.

use crate::common;
use crate::common::tested::{Tested, described};
use data::Workload;
use serde_json::json;

/// Numbers of iterations and their last digest, as Python's `hashlib` computes it.
const DIGESTS: [(u32, &str); 4] = [
    (
        1,
        "2059d21a37fabc4a27ed921f16f1116730b08743680d4da38a51f6878e2c569e",
    ),
    (
        2,
        "fc05584d42ec0b71cf3eca5510a86420bef95e2203f438bab1175be10258d3e2",
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

#[tokio::test]
async fn hash_gives_the_digest_that_python_knows() {
    give_the_digests(Tested::all(Workload::Hash)).await;
}

#[tokio::test]
async fn hash_gives_the_same_digest_with_sha_extensions() {
    let mut variants = Tested::all(Workload::Hash);
    for tested in &mut variants {
        tested.function.environment.clear();
    }
    give_the_digests(variants).await;
}

async fn give_the_digests(mut variants: Vec<Tested>) {
    let host = common::host(Vec::new());
    for (iterations, digest) in DIGESTS {
        for tested in &mut variants {
            let event = json!({ "iterations": iterations });
            let answer = tested.ask(&host, &event).await.unwrap();
            let expected = json!({ "iterations": iterations, "digest": digest });
            let expected = described(Workload::Hash, &answer, expected);
            assert_eq!(answer, expected, "{}", tested.function.name);
        }
    }
}
