//! `cargo bill` as a user calls it.

use serde_json::{Value, json};
use std::process::{Command, Output};

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
fn bill(arguments: &[&str]) -> Output {
    let mut all = MOBILE_BACKEND.to_vec();
    for pair in arguments.chunks(2) {
        if let Some(at) = all.iter().position(|argument| *argument == pair[0]) {
            all.drain(at..at + 2);
        }
        all.extend(pair);
    }
    Command::new(env!("CARGO_BIN_EXE_bill"))
        .args(all)
        .output()
        .unwrap()
}

fn bill_json(arguments: &[&str]) -> Value {
    let output = bill(&[arguments, &["--format", "json"]].concat());
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
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
    let output = bill(&["--ephemeral-mb", "10240"]);
    let text = String::from_utf8(output.stdout).unwrap();
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
    ] {
        let output = bill(&[flag, value]);
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{flag} {value}: {message}");
        assert_eq!(message.lines().count(), 1, "{flag} {value}: {message}");
        assert!(message.contains(flag), "{flag} {value}: {message}");
        assert!(output.stdout.is_empty());
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
        assert!(bill(&[flag, value]).status.success(), "{flag} {value}");
    }
}

#[test]
fn a_missing_flag_is_named() {
    let output = Command::new(env!("CARGO_BIN_EXE_bill")).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(message.contains("--memory"), "{message}");
}
