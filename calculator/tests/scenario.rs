//! Scenarios that a reader sets, and the calculator's bills, links and texts of them.

use calculator::{Field, Form, Model, link, presets::PRESETS, share};
use cost::{Comparison, Item, MemoryChoice};
use data::{
    Decimal, Language, Percentiles, RegionPrices, Service, Tier, Timing, TimingSet, TimingSource,
    Variant, wire::Tables,
};
use proptest::prelude::*;
use std::{cmp::Ordering, path::Path, sync::LazyLock};

fn timing(function: &str, variant: Variant, warm: u64, cold: u64, init: u64) -> Timing {
    Timing {
        function: function.to_owned(),
        variant,
        architecture: None,
        memory_mb: 512,
        warm_ms: warm.into(),
        warm_billed_ms: warm.into(),
        cold_billed_ms: cold.into(),
        init_ms: init.into(),
        percentiles: Percentiles::default(),
    }
}

/// The committed prices, and timings that are easy to compute with: at 512 MB Python bills 10 ms
/// warm, 12 cold and 300 of init; Rust 2, 4 and 50.
static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let prices = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/prices");
    let set = |source, timings| TimingSet {
        source,
        provenance: "Measured nowhere.".to_owned(),
        error_percent: (source == TimingSource::Estimate).then_some(50),
        timings,
    };
    Tables {
        prices: data::read_prices(&prices).unwrap(),
        sets: vec![
            set(
                TimingSource::Estimate,
                vec![
                    timing("record", Variant::Rust, 2, 4, 50),
                    timing("record", Variant::Python, 10, 12, 300),
                    timing("hello", Variant::Rust, 1, 1, 1),
                ],
            ),
            set(
                TimingSource::Published,
                vec![timing("light", Variant::Rust, 2, 4, 50)],
            ),
            set(
                TimingSource::Local,
                vec![timing("record", Variant::Rust, 1, 2, 5)],
            ),
        ],
        examples: Vec::new(),
        provenance: vec!["Prices of today.".to_owned()],
    }
});

fn form() -> Form {
    Form::new(&TABLES)
}

fn compare(form: &Form) -> Comparison<'static> {
    let set = form.set(&TABLES).unwrap();
    Comparison::of(&form.prices, set, &form.scenario).unwrap()
}

/// Sydney, x86_64, 100 million invocations, 1 % cold: a mean of 10.02 ms and 3 ms of init are
/// 651,000 GB-s in Python, 2.02 and 0.5 ms are 126,000 GB-s in Rust, of which 400,000 are free.
#[test]
fn the_default_scenario_is_billed_by_the_published_rules() {
    let comparison = compare(&form());
    let bill = |variant| &comparison.month(variant).unwrap().bill;
    assert_eq!(bill(Variant::Python).gb_seconds, 651_000.into());
    assert_eq!(bill(Variant::Rust).gb_seconds, 126_000.into());
    assert_eq!(comparison.per_invocation().to_string(), "19.80");
    let duration = |variant| bill(variant).amount(Item::Duration).to_string();
    assert_eq!(duration(Variant::Python), "4.18");
    assert_eq!(duration(Variant::Rust), "0.00");
    let change = comparison.change().unwrap();
    assert_eq!(change.direction, Ordering::Less);
    assert_eq!(change.by.to_string(), "4.18");
}

/// An input that is not the default, for every field.
const CHANGES: &[(Field, &str)] = &[
    (Field::Data, "published"),
    (Field::Function, "hello"),
    (Field::Per, "day"),
    (Field::Requests, "2.5k/s"),
    (Field::Memory(Language::Python), "cheapest"),
    (Field::Memory(Language::Rust), "fastest"),
    (Field::Memory(Language::Node), "fastest"),
    (Field::Architecture, "arm64"),
    (Field::Region, "us-east-1"),
    (Field::ColdShare, "0.25"),
    (Field::Wait, "40"),
    (Field::FreeTier, "off"),
    (Field::InitBilling, "off"),
    (Field::SavingsPlan, "all-upfront"),
    (Field::Usage(Service::HttpApi), "http-api"),
    (Field::Price(Service::HttpApi), "1.29"),
    (Field::Usage(Service::DynamodbWrites), "2"),
    (Field::Price(Service::DynamodbWrites), "0.7"),
    (Field::Usage(Service::LogIngestion), "0.5"),
    (Field::Price(Service::LogIngestion), "0.67"),
    (Field::Days, "3"),
    (Field::DayRate, "1000"),
];

