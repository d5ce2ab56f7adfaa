//! The same month in all variants, and whether a rewrite pays.

use crate::common::prices_of;
use cost::{
    Cents, Comparison, InitBilling, MemoryChoice, Payback, Port, Range, Scenario, csv, sizes,
};
use data::{
    Architecture, ByLanguage, Decimal, Language, Percentiles, RegionPrices, SavingsPlan, Service,
    ServiceUsage, Timing, TimingSet, TimingSource, Variant,
};
use proptest::prelude::*;
use std::{cmp::Ordering, sync::LazyLock};

fn prices() -> &'static RegionPrices {
    prices_of("us-east-1")
}

fn timing(variant: Variant, memory_mb: u32, warm: u64, init: u64) -> Timing {
    Timing {
        function: "f".to_owned(),
        variant,
        architecture: None,
        memory_mb,
        warm_ms: warm.into(),
        warm_billed_ms: warm.into(),
        cold_billed_ms: warm.into(),
        init_ms: init.into(),
        percentiles: Percentiles::default(),
    }
}

/// Python takes 100 ms at 128 MB and 20 at 1,024 MB, Rust 10 and 10.
fn set() -> TimingSet {
    TimingSet {
        source: TimingSource::Local,
        provenance: "Measured nowhere.".to_owned(),
        error_percent: None,
        timings: vec![
            timing(Variant::Python, 128, 100, 300),
            timing(Variant::Python, 1024, 20, 300),
            timing(Variant::Rust, 128, 10, 20),
            timing(Variant::Rust, 1024, 10, 20),
        ],
    }
}

fn scenario() -> Scenario {
    Scenario {
        function: "f".to_owned(),
        requests: 10_000_000,
        architecture: Architecture::X86_64,
        memory: ByLanguage::all(MemoryChoice::Mb(128)),
        wait_ms: Decimal::ZERO,
        cold_share: Decimal::ZERO,
        init_billing: InitBilling::Since2025,
        free_tier: false,
        savings_plan: SavingsPlan::None,
        services: ServiceUsage::NOTHING,
    }
}

fn compare(scenario: &Scenario) -> Comparison<'static> {
    static SET: LazyLock<TimingSet> = LazyLock::new(set);
    Comparison::of(prices(), &SET, scenario).unwrap()
}

fn total(comparison: &Comparison, variant: Variant) -> String {
    comparison.month(variant).unwrap().bill.total().to_string()
}

/// 10^7 × 0.1 s at 1/8 GB are 125,000 GB-s, which cost 2.08 USD, and the requests 2.00.
#[test]
fn every_variant_has_its_month() {
    let comparison = compare(&scenario());
    assert_eq!(total(&comparison, Variant::Python), "4.08");
    assert_eq!(total(&comparison, Variant::Rust), "2.21");
    assert_eq!(comparison.per_invocation(), Cents(200));
    let change = comparison.change().unwrap();
    assert_eq!(
        (change.by, change.share.unwrap().to_string().as_str()),
        (Cents(187), "45.8\u{a0}%")
    );
    assert_eq!(comparison.month(Variant::Hybrid), None);
}

/// Half of the time or half as much again: 1.04 or 3.13 USD for Python's duration, 0.10 or 0.31 for
/// Rust's, and 2.00 for the requests of each.
#[test]
fn an_estimate_has_bills_at_both_ends_of_its_error() {
    let estimate = TimingSet {
        error_percent: Some(50),
        ..set()
    };
    let scenario = scenario();
    let of = |set| {
        let comparison = Comparison::of(prices(), set, &scenario).unwrap();
        Range::of(&comparison, prices(), set, &scenario)
    };
    let range = of(&estimate).unwrap();
    assert_eq!(range.error_percent, 50);
    let totals = [
        (Variant::Rust, Cents(210), Cents(231)),
        (Variant::Python, Cents(304), Cents(513)),
    ];
    assert_eq!(range.totals, totals);
    let [best, worst] = range.change().unwrap();
    assert_eq!((best.direction, best.by), (Ordering::Less, Cents(303)));
    assert_eq!((worst.direction, worst.by), (Ordering::Less, Cents(73)));
    assert_eq!(of(&set()), None, "what was measured has no such error");
}

/// Python's 125,000 GB-s at 128 MB are 200,000 at 1,024 MB; Rust is as fast at either.
#[test]
fn memory_is_chosen_by_bill_or_by_time() {
    let choose = |choice| {
        let comparison = compare(&Scenario {
            memory: ByLanguage::all(choice),
            ..scenario()
        });
        [Variant::Python, Variant::Rust].map(|variant| {
            let month = comparison.month(variant).unwrap();
            month.usage.memory_mb
        })
    };
    assert_eq!(choose(MemoryChoice::Cheapest), [128, 128]);
    assert_eq!(choose(MemoryChoice::Fastest), [1024, 128]);
    assert_eq!(choose(MemoryChoice::Mb(1024)), [1024, 1024]);
}

