//! Text that readers paste or drop, and the figures read from it.

use data_core::{
    Decimal, Timing, Variant,
    own::{Own, OwnError, read},
};
use proptest::prelude::*;

const WARM: &str = "REPORT RequestId: 8f5\tDuration: 1.23 ms\tBilled Duration: 2 ms\t\
    Memory Size: 512 MB\tMax Memory Used: 30 MB";
const COLD: &str = "REPORT RequestId: 8f6\tDuration: 250.06 ms\tBilled Duration: 351 ms\t\
    Memory Size: 512 MB\tMax Memory Used: 30 MB\tInit Duration: 100.77 ms";
const WARM_AGAIN: &str = "REPORT RequestId: 8f9\tDuration: 1.23 ms\tBilled Duration: 2 ms\t\
    Memory Size: 512 MB\tMax Memory Used: 30 MB";
/// By a managed runtime before August 2025, when INIT was not billed.
const OLD_COLD: &str = "REPORT RequestId: 8f7\tDuration: 250.06 ms\tBilled Duration: 251 ms\t\
    Memory Size: 512 MB\tMax Memory Used: 30 MB\tInit Duration: 100.77 ms";

const HEADER: &str =
    "run_id,workload,variant,memory_mb,start,init_ms,duration_ms,billed_ms,error\n";

/// Of Lambda Managed Instances.
const MANAGED: &str = r#"{"type":"platform.report","record":{"requestId":"a","metrics":{"durationMs":5.5},"status":"success"}}"#;

const EVENT: &str = r#"{"type":"platform.report","record":{"requestId":"a","metrics":{"durationMs":5.5,"billedDurationMs":6,"memorySizeMB":128},"status":"success"}}"#;

/// The timings of a text, of Rust where it does not say what ran.
fn of_rust(text: &str) -> Vec<Timing> {
    read(text).unwrap().timings(Variant::Rust).unwrap()
}

fn only(text: &str) -> Timing {
    let timings = of_rust(text);
    assert_eq!(timings.len(), 1, "{timings:?}");
    timings.into_iter().next().unwrap()
}

/// A decimal from hundredths.
fn hundredths(number: u128) -> Decimal {
    Decimal::new(number, 2)
}

/// 351 ms billed less 100.77 of INIT.
#[test]
fn report_lines_become_the_means_that_a_bill_needs() {
    let log = format!("START RequestId: 8f5\n{COLD}\nhello\n{WARM}\n{WARM_AGAIN}\n");
    let timing = only(&log);
    assert_eq!(
        (timing.function.as_str(), timing.variant),
        ("yours", Variant::Rust)
    );
    assert_eq!(timing.memory_mb, 512);
    assert_eq!(timing.warm_ms, hundredths(123));
    assert_eq!(timing.warm_billed_ms, 2.into());
    assert_eq!(timing.init_ms, hundredths(10_077));
    assert_eq!(timing.cold_billed_ms, hundredths(25_023));
    assert_eq!(timing.percentiles.p99.unwrap().ms.to_string(), "1.230");
    let origin = read(&log).unwrap().origin();
    assert_eq!(origin, "3 REPORT lines, 1 of them cold starts");
}

#[test]
fn init_that_was_not_billed_then_is_billed_as_it_is_now() {
    let [then, now] = [OLD_COLD, COLD].map(|cold| only(&format!("{cold}\n{WARM}")));
    assert_eq!(then, now);
    let as_read = read(OLD_COLD).unwrap().counts();
    assert_eq!(as_read.billed_ms, 251);
}

#[test]
fn without_a_cold_start_it_says_so() {
    assert_eq!(only(WARM).cold_billed_ms, 2.into());
    let origin = read(WARM).unwrap().origin();
    assert!(
        origin.contains("a cold start counts as a warm call"),
        "{origin}"
    );
}

#[test]
fn calls_that_failed_are_left_out_and_counted() {
    let own = read(&format!("{WARM}\n{WARM_AGAIN}\tStatus: timeout")).unwrap();
    assert_eq!(own.failed, 1);
    assert_eq!(
        own.origin(),
        "1 REPORT lines, 0 of them cold starts (so a cold start counts as a \
        warm call here), 1 more that failed, left out"
    );
}