#[test]
fn every_input_counts() {
    assert_eq!(CHANGES.len(), Field::all().len());
    for &(field, text) in CHANGES {
        let mut form = form();
        form.change(&TABLES, field, text.to_owned());
        assert_eq!(form.error(field), None);
        assert_eq!(form.text(field), text);
        let before = self::form();
        let same = form.scenario == before.scenario
            && form.source == before.source
            && form.prices == before.prices
            && form.port == before.port;
        assert!(!same, "{field:?}");
    }
}

#[test]
fn what_cannot_be_read_keeps_the_scenario_and_the_text_and_says_why() {
    let before = form();
    for (field, text, reason) in [
        (Field::Data, "guessed", "unknown"),
        (Field::Function, "goodbye", "no such function"),
        (Field::Per, "fortnight", "use month"),
        (Field::Requests, "1,5", "not a number"),
        (Field::Requests, "many", "not a number"),
        (Field::Requests, "-1", "not a number"),
        (Field::Requests, "1000000000000001", "out of range"),
        (Field::Requests, "", "not a number"),
        (Field::ColdShare, "101", "from 0 to 100 %"),
        (Field::Memory(Language::Python), "513", "not measured"),
        (Field::Memory(Language::Rust), "127", "no memory size"),
        (Field::Wait, "900001", "from 0 to 900000 ms"),
        (Field::FreeTier, "maybe", "on or off"),
        (Field::SavingsPlan, "half", "unknown"),
        (
            Field::Usage(Service::HttpApi),
            "pigeon",
            "use function-url or http-api",
        ),
        (
            Field::Usage(Service::DynamodbWrites),
            "1001",
            "from 0 to 1000",
        ),
        (Field::Price(Service::HttpApi), "11", "from 0 to 10 USD"),
        (Field::Days, "-1", "negative"),
        (Field::DayRate, "1e6", "not a number"),
        (Field::Region, "mars-1", "mars-1"),
    ] {
        let mut form = before.clone();
        form.change(&TABLES, field, text.to_owned());
        let error = form.error(field).unwrap_or_default();
        assert!(error.contains(reason), "{field:?} {text:?}: {error}");
        assert_eq!(form.text(field), text);
        assert_eq!(form.scenario, before.scenario);
        assert_eq!((form.source, &form.prices), (before.source, &before.prices));
        form.change(&TABLES, field, before.text(field).to_owned());
        assert_eq!(form.error(field), None);
    }
}

#[test]
fn another_source_brings_its_own_functions() {
    let mut form = form();
    form.change(&TABLES, Field::Data, "published".to_owned());
    assert_eq!(form.text(Field::Function), "light");
    assert_eq!(form.scenario.function, "light");
    form.change(&TABLES, Field::Data, "estimate".to_owned());
    assert_eq!(form.scenario.function, "record");
}

/// The reader's own price stays when the region changes, and gives way when it is deleted.
#[test]
fn own_prices_stand_over_listed_ones() {
    let mut form = form();
    let price = |form: &Form| {
        let tiers = form
            .prices
            .service(Service::HttpApi, form.scenario.architecture);
        tiers.map(|tiers| tiers[0].usd.to_string())
    };
    assert_eq!(price(&form), None, "Sydney's is not known");
    form.change(&TABLES, Field::Price(Service::HttpApi), "1.29".to_owned());
    form.change(&TABLES, Field::Region, "us-east-1".to_owned());
    assert_eq!(price(&form).as_deref(), Some("1.29"));
    form.change(&TABLES, Field::Price(Service::HttpApi), String::new());
    assert_eq!(price(&form).as_deref(), Some("1"));
}

#[test]
fn a_rate_counts_what_is_chosen() {
    let mut form = form();
    form.change(&TABLES, Field::Requests, "10".to_owned());
    form.change(&TABLES, Field::Per, "second".to_owned());
    assert_eq!(form.scenario.requests, 26_280_000);
    form.change(&TABLES, Field::Requests, "5k/month".to_owned());
    assert_eq!(form.scenario.requests, 5_000);
}