/// INIT of 300 ms in all calls: until 2025, those on a managed runtime had it for nothing.
#[test]
fn who_pays_for_init_is_decided_by_the_runtime() {
    let scenario = |init_billing| Scenario {
        cold_share: 1.into(),
        init_billing,
        ..scenario()
    };
    for &variant in Variant::ALL {
        let set = TimingSet {
            timings: vec![timing(variant, 128, 100, 300)],
            ..set()
        };
        let billed = |init_billing| {
            let comparison = Comparison::of(prices(), &set, &scenario(init_billing)).unwrap();
            comparison.months[0].usage.billed_ms().to_string()
        };
        assert_eq!(billed(InitBilling::Since2025), "400");
        let before = match variant {
            Variant::Rust | Variant::RustLazy => "400",
            Variant::Python
            | Variant::Hybrid
            | Variant::PythonRapidfuzz
            | Variant::PythonLazy
            | Variant::Node => "100",
        };
        assert_eq!(billed(InitBilling::Before2025), before, "{variant}");
    }
}

/// A hybrid runs under Python, and takes its memory size.
#[test]
fn memory_is_chosen_by_language() {
    let mut scenario = scenario();
    scenario.memory[Language::Python] = MemoryChoice::Mb(1024);
    scenario.memory[Language::Node] = MemoryChoice::Fastest;
    let set = TimingSet {
        timings: [128, 1024]
            .into_iter()
            .flat_map(|mb| {
                [Variant::Rust, Variant::Hybrid, Variant::Node]
                    .map(|variant| timing(variant, mb, (2048 / mb).into(), 1))
            })
            .collect(),
        ..set()
    };
    let comparison = Comparison::of(prices(), &set, &scenario).unwrap();
    let memory = |variant| comparison.month(variant).unwrap().usage.memory_mb;
    assert_eq!(memory(Variant::Rust), 128);
    assert_eq!(memory(Variant::Hybrid), 1024);
    assert_eq!(memory(Variant::Node), 1024);
}

#[test]
fn what_was_not_measured_is_said_with_what_was() {
    let error = |scenario| {
        Comparison::of(prices(), &set(), &scenario)
            .unwrap_err()
            .to_string()
    };
    let memory = MemoryChoice::Mb(512);
    let at_512 = Scenario {
        memory: ByLanguage::all(memory),
        ..scenario()
    };
    assert_eq!(
        error(at_512),
        "`f` was not measured at this memory size: choose one of 128, 1024 MB"
    );
    let unknown = Scenario {
        function: "g".to_owned(),
        ..scenario()
    };
    assert!(error(unknown).starts_with("`g` has no timings on x86_64"));
}

/// Others' figures have gaps: what is there is billed, and what is not is said.
#[test]
fn a_gap_is_said_and_does_not_hide_the_rest() {
    let mut scenario = scenario();
    scenario.memory[Language::Python] = MemoryChoice::Mb(512);
    let comparison = compare(&scenario);
    assert_eq!(total(&comparison, Variant::Rust), "2.21");
    let missing: Vec<_> = comparison.missing.iter().map(ToString::to_string).collect();
    let expected = ["Python is missing: it was measured at 128, 1024 MB only"];
    assert_eq!(missing, expected);
}

#[test]
fn timings_of_the_other_architecture_are_left_out() {
    let mut set = set();
    for timing in &mut set.timings[2..] {
        timing.architecture = Some(Architecture::Arm64);
    }
    assert_eq!(sizes(&set, "f", Architecture::X86_64), [128, 1024]);
    let comparison = Comparison::of(prices(), &set, &scenario()).unwrap();
    assert_eq!(comparison.month(Variant::Rust), None);
    assert_eq!(comparison.change(), None);
}

/// 1 % of 10^7 × 0.3 s at 1/8 GB are 3,750 GB-s more for Python, 250 for Rust.
#[test]
fn until_august_2025_python_did_not_pay_for_init() {
    let gb_seconds = |init_billing| {
        let comparison = compare(&Scenario {
            init_billing,
            cold_share: Decimal::new(1, 2),
            ..scenario()
        });
        [Variant::Python, Variant::Rust].map(|variant| {
            let month = comparison.month(variant).unwrap();
            month.bill.gb_seconds.to_string()
        })
    };
    assert_eq!(gb_seconds(InitBilling::Since2025), ["128750", "12750"]);
    assert_eq!(gb_seconds(InitBilling::Before2025), ["125000", "12750"]);
}

