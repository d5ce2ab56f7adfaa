//! `cargo bill` as a user calls it.

use crate::common::{Printed, bill};
use serde_json::{Value, json};

const MOBILE_BACKEND: [&str; 10] = [
    "--region",
    "us-east-1",
    "--arch",
    "x86_64",
    "--memory",
    "1536",
    "--requests",
    "3000000",
    "--duration-ms",
    "120",
];

/// The command with AWS's first example, then `arguments`; a flag given again replaces the
/// example's.
fn bill_command(arguments: &[&str]) -> Printed {
    let mut all = MOBILE_BACKEND.to_vec();
    for pair in arguments.chunks(2) {
        let again = |argument: &&str| *argument == pair[0] && pair[0] != "--price";
        if let Some(at) = all.iter().position(again) {
            all.drain(at..at + 2);
        }
        all.extend(pair);
    }
    bill(".".as_ref(), &all)
}

fn bill_json(arguments: &[&str]) -> Value {
    let printed = bill_command(&[arguments, &["--format", "json"]].concat());
    assert_eq!(printed.code, Some(0), "{printed:?}");
    serde_json::from_str(&printed.text).unwrap()
}

#[test]
fn json_has_the_published_interface() {
    assert_eq!(
        bill_json(&[]),
        json!({
            "gb_seconds": "540000",
            "lines": [
                { "item": "requests", "usd": "0.40" },
                { "item": "duration", "usd": "2.33" },
            ],
            "total_usd": "2.73",
        })
    );
}

#[test]
fn text_names_every_line_and_the_total() {
    let printed = bill_command(&["--ephemeral-mb", "10240"]);
    let text = printed.text;
    for part in [
        "540000 GB-s",
        "requests",
        "duration",
        "ephemeral_storage",
        "total",
        "0.40 USD",
    ] {
        assert!(text.contains(part), "no {part} in:\n{text}");
    }
}

/// 3,000,000 × 1 % × 2,000 ms at 1.5 GB are 90,000 GB-s more: 630,000, of which 230,000 are
/// charged at 0.0000166667 USD.
#[test]
fn init_is_billed_for_the_share_of_cold_starts() {
    let init = ["--init-ms", "2000", "--cold-share", "0.01"];
    let billed = bill_json(&init);
    assert_eq!(billed["gb_seconds"], "630000");
    assert_eq!(billed["lines"][1]["usd"], "3.83");
    let free = bill_json(&[&init[..], &["--init-billing", "off"]].concat());
    assert_eq!(free["gb_seconds"], "540000");
}

/// Sydney, arm64: 10^10 GB-s are 7.5 × 10^9 at 0.0000133334 and 2.5 × 10^9 at 0.0000120001 USD.
#[test]
fn each_tier_is_charged_at_its_own_price() {
    let bill = bill_json(&[
        "--region",
        "ap-southeast-2",
        "--arch",
        "arm64",
        "--memory",
        "1024",
        "--requests",
        "10000000000",
        "--duration-ms",
        "1000",
        "--free-tier",
        "off",
    ]);
    assert_eq!(bill["lines"][1]["usd"], "130000.75");
    assert_eq!(bill["total_usd"], "132000.75");
}