#[test]
fn a_link_reopens_the_scenario_exactly() {
    assert_eq!(link::write(&form()), "");
    let mut form = form();
    for &(field, text) in CHANGES.iter().filter(|(field, _)| *field != Field::Data) {
        form.change(&TABLES, field, text.to_owned());
    }
    let hash = link::write(&form);
    assert!(
        hash.starts_with("2&f=hello&u=day&n=2.5k%2Fs&mr=fastest&mp=cheapest&"),
        "{hash}"
    );
    let (opened, unread) = link::read(&TABLES, &format!("#{hash}"));
    assert_eq!(opened, form);
    assert_eq!(unread, Vec::<String>::new());
}

#[test]
fn a_broken_link_opens_with_what_can_be_read_and_says_what_could_not() {
    let (form, unread) = link::read(&TABLES, "#2&n=5M&mp=513&x=1&r=us-east-1&c=%ff&oops");
    assert_eq!(form.scenario.requests, 5_000_000);
    assert_eq!(form.prices.code, "us-east-1");
    assert_eq!(
        form.scenario.memory[Language::Python],
        MemoryChoice::Mb(512)
    );
    assert_eq!(
        unread,
        [
            "`x=1`",
            "`c=%ff`",
            "`oops`",
            "`mp=513`: not measured at this memory size",
        ]
    );
    let (form, unread) = link::read(&TABLES, "#3&n=5M");
    assert_eq!(
        (form.scenario.requests, unread),
        (5_000_000, vec!["the format `3`".to_owned()])
    );
}

/// The page's own anchors are no scenarios.
#[test]
fn an_anchor_is_left_alone() {
    assert_eq!(link::read(&TABLES, "#what-is-in-it"), (form(), Vec::new()));
    assert_eq!(link::read(&TABLES, ""), (form(), Vec::new()));
}

/// A source whose first function lacks the default memory size, which the others have.
static OTHER_SIZES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = TABLES.clone();
    let mut heavy = timing("heavy", Variant::Rust, 2, 4, 50);
    heavy.memory_mb = 1024;
    tables.sets[1].timings.insert(0, heavy);
    tables
});

/// Any text that a reader may put into an input, among them the sources, functions and sizes above.
fn any_text(field: Field) -> BoxedStrategy<String> {
    let texts: &[&str] = match field {
        Field::Data => &["estimate", "published", "guessed"],
        Field::Function => &["record", "hello", "heavy", "light", "other"],
        Field::Memory(_) => &["512", "1024", "128", "cheapest", "fastest", "x"],
        Field::Per => &["month", "day", "second", "year"],
        Field::Region => &["ap-southeast-2", "us-east-1", "mars-1"],
        Field::Architecture => &["x86_64", "arm64", "mips"],
        Field::FreeTier | Field::InitBilling => &["on", "off", "maybe"],
        Field::SavingsPlan => &["none", "no-upfront", "all-upfront", "half"],
        Field::Usage(Service::HttpApi) => &["function-url", "http-api", "pigeon"],
        _ => &["", "0", "1", " 2 ", "0.5", "3k", "x"],
    };
    prop::sample::select(texts).prop_map(str::to_owned).boxed()
}

/// The prices that a form computes with, in no order of their own.
fn charged(form: &Form) -> (&str, Vec<Option<&[Tier]>>) {
    let RegionPrices { code, .. } = &form.prices;
    let services = Service::ALL.iter();
    let prices = services.map(|&service| form.prices.service(service, form.scenario.architecture));
    (code, prices.collect())
}