/// 40 ms of waiting are 50,000 GB-s for either language, and cost either the same.
#[test]
fn waiting_costs_every_variant_alike() {
    let waiting = compare(&Scenario {
        wait_ms: 40.into(),
        ..scenario()
    });
    assert_eq!(total(&waiting, Variant::Python), "4.92");
    assert_eq!(total(&waiting, Variant::Rust), "3.04");
    let month = waiting.month(Variant::Python).unwrap();
    assert_eq!(month.time_ms, 140.into());
}

/// At 18.70 USD saved per hundred million invocations: 1,870 USD are 1,000 months of 10 million.
#[test]
fn a_port_pays_back_or_never_does() {
    let comparison = compare(&scenario());
    let port = Port {
        days: 2.into(),
        usd_per_day: 935.into(),
    };
    assert_eq!(port.cost(), Cents(187_000));
    let change = comparison.change().unwrap();
    assert_eq!(port.payback(change), Some(Payback { tenths: 10_000 }));
    let backwards = cost::Change::between(Cents(5), Cents(5));
    assert_eq!(port.payback(backwards), None);
}

/// 12 × 0.1875 USD a million are saved in a year: 1,870 USD by 831.1 million a month, so three
/// digits make it 832.
#[test]
fn the_volume_that_pays_is_the_smallest() {
    let comparison = compare(&scenario());
    let month = |variant| comparison.month(variant).unwrap();
    let (python, rust) = (month(Variant::Python), month(Variant::Rust));
    let port = Port {
        days: 2.into(),
        usd_per_day: 935.into(),
    };
    let volume = port.volume_that_pays(prices(), python, rust).unwrap();
    assert_eq!(volume, 832_000_000);
    assert_eq!(port.volume_that_pays(prices(), rust, python), None);
    let free = Port {
        days: Decimal::ZERO,
        ..port
    };
    assert_eq!(free.volume_that_pays(prices(), python, rust), Some(0));
}

#[test]
fn a_missing_price_is_named_and_never_guessed() {
    let scenario = Scenario {
        services: ServiceUsage::NOTHING.with(Service::HttpApi, 1.into()),
        ..scenario()
    };
    let mut prices = prices().clone();
    prices.services.clear();
    let set = set();
    let comparison = Comparison::of(&prices, &set, &scenario).unwrap();
    let bill = &comparison.month(Variant::Rust).unwrap().bill;
    assert_eq!(bill.unpriced, [Service::HttpApi]);
    assert_eq!(bill.total().to_string(), "2.21");
}

#[test]
fn a_spreadsheet_has_every_line_and_the_totals() {
    let mut set = set();
    for timing in &mut set.timings {
        timing.function = "my \"f\", the first".to_owned();
    }
    let scenario = Scenario {
        function: set.timings[0].function.clone(),
        ..scenario()
    };
    let text = csv(&Comparison::of(prices(), &set, &scenario).unwrap());
    let expected = "function,variant,architecture,memory_mb,item,used,unit,free,discount,usd\n\
        \"my \"\"f\"\", the first\",rust,x86_64,128,requests,10000000,requests,0,0,2.00\n\
        \"my \"\"f\"\", the first\",rust,x86_64,128,duration,12500,GB-s,0,0,0.21\n\
        \"my \"\"f\"\", the first\",rust,x86_64,128,total,,,,,2.21\n";
    assert!(text.starts_with(expected), "{text}");
    assert_eq!(text.lines().count(), 7);
}

proptest! {
    #[test]
    fn one_invocation_less_does_not_pay(
        warm in 2_u64..1000,
        factor in 2_u64..50,
        memory_mb in 128_u32..=10_240,
        days in 1_u64..100,
    ) {
        let set = TimingSet {
            timings: vec![
                timing(Variant::Python, memory_mb, warm * factor, 0),
                timing(Variant::Rust, memory_mb, warm, 0),
            ],
            ..set()
        };
        let memory = MemoryChoice::Mb(memory_mb);
        let scenario = Scenario { memory: ByLanguage::all(memory), ..scenario() };
        let comparison = Comparison::of(prices(), &set, &scenario).unwrap();
        let month = |variant| comparison.month(variant).unwrap();
        let (python, rust) = (month(Variant::Python), month(Variant::Rust));
        let port = Port { days: days.into(), usd_per_day: 1000.into() };
        let volume = port.volume_that_pays(prices(), python, rust).unwrap();
        let saved = |requests| {
            let [old, new] = [python, rust].map(|month| month.bill_at(prices(), requests).total());
            (old.0 - new.0) * 12
        };
        prop_assert!(saved(volume) >= port.cost().0);
        let last_digit = 10_u64.pow(volume.ilog10() - 2);
        prop_assert!(saved(volume - last_digit) < port.cost().0);
    }
}
