//! AWS's own worked examples, recomputed to the cent.

use cost::{Bill, Item, Usage, parse_duration_ms};
use data::{Architecture, Decimal, PriceList};
use serde::Deserialize;
use std::{fs, path::Path};

/// An example that names its requests is one that a [`Usage`] can express, unless it is about
/// provisioned concurrency or SnapStart.
#[derive(Deserialize)]
struct Example {
    id: String,
    requests: Option<u64>,
    ms: Option<u32>,
    mb: u32,
    #[serde(default)]
    free: bool,
    ephemeral_mb: Option<u32>,
    gbs: Option<u64>,
    request: Option<String>,
    compute: Option<String>,
    ephemeral: Option<String>,
    total: Option<String>,
    #[serde(default)]
    snapstart: Option<String>,
}

fn data_file(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../data")
        .join(name)
}

fn prices() -> PriceList {
    PriceList::read(&data_file("prices")).unwrap()
}

fn usage(example: &Example, requests: u64, ms: u32) -> Usage {
    Usage {
        architecture: Architecture::X86_64,
        memory_mb: example.mb,
        ephemeral_mb: example.ephemeral_mb.unwrap_or(512),
        requests,
        duration_ms: Decimal::from(u64::from(ms)),
        init_ms: Decimal::ZERO,
        cold_share: Decimal::ZERO,
        init_billing: true,
        free_tier: example.free,
    }
}

#[test]
fn every_example_comes_out_to_the_cent() {
    let text = fs::read_to_string(data_file("published/aws-worked-examples.json")).unwrap();
    let examples: Vec<Example> = serde_json::from_str(&text).unwrap();
    let prices = prices();
    let region = prices.region("us-east-1").unwrap();
    let mut checked = Vec::new();
    for example in &examples {
        let (Some(requests), Some(ms)) = (example.requests, example.ms) else {
            continue;
        };
        let bill = Bill::of(region, &usage(example, requests, ms));
        let id = &example.id;
        if let Some(gb_seconds) = example.gbs {
            assert_eq!(bill.gb_seconds, Decimal::from(gb_seconds), "{id}");
        }
        for (item, published) in [
            (Item::Requests, &example.request),
            (Item::Duration, &example.compute),
            (Item::EphemeralStorage, &example.ephemeral),
        ] {
            if let Some(published) = published {
                assert_eq!(&bill.amount(item).to_string(), published, "{id}: {item}");
            }
        }
        // SnapStart's own lines are no part of a `Usage`.
        if let (Some(total), None) = (&example.total, &example.snapstart) {
            assert_eq!(&bill.total().to_string(), total, "{id}");
        }
        checked.push(id.as_str());
    }
    assert_eq!(
        checked,
        [
            "aws-mobile-backend",
            "aws-telemetry",
            "aws-ml-bert",
            "aws-snapstart-telemetry",
            "aws-1ms-blog-2020",
        ]
    );
}

/// The 2024 talk's 100 million requests of 5 and 23 ms at 128 MB. It stated the duration only,
/// as 1.05 and 4.80 USD, from AWS's table of prices per ms, which rounds 128 MB to
/// 0.0000000021 USD; the GB-second's price gives a cent less. The request charge adds 20 USD.
#[test]
fn the_request_charge_is_part_of_the_talks_figures() {
    let prices = prices();
    let region = prices.region("us-east-1").unwrap();
    let bill = |ms| {
        let usage = Usage {
            architecture: Architecture::X86_64,
            memory_mb: 128,
            ephemeral_mb: 512,
            requests: 100_000_000,
            duration_ms: parse_duration_ms(ms).unwrap(),
            init_ms: Decimal::ZERO,
            cold_share: Decimal::ZERO,
            init_billing: true,
            free_tier: false,
        };
        let bill = Bill::of(region, &usage);
        [bill.amount(Item::Duration), bill.total()].map(|usd| usd.to_string())
    };
    assert_eq!(bill("5"), ["1.04", "21.04"]);
    assert_eq!(bill("23"), ["4.79", "24.79"]);
}
