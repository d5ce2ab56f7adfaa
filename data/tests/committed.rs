//! The committed files themselves.

use data::{Architecture, Dataset, wire::Tables};
use std::path::Path;

fn dataset() -> Dataset {
    Dataset::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn every_region_has_three_tiers_of_falling_price_on_both_architectures() {
    let prices = dataset().prices;
    assert_eq!(prices.regions.len(), 36);
    for region in &prices.regions {
        for &architecture in Architecture::ALL {
            let tiers = region.tiers(architecture);
            assert_eq!(tiers.len(), 3, "{}", region.code);
            let falling = |pair: &[data::Tier]| pair[0].usd_per_gb_s > pair[1].usd_per_gb_s;
            assert!(tiers.windows(2).all(falling), "{}", region.code);
        }
    }
}

#[test]
fn the_run_covers_every_function_at_every_memory_size() {
    let timings = dataset().timings();
    for &workload in data::Workload::ALL {
        for &variant in workload.variants() {
            for memory_mb in [128, 256, 512, 1024, 1769] {
                let measured = timings.iter().any(|timing| {
                    timing.workload == workload
                        && timing.variant == variant
                        && timing.memory_mb == memory_mb
                });
                assert!(measured, "{workload} {variant} {memory_mb}");
            }
        }
    }
}

#[test]
fn what_a_page_carries_is_what_was_committed() {
    let tables = dataset().tables();
    assert_eq!(Tables::decode(&tables.encode()), Ok(tables));
}
