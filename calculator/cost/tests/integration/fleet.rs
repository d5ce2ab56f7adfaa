//! `cargo bill fleet` as a user calls it.

use crate::common::bill;
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

/// A result of the query in `lambdas/queries`: `orders` uses 3,000,000 GB-s, `thumbs` 90,000, `cron` 262.5.
const SUMS: &str = "\
function,memory_mb,calls,cold,billed_ms,duration_ms,init_ms
orders,512,50000000,500000,6000000000,115,480
thumbs,1024,200000,2000,90000000,445,300
cron,128,3000,3000,2100000,400,290
";

/// Of 14 days, which are 12 × 14 ÷ 365 of a month.
const OPTIMIZER: &str = "\
functionVersion,functionArn,numberofinvocations,lookbackPeriodInDays,currentConfiguration_memorySize,utilizationMetrics_durationAverage,recommendationOptions_1_configuration_memorySize,recommendationOptions_1_projectedUtilizationMetrics_durationExpected
$LATEST,arn:aws:lambda:us-east-1:111122223333:function:orders:$LATEST,25000000,14.0,512,115.0,384,130
$LATEST,arn:aws:lambda:us-east-1:111122223333:function:solo:$LATEST,700000,14.0,1024,250.0,1024,
";

const FUNCTIONS: &str = r#"{"Functions":[
    {"FunctionName":"orders","Runtime":"python3.13","MemorySize":512,"Architectures":["x86_64"],"PackageType":"Zip"},
    {"FunctionName":"thumbs","Runtime":"nodejs22.x","MemorySize":1024,"Architectures":["x86_64"],"PackageType":"Zip"},
    {"FunctionName":"cron","Runtime":"provided.al2023","MemorySize":128,"Architectures":["x86_64"],"PackageType":"Zip"}
]}"#;

/// Calls the command on files of these names and texts.
fn call(files: &[(&str, &str)], options: &[&str]) -> (Value, String, Option<i32>) {
    let folder = TempDir::new().unwrap();
    let mut arguments = vec!["fleet"];
    for &(name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
        arguments.push(name);
    }
    arguments.extend(options);
    arguments.extend(["--format", "json"]);
    let printed = bill(folder.path(), &arguments);
    let value = serde_json::from_str(&printed.text).unwrap_or(Value::Null);
    (value, printed.complaint, printed.code)
}

fn fleet(files: &[(&str, &str)], options: &[&str]) -> Value {
    let (printed, complaint, code) = call(files, options);
    assert_eq!(code, Some(0), "{complaint}");
    printed
}

fn function<'a>(fleet: &'a Value, name: &str) -> &'a Value {
    let functions = fleet["functions"].as_array().unwrap();
    functions
        .iter()
        .find(|function| function["name"] == name)
        .unwrap()
}

fn option<'a>(fleet: &'a Value, name: &str, option: &str) -> &'a Value {
    let options = function(fleet, name)["options"].as_array().unwrap();
    let found = options.iter().find(|other| other["option"] == option);
    found.unwrap_or(&Value::Null)
}

const US: [&str; 2] = ["--region", "us-east-1"];