#[test]
fn rows_of_our_own_schema_keep_function_and_variant() {
    let rows = "r,record,python,128,cold,100.77,250.06,351,\nr,record,python,128,warm,,1.23,2,\n\
        r,record,rust,512,warm,,0.5,1,\nr,record,rust,512,warm,,0.5,1,timeout";
    let text = [HEADER, rows].concat();
    let timings = of_rust(&text);
    let [python, rust] = &timings[..] else {
        panic!("{timings:?}");
    };
    assert_eq!((python.variant, python.memory_mb), (Variant::Python, 128));
    assert_eq!(python.cold_billed_ms, hundredths(25_023));
    assert_eq!((rust.variant, rust.memory_mb), (Variant::Rust, 512));
    assert_eq!(rust.warm_ms, hundredths(50));
    let origin = read(&text).unwrap().origin();
    assert!(
        origin.starts_with("3 rows, 1 of them cold starts, 1 more"),
        "{origin}"
    );
}

#[test]
fn blanks_are_nothing() {
    assert_eq!(read(" \n\t\n"), Ok(Own::default()));
}

#[test]
fn where_nothing_can_be_read_the_first_reason_is_named() {
    let row = |row: &str| [HEADER, row].concat();
    for (text, line, reason) in [
        ("hello", 1, "nothing here can be read: give REPORT lines"),
        ("REPORT RequestId: 8f5\tDuration: 1.2", 1, "`Duration: 1.2`"),
        (
            "REPORT RequestId: 8f5\tDuration: 1.2 ms",
            1,
            "no `Billed Duration`",
        ),
        (&WARM.replace("1.23", "fast"), 1, "`Duration: fast ms`"),
        (
            &WARM.replace("1.23", "900000.01"),
            1,
            "more than 900,000 ms",
        ),
        (
            &WARM.replace("512", "64"),
            1,
            "64 MB is outside 128 to 10240",
        ),
        (HEADER, 1, "nothing here can be read"),
        (&row("r,record,go,128,warm,,1,1,"), 2, "`go` is unknown"),
        (&row("r,record,rust,128,warm,,quick,1,"), 2, "`quick`"),
        (&row("r,record,rust,128,warm,2,1,1,"), 2, "`init_ms`"),
        (&row("r,record,rust,128,cold,,1,1,"), 2, "`init_ms`"),
        (
            &row("r,record,rust,128,warm,,1,7,"),
            2,
            "`billed_ms` does not fit",
        ),
        (
            &row("r,record,rust,128,warm,,1,1"),
            2,
            "8 columns, where the first line has 9",
        ),
        (
            &row("r,,rust,128,warm,,1,1,"),
            2,
            "`workload` must be a name",
        ),
        (&row("r,\"record,rust,128,warm,,1,1,"), 2, "never closed"),
        ("#gAA=;AACAQQ==", 1, "three lists"),
        (
            "#!;AACAQQ==;AACAQQ==",
            1,
            "not those of a Power Tuning result",
        ),
        (
            "#gA==;AACAQQ==;AACAQQ==",
            1,
            "not those of a Power Tuning result",
        ),
        ("#gAA=;AACAQQAAAEE=;AACAQQ==", 1, "differ in length"),
        ("#AAA=;AACAQQ==;AACAQQ==", 1, "0 MB is outside 128 to 10240"),
        (
            "#gAA=;AADAfw==;AACAQQ==",
            1,
            "the duration at 128 MB is not one",
        ),
        (
            "#gAA=;AACAwQ==;AACAQQ==",
            1,
            "the duration at 128 MB is not one",
        ),
    ] {
        let OwnError(skipped) = read(text).unwrap_err();
        assert_eq!(skipped.line, line, "{text:?}: {}", skipped.reason);
        assert!(
            skipped.reason.contains(reason),
            "{text:?}: {}",
            skipped.reason
        );
    }
}

#[test]
fn what_cannot_be_billed_is_read_and_says_why() {
    for (text, reason) in [
        (COLD.to_owned(), "only cold starts at 512 MB"),
        (
            format!("{WARM}\tStatus: timeout"),
            "no invocation that succeeded",
        ),
        (MANAGED.to_owned(), "Managed Instances"),
    ] {
        let refusal = read(&text).unwrap().timings(Variant::Rust).unwrap_err();
        assert!(refusal.contains(reason), "{text:?}: {refusal}");
    }
}

/// Checks that a text becomes either figures within Lambda's limits or an error.
fn is_sound(text: &str) -> Result<(), TestCaseError> {
    let Ok(Ok(timings)) = read(text).map(|own| own.timings(Variant::Rust)) else {
        return Ok(());
    };
    let most = Decimal::from(2_000_000);
    for timing in &timings {
        prop_assert!((128..=10_240).contains(&timing.memory_mb));
        for ms in [
            timing.warm_ms,
            timing.warm_billed_ms,
            timing.cold_billed_ms,
            timing.init_ms,
        ] {
            prop_assert!(ms <= most, "{text:?}: {timing:?}");
        }
    }
    Ok(())
}

