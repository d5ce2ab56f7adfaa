//! The page's answers, without a browser.

use data::Dataset;
use fleet::{Question, csv, html};
use std::{fmt::Write, path::Path, sync::LazyLock};

/// The price list and the table of ports, as the page carries them.
static CARRIED: LazyLock<[String; 2]> = LazyLock::new(|| {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let dataset = Dataset::read(&data).unwrap();
    [
        dataset.tables().encode(),
        dataset.port_table().unwrap().encode(),
    ]
});

const FORM: &str =
    "region\tus-east-1\narch\tx86_64\nmonths\t1\nfree-tier\ton\ndays\t10\nday-rate\t800";

const SUMS: &str = "\
function,memory_mb,calls,cold,billed_ms,duration_ms,init_ms
orders,512,50000000,500000,6000000000,115,480
<b>,1024,200000,2000,90000000,445,300
";

/// The page's HTML and the spreadsheet.
fn answered(texts: &[&str], form: &str) -> [String; 2] {
    let [prices, port] = &*CARRIED;
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    let question = Question {
        prices,
        port,
        texts: &texts,
        form,
    };
    [html(&question).concat(), csv(&question)]
}

/// 50,200,000 − 1,000,000 requests are 9.84 USD; 3,090,000 − 400,000 GB-s are 44.83.
#[test]
fn the_page_says_what_the_command_says() {
    let [html, csv] = answered(&[SUMS], FORM);
    for part in [
        "None of 2 functions could pay back a port of 8000.00 USD within a year",
        "<td class=\"number\">54.67</td><td class=\"number\">44.83</td>",
        "<tfoot>",
        "<svg class=\"fleet-chart\"",
        "counts as Python",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(
        csv.starts_with("function,memory_mb,arch,calls,usd_now,usd_bound,option"),
        "{csv}"
    );
    assert!(
        csv.contains("\norders,512,x86_64,50000000,54.67,44.83,"),
        "{csv}"
    );
}

#[test]
fn names_are_text_and_never_markup() {
    let [html, _] = answered(&[SUMS], FORM);
    assert!(
        html.contains("&lt;b&gt;") && !html.contains("<b>"),
        "{html}"
    );
}

#[test]
fn a_class_that_was_chosen_stays_chosen() {
    let form = [FORM, "\nclass\torders\twaits"].concat();
    let [html, _] = answered(&[SUMS], &form);
    assert!(
        html.contains(r#"<option value="waits" selected>"#),
        "{html}"
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    for (texts, form, reason) in [
        (
            &["nothing"][..],
            FORM.to_owned(),
            "line 1 is left out: nothing here can be read",
        ),
        (
            &[SUMS, "nothing"],
            FORM.to_owned(),
            "text 2, line 1 is left out",
        ),
        (
            &[SUMS],
            FORM.replace("months\t1", "months\t0"),
            "Months of data: write more than 0",
        ),
        (
            &[SUMS],
            FORM.replace("days\t10", "days\tten"),
            "Days of work: not a number",
        ),
        (
            &["[[\"a\",\"python3.13\",512,\"x86_64\",\"Zip\"]]"],
            FORM.to_owned(),
            "These texts hold no invocations",
        ),
    ] {
        let [html, _] = answered(texts, &form);
        assert!(html.contains(reason), "{reason}: {html}");
    }
}

/// The region is not guessed.
#[test]
fn functions_of_two_regions_are_refused_until_a_region_is_chosen() {
    let listed = |region: &str, name: &str| {
        format!(
            r#"{{"FunctionName":"{name}","FunctionArn":"arn:aws:lambda:{region}:1:function:{name}","Runtime":"python3.13"}}"#
        )
    };
    let functions = [listed("us-east-1", "orders"), listed("eu-west-1", "<b>")].join("\n");
    let [html, _] = answered(&[SUMS, &functions], &FORM.replace("us-east-1", ""));
    assert!(
        html.contains("the data has functions of eu-west-1, us-east-1"),
        "{html}"
    );
    let [html, _] = answered(&[SUMS, &functions], FORM);
    assert!(
        html.contains("functions of eu-west-1 are billed at the prices of us-east-1"),
        "{html}"
    );
}

#[test]
fn ten_thousand_functions_are_ranked() {
    let mut sums = "function,memory_mb,calls,cold,billed_ms,duration_ms\n".to_owned();
    for number in 0..10_000 {
        let calls = 1_000 + number;
        let _ = writeln!(sums, "f{number},512,{calls},0,{},100", calls * 100);
    }
    let [html, csv] = answered(&[&sums], FORM);
    assert!(html.contains("9500 more functions are in the spreadsheet"));
    let functions = csv
        .lines()
        .filter(|line| line.starts_with('f') && line.contains("counts as Python"));
    assert_eq!(functions.count(), 10_000);
    // The one that is called the most comes first.
    assert!(csv.lines().nth(1).unwrap().starts_with("f9999,"));
}