/// Requests: (50,203,000 − 1,000,000) × 0.0000002 = 9.84 USD; duration: (3,090,262.5 − 400,000) ×
/// 0.0000166667 = 44.84 USD. Without `orders`, neither is above its free amount. At the bound, `orders` has
/// 50,000,000 × 0.001 s × 0.125 GB = 6,250 GB-s.
#[test]
fn a_functions_cost_is_the_bill_less_the_bill_without_it() {
    let fleet = fleet(&[("sums.csv", SUMS)], &US);
    assert_eq!(fleet["usd_now"], "54.68");
    let orders = function(&fleet, "orders");
    assert_eq!(orders["usd_now"], "54.68");
    assert_eq!(orders["usd_bound"], "44.84");
    assert_eq!(orders["calls"], 50_000_000);
    let names = fleet["functions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|function| &function["name"]);
    assert_eq!(names.collect::<Vec<_>>(), ["orders", "thumbs", "cron"]);
    // 90,000 GB-s × 0.0000166667, and 200,000 requests.
    assert_eq!(function(&fleet, "thumbs")["usd_now"], "1.54");
    let assumed = &orders["assumed"][0];
    assert!(
        assumed.as_str().unwrap().starts_with("counts as Python"),
        "{assumed}"
    );
}

/// Half a month's data is twice as much a month: 6,180,525 GB-s.
#[test]
fn data_of_part_of_a_month_is_scaled() {
    let options = [&US[..], &["--months-of-data", "0.5", "--free-tier", "off"]].concat();
    let fleet = fleet(&[("sums.csv", SUMS)], &options);
    // 100,406,000 × 0.0000002 = 20.0812; 6,180,525 × 0.0000166667 = 103.0090.
    assert_eq!(fleet["usd_now"], "123.09");
    assert_eq!(function(&fleet, "orders")["calls"], 100_000_000);
    assert_eq!(fleet["notes"], json!([]));
}

/// arm64: 3,000,000 GB-s at 0.0000133334 instead of 0.0000166667. 384 MB: (6,000,000,000 − 240,000,000 ms of
/// INIT) × 1.130 + 240,000,000 ms at 0.375 GB are 2,530,800 GB-s.
#[test]
fn remedies_without_a_port_are_exact() {
    let options = [&US[..], &["--free-tier", "off"]].concat();
    let fleet = fleet(&[("a", SUMS), ("b", OPTIMIZER)], &options);
    assert_eq!(option(&fleet, "orders", "arm64")["usd_saved"], "10.00");
    let memory = option(&fleet, "orders", "memory");
    assert_eq!(
        (&memory["memory_mb"], &memory["usd_saved"]),
        (&json!(384), &json!("7.82"))
    );
    assert_eq!(option(&fleet, "solo", "memory"), &Value::Null);
    let solo = function(&fleet, "solo");
    assert_eq!(solo["calls"], 1_520_833);
    // 1,520,833 requests and 380,208.333 GB-s.
    assert_eq!(solo["usd_now"], "6.64");
}

#[test]
fn a_port_is_a_range_of_what_its_class_showed() {
    let saved = |class: &[&str]| -> [f64; 2] {
        let options = [&US[..], &["--free-tier", "off"], class].concat();
        let fleet = fleet(&[("sums.csv", SUMS)], &options);
        let rust = option(&fleet, "orders", "rust");
        ["usd_saved_low", "usd_saved_high"].map(|end| rust[end].as_str().unwrap().parse().unwrap())
    };
    let [any_low, any_high] = saved(&[]);
    let [waits_low, waits_high] = saved(&["--class", "orders=waits"]);
    let [plain_low, plain_high] = saved(&["--class", "orders=plain-python"]);
    assert!(
        any_low <= waits_low && waits_low < waits_high,
        "{any_low} {waits_low} {waits_high}"
    );
    assert!(
        waits_high < plain_low && plain_high <= any_high,
        "{waits_high} {plain_low} {plain_high}"
    );
    assert!(plain_high < 49.9, "more than the bound: {plain_high}");
}

/// A function that waits nine tenths of its time can save a tenth of it at most.
#[test]
fn waiting_is_not_saved() {
    let insights = "function,duration_ms,cpu_ms,memory_mb\norders,115,3.3285,512\n";
    let fleet = fleet(&[("a", SUMS), ("b", insights)], &US);
    let high = &option(&fleet, "orders", "rust")["usd_saved_high"];
    let high: f64 = high.as_str().unwrap().parse().unwrap();
    // 10 % of 2,880,000 GB-s of calls, and all of 120,000 GB-s of INIT.
    assert!((2.0..=6.8).contains(&high), "{high}");
}

#[test]
fn what_is_no_candidate_is_named_and_left_out() {
    let fleet = fleet(&[("a", SUMS), ("b", FUNCTIONS)], &US);
    for (name, reason) in [
        ("thumbs", json!("it is not Python: nodejs22.x")),
        ("cron", json!("it is native already: provided.al2023")),
        ("orders", Value::Null),
    ] {
        let function = function(&fleet, name);
        assert_eq!(function["left_out"], reason);
        assert_eq!(function["usd_bound"].is_null(), !reason.is_null());
        assert_eq!(function["assumed"], json!([]));
    }
    let listed = r#"[["orders","python3.13",512,"x86_64","Zip",1000,512,"None"]]"#;
    let fleet = fleet_of_list(listed);
    assert_eq!(function(&fleet, "orders")["assumed"], json!([]));
}

fn fleet_of_list(listed: &str) -> Value {
    fleet(&[("a", SUMS), ("b", listed)], &US)
}

#[test]
fn a_function_in_two_regions_is_named_and_billed_in_none() {
    let other = OPTIMIZER.replace(
        "us-east-1:111122223333:function:solo",
        "eu-west-1:111122223333:function:orders",
    );
    let fleet = fleet(&[("a", SUMS), ("b", &other)], &US);
    let orders = function(&fleet, "orders");
    let reason = orders["left_out"].as_str().unwrap();
    assert!(reason.contains("eu-west-1 and us-east-1"), "{reason}");
    assert_eq!(orders["usd_now"], "0.00");
}

#[test]
fn the_region_that_the_data_names_is_taken() {
    let fleet_of = |options: &[&str]| fleet(&[("b", OPTIMIZER)], options);
    let own = fleet_of(&[]);
    assert_eq!(own["usd_now"], fleet_of(&US)["usd_now"]);
    let elsewhere = fleet_of(&["--region", "ap-southeast-2"]);
    let note = elsewhere["notes"][0].as_str().unwrap();
    assert_eq!(
        note,
        "functions of us-east-1 are billed at the prices of ap-southeast-2"
    );
}

/// 6 days at 50 USD: 300 USD, against 12 × 44.84.
#[test]
fn the_sentence_says_how_many_could_pay_a_port_back() {
    let options = [&US[..], &["--days", "6", "--day-rate", "50"]].concat();
    let fleet = fleet(&[("sums.csv", SUMS)], &options);
    let sentence = fleet["sentence"].as_str().unwrap();
    // 44.84 of 44.84 + 1.50 + 0.01: the bill's cents fall by one without the 262 GB-s of `cron`.
    assert_eq!(
        sentence,
        "1 of 3 functions holds 96.7\u{a0}% of what Rust could save; the other 2 could not pay a port back \
         within a year, even if it took no time at all."
    );
    let months = &option(&fleet, "orders", "rust")["months_to_pay_back"];
    assert!((6.7..12.0).contains(&months.as_f64().unwrap()), "{months}");
}

#[test]
fn a_cost_report_that_differs_is_named() {
    let report = |gb_seconds: &str| {
        format!(
            "function,gb_seconds,requests,usd\narn:aws:lambda:us-east-1:111122223333:function:orders,{gb_seconds},50000000,60.00\n"
        )
    };
    let notes = |gb_seconds: &str| {
        let report = report(gb_seconds);
        let fleet = fleet(
            &[("a", SUMS), ("b", &report)],
            &[&US[..], &["--months-of-data", "1"]].concat(),
        );
        fleet["notes"].to_string()
    };
    assert_eq!(notes("2990000"), "[]");
    assert!(
        notes("6000000")
            .contains("orders: the cost report has 6000000 GB-s, the invocations 3000000")
    );
}

#[test]
fn bad_input_is_one_line_and_exit_code_2() {
    for (files, options, reason) in [
        (
            &[("a.txt", "nothing")][..],
            &[][..],
            "error: a.txt: line 1: nothing here can be read",
        ),
        (
            &[("a.json", FUNCTIONS)],
            &[],
            "error: no function was called in a.json",
        ),
        (
            &[("a.csv", SUMS)],
            &["--region", "mars-1"],
            "error: invalid value for '--region'",
        ),
        (
            &[("a.csv", SUMS)],
            &["--months-of-data", "0"],
            "error: invalid value '0' for '--months-of-data",
        ),
        (
            &[("a.csv", SUMS)],
            &["--class", "none=waits"],
            "error: invalid value for '--class': there is no function none",
        ),
        (
            &[("a.csv", SUMS)],
            &["--class", "orders=slow"],
            "error: invalid value 'orders=slow' for '--class",
        ),
    ] {
        let (_, complaint, code) = call(files, options);
        assert_eq!(code, Some(2), "{complaint}");
        assert!(complaint.starts_with(reason), "{complaint}");
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
    }
}