proptest! {
    /// `PROPTEST_CASES=1000000` tries as many.
    #[test]
    fn any_text_is_read_or_refused(text in "(?s).{0,200}") {
        is_sound(&text)?;
    }

    #[test]
    fn any_report_line_is_read_or_refused(
        fields in prop::collection::vec(
            ("(Duration|Billed Duration|Memory Size|Max Memory Used|Init Duration|Status|\\PC{0,8})",
             "[0-9.,eE+-]{0,24}|timeout|\\PC{0,8}", "( ms| MB|)", "[\t\n ,\"\\\\]"), 0..8),
    ) {
        let fields = fields.into_iter();
        let fields = fields.map(|(label, value, unit, end)| format!("{label}: {value}{unit}{end}"));
        is_sound(&format!("REPORT RequestId: x\t{}", fields.collect::<String>()))?;
    }

    #[test]
    fn a_report_line_with_one_change_is_read_or_refused(
        at in 0..200_usize, with in "\\PC{0,3}", cold in any::<bool>(),
    ) {
        let mut line = if cold { COLD } else { WARM }.to_owned();
        let at = at % line.len();
        line.replace_range(at..=at, &with);
        is_sound(&format!("{WARM}\n{line}"))?;
    }

    #[test]
    fn an_event_with_one_change_is_read_or_refused(at in 0..200_usize, with in "\\PC{0,3}|[\"{}\\[\\],:0-9eE.-]{1,3}") {
        let mut event = EVENT.to_owned();
        let at = at % event.len();
        event.replace_range(at..=at, &with);
        is_sound(&format!("{EVENT}\n{event}\n[{event},{EVENT}]"))?;
    }

    #[test]
    fn any_json_is_read_or_refused(
        parts in prop::collection::vec(
            "[{}\\[\\]]|,|:|\"(type|record|metrics|durationMs|platform.report|message|field|value|@duration)\"|[0-9.eE+-]{1,9}|\\PC{0,3}", 0..40),
    ) {
        is_sound(&parts.concat())?;
    }

    #[test]
    fn any_csv_file_is_read_or_refused(
        rows in prop::collection::vec(
            prop::collection::vec("[0-9.,\"\n-]{0,9}|cold|warm|rust|record|128|\\PC{0,4}", 0..11), 0..5),
    ) {
        let rows: Vec<_> = rows.iter().map(|row| row.join(",")).collect();
        is_sound(&[HEADER, &rows.join("\n")].concat())?;
    }

    #[test]
    fn a_csv_file_with_one_change_is_read_or_refused(at in 0..200_usize, with in "\\PC{0,3}") {
        let mut text = [HEADER, "r,record,rust,128,warm,,1.23,2,\nr,record,rust,128,cold,5,1,6,\n"]
            .concat();
        let at = at % text.len();
        text.replace_range(at..=at, &with);
        is_sound(&text)?;
    }

    #[test]
    fn any_power_tuning_address_is_read_or_refused(
        lists in prop::collection::vec("[A-Za-z0-9+/=]{0,16}", 0..5),
    ) {
        is_sound(&format!("#{}", lists.join(";")))?;
    }

    /// Any bits are numbers of some kind; those that are durations come out again.
    #[test]
    fn any_floats_are_read_or_refused(points in prop::collection::vec((any::<i16>(), any::<u32>()), 1..5)) {
        use base64ct::{Base64, Encoding};
        let sizes: Vec<u8> = points.iter().flat_map(|(size, _)| size.to_le_bytes()).collect();
        let times: Vec<u8> = points.iter().flat_map(|(_, bits)| bits.to_le_bytes()).collect();
        let times = Base64::encode_string(&times);
        let hash = format!("#{};{times};{times}", Base64::encode_string(&sizes));
        is_sound(&hash)?;
        if let Ok(own) = read(&hash) {
            for timing in &own.timings(Variant::Rust).unwrap() {
                let size = timing.memory_mb;
                let read: f64 = timing.warm_ms.to_string().parse().unwrap();
                // A size may be there more than once.
                let of_size = points.iter().filter(|(of, _)| u32::try_from(*of) == Ok(size));
                let times: Vec<f64> = of_size.map(|(_, bits)| f32::from_bits(*bits).into()).collect();
                let is_read = times.iter().any(|ms| (read - ms).abs() <= 0.000_51);
                prop_assert!(is_read, "{times:?} became {read}");
            }
        }
    }
}
