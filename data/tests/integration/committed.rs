//! The committed files themselves.

use data::{
    Architecture, Dataset, Decimal, Estimates, Language, Timing, TimingSource, Variant, Workload,
    own, turned_round, wire::Tables,
};
use std::{fs, path::Path};

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
            let falling = |pair: &[data::Tier]| pair[0].usd > pair[1].usd;
            assert!(tiers.windows(2).all(falling), "{}", region.code);
        }
    }
}

#[test]
fn the_run_covers_its_functions_at_every_memory_size() {
    let dataset = dataset();
    let timings = dataset.timings();
    for workload in Workload::compared() {
        for variant in dataset.variants(workload) {
            for memory_mb in [128, 256, 512, 1024, 1769] {
                let measured = timings.iter().any(|timing| {
                    timing.function == workload.name()
                        && timing.variant == variant
                        && timing.memory_mb == memory_mb
                });
                assert!(measured, "{workload} {variant} {memory_mb}");
            }
        }
    }
}

/// The mean warm duration of `hello` and of the third party's `light` at 512 MB on arm64, the
/// latter as `published-workloads.csv` has it.
#[test]
fn each_source_has_timings_of_its_own() {
    let mut sets = dataset().timing_sets();
    // Which is there once somebody has measured on it.
    sets.retain(|set| set.source != TimingSource::Aws);
    let sources: Vec<_> = sets.iter().map(|set| set.source).collect();
    let [local, estimate, published] = &sets[..] else {
        panic!("{sources:?}");
    };
    assert_eq!(
        sources,
        [
            TimingSource::Local,
            TimingSource::Estimate,
            TimingSource::Published
        ]
    );
    // Nothing tells what a language takes on AWS that no control function is written in.
    let mut estimated = local.timings.clone();
    estimated.retain(|timing| timing.variant.language() != Language::Node);
    assert_eq!(estimate.timings.len(), estimated.len());
    for (here, there) in estimated.iter().zip(&estimate.timings) {
        assert_eq!(here.function, there.function);
        assert!(
            there.init_ms > Decimal::from(10),
            "AWS adds to INIT: {there:?}"
        );
        assert!(
            there.warm_billed_ms >= there.warm_ms,
            "rounded up: {there:?}"
        );
    }
    assert_eq!(local.error_percent, None);
    assert_eq!(published.error_percent, None);
    assert!(estimate.error_percent.is_some());
    let light = published.timings.iter().find(|timing| {
        timing.function == "light"
            && timing.variant == Variant::Python
            && timing.architecture == Some(Architecture::Arm64)
            && timing.memory_mb == 512
    });
    let light = light.unwrap();
    assert_eq!(light.warm_ms.round_half_up(1), Decimal::new(159, 1));
    for set in &sets {
        assert!(set.provenance.ends_with('.'), "{}", set.provenance);
        assert_eq!(
            set.provenance.contains("not on AWS"),
            set.source != TimingSource::Published
        );
    }
}

/// The model's errors are within what the site says of its estimates.
#[test]
fn the_model_is_as_good_as_it_was_meant_to_be() {
    let Estimates {
        cells,
        model,
        judgement,
        ..
    } = Estimates::of(&dataset()).unwrap();
    assert!(judgement.median_error <= 0.15, "{judgement:?}");
    assert!(judgement.near * 10 >= judgement.cells * 9, "{judgement:?}");
    let turned = turned_round(&model, &cells);
    assert!(
        turned
            .iter()
            .all(|(rust, _)| rust.workload == Workload::Hello),
        "{turned:?}"
    );
}

#[test]
fn what_a_page_carries_is_what_was_committed() {
    let tables = dataset().tables();
    assert_eq!(Tables::decode(&tables.encode()), Ok(tables));
}

/// As this project's own runs are committed.
#[test]
fn a_committed_run_gives_the_timings_that_the_site_shows() {
    let dataset = dataset();
    let file = format!("measurements/{}.csv", dataset.run.run_id);
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let timings = own::read(&text).unwrap().timings(Variant::Rust).unwrap();
    for shown in dataset.timings() {
        let same = |timing: &&Timing| {
            (&timing.function, timing.variant, timing.memory_mb)
                == (&shown.function, shown.variant, shown.memory_mb)
        };
        let timing = timings.iter().find(same).unwrap();
        assert_eq!(timing.warm_ms, shown.warm_ms);
        assert_eq!(timing.cold_billed_ms, shown.cold_billed_ms);
        assert_eq!(timing.init_ms, shown.init_ms);
    }
    let is_compared = |timing: &&Timing| {
        let workload: Workload = timing.function.parse().unwrap();
        !workload.is_control()
    };
    let compared = timings.iter().filter(is_compared);
    assert_eq!(compared.count(), dataset.timings().len());
}