proptest! {
    #[test]
    fn whatever_was_typed_its_link_reopens_the_scenario(
        changes in prop::collection::vec(
            prop::sample::select(Field::all().collect::<Vec<_>>()).prop_flat_map(|field| {
                any_text(field).prop_map(move |text| (field, text))
            }),
            0..12,
        ),
    ) {
        let mut form = Form::new(&OTHER_SIZES);
        for (field, text) in changes {
            form.change(&OTHER_SIZES, field, text);
        }
        let hash = link::write(&form);
        let (again, unread) = link::read(&OTHER_SIZES, &hash);
        prop_assert_eq!(again.source, form.source, "{}", hash);
        prop_assert_eq!(&again.scenario, &form.scenario, "{}", hash);
        prop_assert_eq!(charged(&again), charged(&form), "{}", hash);
        prop_assert_eq!(again.port, form.port, "{}", hash);
        prop_assert_eq!(unread, Vec::<String>::new(), "{}", hash);
    }

    /// Whatever was read is a scenario that its own link reopens.
    #[test]
    fn any_hash_opens(
        hash in prop_oneof![
            "\\PC{0,60}",
            "#?[12](&(d|f|u|n|mp|mr|a|r|c|w|t|i|s|g|pg|dw|pw|lk|pl|e|er)=[-a-z0-9.%_,]{0,12}){0,8}",
        ],
    ) {
        let (form, _) = link::read(&TABLES, &hash);
        let (again, unread) = link::read(&TABLES, &link::write(&form));
        prop_assert_eq!(again.scenario, form.scenario);
        prop_assert_eq!(again.prices, form.prices);
        prop_assert_eq!(again.port, form.port);
        prop_assert_eq!(unread, Vec::<String>::new());
    }
}

#[test]
fn a_link_of_the_first_version_has_the_local_figures() {
    let source = |hash| {
        let (form, unread) = link::read(&TABLES, hash);
        assert_eq!(unread, Vec::<String>::new());
        assert_eq!(form.scenario.requests, 7);
        form.source
    };
    assert_eq!(source("#1&n=7"), TimingSource::Local);
    assert_eq!(source("#1&n=7&d=estimate"), TimingSource::Estimate);
    assert_eq!(source("#2&n=7"), TimingSource::Estimate);
}

#[test]
fn a_share_of_cold_starts_is_in_per_cent() {
    let mut form = form();
    form.change(&TABLES, Field::ColdShare, "0.25".to_owned());
    assert_eq!(form.scenario.cold_share, Decimal::new(25, 4));
}

/// A preset's hash can be read, and opens another scenario than the other presets.
#[test]
fn each_preset_opens_a_scenario_of_its_own() {
    let mut tables = TABLES.clone();
    for function in ["aggregate", "dedupe"] {
        let timing = timing(function, Variant::Rust, 1, 1, 1);
        tables.sets[0].timings.push(timing);
    }
    let forms = PRESETS.map(|preset| {
        let (form, unread) = link::read(&tables, preset.hash);
        assert_eq!(unread, Vec::<String>::new(), "{}", preset.name);
        assert_eq!(link::write(&form).len(), preset.hash.len());
        form
    });
    for (at, form) in forms.iter().enumerate() {
        assert!(forms[..at].iter().all(|other| !other.computes_as(form)));
        assert!(form.memory(&tables).is_some());
    }
    let mut typed = Form::new(&tables);
    typed.change(&tables, Field::Requests, "100M".to_owned());
    assert!(typed.computes_as(&forms[0]), "however it is written");
}

#[test]
fn one_memory_size_is_for_every_language_until_they_differ() {
    let mut form = form();
    assert_eq!(form.memory(&TABLES), Some("512"));
    form.change_memory(&TABLES, "cheapest");
    assert_eq!(form.memory(&TABLES), Some("cheapest"));
    assert_eq!(form.changed_behind_more(&TABLES), 0, "it is in sight");
    let python = Field::Memory(Language::Python);
    form.change(&TABLES, python, "fastest".to_owned());
    assert_eq!(form.memory(&TABLES), None);
    assert_eq!(form.changed_behind_more(&TABLES), 2);
    form.change(&TABLES, Field::Function, "hello".to_owned());
    assert_eq!(form.memory(&TABLES), Some("cheapest"), "it has no Python");
}

#[test]
fn what_is_changed_behind_more_is_counted() {
    let (form, _) = link::read(&TABLES, "#2&n=7&f=hello&r=us-east-1&w=40&er=1000");
    assert_eq!(form.changed_behind_more(&TABLES), 3);
}

/// The decision on a port, which is in the prerendered page, the Markdown and the card.
fn decision_at(hash: &str) -> String {
    let model = Model::of_link(TABLES.clone(), hash);
    let markdown = share::markdown(&model, "https://example.org/").unwrap();
    let mut lines = markdown.lines();
    let decision =
        lines.find(|line| line.starts_with("A port") || line.starts_with("No difference"));
    decision.unwrap().to_owned()
}