/// 100 sandboxes of 1.5 GB for 8 h are 4,320,000 GB-s; 500,000 requests of 100 ms are 75,000.
#[test]
fn provisioned_concurrency_comes_on_top() {
    let provisioned = [
        "--requests",
        "2500000",
        "--provisioned-concurrency",
        "100",
        "--provisioned-hours",
        "8",
        "--provisioned-requests",
        "500000",
        "--provisioned-duration-ms",
        "100",
    ];
    let bill = bill_json(&provisioned);
    assert_eq!(
        bill["lines"],
        json!([
            { "item": "requests", "usd": "0.40" },
            { "item": "duration", "usd": "0.83" },
            { "item": "provisioned_concurrency", "usd": "18.00" },
            { "item": "provisioned_duration", "usd": "0.73" },
        ])
    );
    assert_eq!(bill["total_usd"], "19.96");
    let saved = bill_json(&[&provisioned[..], &["--savings-plan", "all-upfront"]].concat());
    // 0.833335, 18.000144 and 0.729165 USD, less 17 %.
    assert_eq!(saved["lines"][1]["usd"], "0.69");
    assert_eq!(saved["lines"][2]["usd"], "14.94");
    assert_eq!(saved["lines"][3]["usd"], "0.61");
    let arm = [&provisioned[..], &["--arch", "arm64"]].concat();
    // 4,320,000 at 0.0000033334 and 75,000 at 0.0000077778 USD.
    assert_eq!(bill_json(&arm)["lines"][2]["usd"], "14.40");
    assert_eq!(bill_json(&arm)["lines"][3]["usd"], "0.58");
}

#[test]
fn a_price_that_is_not_known_is_asked_for() {
    let usage = [
        "--region",
        "ap-southeast-2",
        "--arch",
        "arm64",
        "--provisioned-concurrency",
        "1",
        "--provisioned-hours",
        "1",
    ];
    let printed = bill_command(&usage);
    let message = printed.complaint;
    assert_eq!(printed.code, Some(2));
    assert_eq!(
        message,
        "error: the price of provisioned_concurrency on arm64 in ap-southeast-2 is not known \
         here: give it in USD per GB-s with --price provisioned_concurrency=USD\n"
    );
    let known = [
        &usage[..],
        &[
            "--price",
            "provisioned_concurrency=0.001",
            "--price",
            "provisioned_duration=0",
        ],
    ];
    // 3,600 s at 1.5 GB are 5,400 GB-s.
    let bill = bill_json(&known.concat());
    assert_eq!(bill["lines"][2]["usd"], "5.40");
}

/// A version is charged for 3 h at least: 3 × 3,600 s at 1.5 GB are 16,200 GB-s.
#[test]
fn snapstart_has_its_own_lines() {
    let bill = bill_json(&[
        "--snapstart-cache-hours",
        "1",
        "--snapstart-restores",
        "30000",
    ]);
    assert_eq!(
        bill["lines"][2],
        json!({ "item": "snapstart_cache", "usd": "0.02" })
    );
    // 45,000 GB at 0.0001397998 USD.
    assert_eq!(
        bill["lines"][3],
        json!({ "item": "snapstart_restore", "usd": "6.29" })
    );
}

/// 3 million invocations, with 2 writes and 4 KB of logs each: 11.444 GB.
#[test]
fn services_are_charged_per_invocation() {
    let usage = [
        "--dynamodb-writes",
        "2",
        "--log-kb",
        "4",
        "--gateway",
        "http-api",
    ];
    let bill = bill_json(&usage);
    assert_eq!(
        bill["lines"][2],
        json!({ "item": "http_api", "usd": "3.00" })
    );
    assert_eq!(
        bill["lines"][3],
        json!({ "item": "dynamodb_writes", "usd": "3.75" })
    );
    assert_eq!(
        bill["lines"][4],
        json!({ "item": "log_ingestion", "usd": "5.72" })
    );
    // Above 300 million, an HTTP API is cheaper: 300.00 + 100 × 0.90.
    let many = bill_json(&["--gateway", "http-api", "--requests", "400000000"]);
    assert_eq!(many["lines"][2]["usd"], "390.00");
    let own = bill_json(&[&usage[..], &["--price", "http_api=1.29"]].concat());
    assert_eq!(own["lines"][2]["usd"], "3.87");
}

/// 6,144,000 invocations of 10,240 KB each log 60,000 GB: 10,000 at 0.50, 20,000 at 0.25, 20,000 at
/// 0.10 and 10,000 at 0.05 USD. Source: the Duckbill Group's total for 60 TB of Lambda's logs.
#[test]
fn logs_cost_less_the_more_there_are() {
    let bill = bill_json(&["--requests", "6144000", "--log-kb", "10240"]);
    assert_eq!(
        bill["lines"][2],
        json!({ "item": "log_ingestion", "usd": "12500.00" })
    );
}

