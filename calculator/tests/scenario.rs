//! What a reader sets, and what the calculator makes of it.

use calculator::{Field, Form, Outcome};
use cost::Item;
use data::{Percentiles, PriceList, Timing, TimingSet, TimingSource, Variant, wire::Tables};
use std::{cmp::Ordering, path::Path};

/// The committed prices, and timings that are easy to compute with: at 512 MB Python bills 10 ms
/// warm, 12 cold and 300 of init; Rust 2, 4 and 50.
fn tables() -> Tables {
    let prices = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/prices");
    let timing = |variant, warm: u64, cold: u64, init: u64| Timing {
        function: "record".to_owned(),
        variant,
        architecture: None,
        memory_mb: 512,
        percentiles: Percentiles::default(),
        warm_ms: warm.into(),
        warm_billed_ms: warm.into(),
        cold_billed_ms: cold.into(),
        init_ms: init.into(),
    };
    Tables {
        prices: PriceList::read(&prices).unwrap(),
        sets: vec![TimingSet {
            source: TimingSource::Local,
            provenance: "Measured nowhere.".to_owned(),
            timings: vec![
                timing(Variant::Rust, 2, 4, 50),
                timing(Variant::Python, 10, 12, 300),
            ],
        }],
        examples: Vec::new(),
        provenance: Vec::new(),
    }
}

/// Sydney, x86_64, 100 million invocations, 1 % cold: a mean of 10.02 ms and 3 ms of init are
/// 651,000 GB-s in Python, 2.02 and 0.5 ms are 126,000 GB-s in Rust, of which 400,000 are free.
#[test]
fn the_default_scenario_is_billed_by_the_published_rules() {
    let tables = tables();
    let outcome = Outcome::of(&tables, &Form::new(&tables).scenario).unwrap();
    assert_eq!(outcome.python.bill.gb_seconds, 651_000.into());
    assert_eq!(outcome.rust.bill.gb_seconds, 126_000.into());
    assert_eq!(outcome.request_charge().to_string(), "19.80");
    let duration = |priced: &calculator::Priced| priced.bill.amount(Item::Duration).to_string();
    assert_eq!(duration(&outcome.python), "4.18");
    assert_eq!(duration(&outcome.rust), "0.00");
    assert_eq!(outcome.change.direction, Ordering::Less);
    assert_eq!(outcome.change.by.to_string(), "4.18");
}

#[test]
fn every_input_changes_the_scenario() {
    let tables = tables();
    let before = Form::new(&tables);
    for (field, text) in [
        (Field::Workload, "hello"),
        (Field::Requests, "2,500,000"),
        (Field::Architecture, "arm64"),
        (Field::Region, "us-east-1"),
        (Field::ColdShare, "0.25"),
        (Field::FreeTier, "off"),
    ] {
        let mut form = before.clone();
        form.change(&tables, field, text.to_owned());
        assert_eq!(form.error(field), None);
        assert_eq!(form.text(field), text);
        assert_ne!(form.scenario, before.scenario, "{field:?}");
    }
}

#[test]
fn what_cannot_be_read_keeps_the_scenario_and_the_text_and_says_why() {
    let tables = tables();
    let before = Form::new(&tables);
    for (field, text, reason) in [
        (Field::Requests, "1,5", "not a number"),
        (Field::Requests, "many", "not a number"),
        (Field::Requests, "-1", "negative"),
        (Field::Requests, "1000000000000001", "out of range"),
        (Field::Requests, "", "not a number"),
        (Field::ColdShare, "101", "from 0 to 100 %"),
        (Field::Memory, "513", "not measured"),
        (Field::Region, "mars-1", "mars-1"),
    ] {
        let mut form = before.clone();
        form.change(&tables, field, text.to_owned());
        let error = form.error(field).unwrap_or_default();
        assert!(error.contains(reason), "{text:?}: {error}");
        assert_eq!(form.text(field), text);
        assert_eq!(form.scenario, before.scenario);
        form.change(&tables, field, before.text(field).to_owned());
        assert_eq!(form.error(field), None);
    }
}

#[test]
fn what_was_not_measured_has_no_bill() {
    let tables = tables();
    let mut form = Form::new(&tables);
    form.change(&tables, Field::Workload, "hello".to_owned());
    assert_eq!(Outcome::of(&tables, &form.scenario), None);
}

#[cfg(feature = "ssr")]
#[test]
fn without_javascript_the_page_shows_the_default_scenario() {
    let html = calculator::prerender(&tables());
    for part in [
        "100,000,000 invocations of record a month cost $23.98 in Python and $19.80 in Rust: \
         $4.18 (17.4\u{a0}%) less.",
        "$19.80 is the request charge",
        "Measured nowhere.",
        "<polyline",
        "651,000",
    ] {
        assert!(html.contains(part), "no {part:?} in {html}");
    }
}