#[test]
fn the_decision_says_when_a_port_pays_for_itself_or_that_nothing_differs() {
    for (hash, words) in [
        (
            "#2&n=3bn",
            "A port of 10 days ($8,000.00) pays for itself in 31 months. It pays for itself within",
        ),
        (
            "#2&n=100bn&e=1",
            "A port of 1 day ($800.00) pays for itself in 1 month. It pays for itself within",
        ),
        (
            "#2&n=3bn&e=0",
            "A port of 0 days ($0.00) pays for itself at once.",
        ),
        (
            "#2&n=10M",
            "No difference worth a port: both bills are the same.",
        ),
        (
            "#2&n=100bn&w=60000",
            "No difference worth a port: less than 1\u{a0}% of the bill.",
        ),
    ] {
        let decision = decision_at(hash);
        assert!(decision.starts_with(words), "{hash}: {decision}");
    }
}

const ADDRESS: &str = "https://example.org/calculator.html#2&n=7&w=40";

#[test]
fn a_result_is_taken_along_as_markdown() {
    let mut tables = TABLES.clone();
    tables.sets[0].provenance = "Of a_function | <b>.".to_owned();
    let model = Model::of_link(tables, "");
    let markdown = share::markdown(&model, ADDRESS).unwrap();
    for part in [
        "**100,000,000 invocations of record a month cost $23.98 in Python and $19.80 in Rust: ",
        "\n\n| Per month | Rust | Python |\n| --- | ---: | ---: |\n| Requests | $19.80 | $19.80 |\n\
         | Duration | $0.00 | $4.18 |\n| **Total** | **$19.80** | **$23.98** |\n",
        "\nEstimated: x86_64 in Asia Pacific (Sydney), 1\u{a0}% cold starts, with the free tier. The \
         durations are estimates, give or take 50\u{a0}%.",
        "\nOf a\\_function \\| \\<b\\>.\n",
        "\n[Open this scenario](https://example.org/calculator.html#2&n=7&w=40)\n",
    ] {
        assert!(markdown.contains(part), "no {part:?} in {markdown}");
    }
}

/// The bars are as long as the bills are large, and names of functions are no markup.
#[test]
fn a_result_is_taken_along_as_a_card() {
    let mut tables = TABLES.clone();
    for timing in &mut tables.sets[0].timings {
        timing.function = timing.function.replace("record", "<record>");
    }
    let model = Model::of_link(tables, "#2&f=%3Crecord%3E");
    let card = share::card(&model, ADDRESS).unwrap();
    for part in [
        "100,000,000 invocations of &lt;record&gt; a month cost",
        ">$19.80</text>",
        ">$23.98</text>",
        "width=\"891\"",
        "width=\"189\"",
        "Estimated: x86_64 in Asia Pacific (Sydney)",
        ">example.org/calculator.html</text>",
        "<path d=\"M",
    ] {
        assert!(card.contains(part), "no {part:?} in {card}");
    }
    let long = format!("{ADDRESS}{}", "x".repeat(4000));
    let without_code = share::card(&model, &long).unwrap();
    assert!(!without_code.contains("<path"));
}

#[cfg(feature = "ssr")]
#[test]
fn without_javascript_the_page_shows_the_default_scenario() {
    let html = calculator::prerender(&TABLES);
    for part in [
        "100,000,000 invocations of record a month cost $23.98 in Python and $19.80 in Rust: \
         $4.18 (17.4\u{a0}%) less, and Rust takes 80.6\u{a0}% less time.",
        "The durations are estimates, give or take 50\u{a0}%. The bill may be $19.80 in Rust, $19.80 to $29.41 \
         in Python: with Rust, from $9.61 less to no difference.",
        "$19.80 of each bill is charged per invocation, regardless of language: 100.0\u{a0}% of the \
         bill in Rust, 82.6\u{a0}% of the bill in Python.",
        "A port of 10 days ($8,000.00) pays for itself in 160 years. It pays for itself within a year at ",
        "x86_64 in Asia Pacific (Sydney), 1\u{a0}% cold starts, with the free tier",
        "Requests: (100,000,000 \u{2212} 1,000,000 free) requests × $0.0000002 = $19.80",
        "Measured nowhere.",
        "Prices of today.",
        "<polyline",
        "style=\"width:82.5%\"",
    ] {
        assert!(html.contains(part), "no {part:?} in {html}");
    }
}