#[test]
fn fractions_of_a_millisecond_are_exact() {
    let bill = bill_json(&["--duration-ms", "33.333333333333336", "--memory", "1024"]);
    assert_eq!(bill["gb_seconds"], "100000.000000000008");
}

#[test]
fn bad_input_is_one_line_that_names_the_flag() {
    for (flag, value) in [
        ("--region", "eu-north-9"),
        ("--arch", "risc-v"),
        ("--memory", "127"),
        ("--memory", "10241"),
        ("--memory", "128.5"),
        ("--ephemeral-mb", "511"),
        ("--ephemeral-mb", "10241"),
        ("--duration-ms", "900000.1"),
        ("--duration-ms", "-1"),
        ("--duration-ms", "NaN"),
        ("--duration-ms", ""),
        ("--init-ms", "-0.5"),
        ("--requests", "1000000000000001"),
        ("--requests", "1.5"),
        ("--requests", "-1"),
        ("--requests", "inf"),
        ("--requests", "3 million"),
        (
            "--requests",
            "99999999999999999999999999999999999999999999999",
        ),
        ("--cold-share", "1.01"),
        ("--cold-share", "-0.1"),
        ("--cold-share", "1\n\n2"),
        ("--init-billing", "maybe"),
        ("--free-tier", ""),
        ("--format", "yaml"),
        ("--colour", "red"),
        ("--savings-plan", "half-upfront"),
        ("--snapstart-cache-hours", "745"),
        ("--gateway", "rest-api"),
        ("--dynamodb-writes", "1001"),
        ("--log-kb", "-1"),
        ("--price", "http_api"),
        ("--price", "http_api=11"),
        ("--price", "s3=1"),
    ] {
        let printed = bill_command(&[flag, value]);
        let message = printed.complaint;
        assert_eq!(printed.code, Some(2), "{flag} {value}: {message}");
        assert_eq!(message.lines().count(), 1, "{flag} {value}: {message}");
        assert!(message.contains(flag), "{flag} {value}: {message}");
        assert!(printed.text.is_empty());
    }
}

#[test]
fn what_belongs_together_is_asked_for() {
    for (arguments, missing) in [
        (
            &["--provisioned-concurrency", "1"][..],
            "--provisioned-hours",
        ),
        (
            &["--provisioned-requests", "1"],
            "--provisioned-concurrency",
        ),
        (&["--snapstart-restores", "1"], "--snapstart-cache-hours"),
        (
            &[
                "--provisioned-concurrency",
                "1",
                "--provisioned-hours",
                "1",
                "--snapstart-cache-hours",
                "3",
            ],
            "--snapstart-cache-hours",
        ),
    ] {
        let printed = bill_command(arguments);
        let message = printed.complaint;
        assert_eq!(printed.code, Some(2), "{arguments:?}: {message}");
        assert_eq!(message.lines().count(), 1, "{message}");
        assert!(message.contains(missing), "{arguments:?}: {message}");
    }
}

#[test]
fn the_limits_themselves_are_allowed() {
    for (flag, value) in [
        ("--memory", "128"),
        ("--memory", "10240"),
        ("--ephemeral-mb", "10240"),
        ("--duration-ms", "900000"),
        ("--duration-ms", "0"),
        ("--requests", "1000000000000000"),
        ("--requests", "0"),
        ("--cold-share", "1"),
        ("--cold-share", "0"),
    ] {
        let printed = bill_command(&[flag, value]);
        assert_eq!(printed.code, Some(0), "{flag} {value}: {printed:?}");
    }
}

#[test]
fn a_missing_flag_is_named() {
    let printed = bill(".".as_ref(), &[]);
    let message = printed.complaint;
    assert_eq!(printed.code, Some(2));
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(message.contains("--memory"), "{message}");
}
