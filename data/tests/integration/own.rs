//! What readers paste or drop, and what becomes of it.

use data::{
    Decimal, Timing, Variant, Workload,
    own::{Own, OwnError, read},
};
use proptest::prelude::*;

const WARM: &str = "REPORT RequestId: 8f5\tDuration: 1.23 ms\tBilled Duration: 2 ms\t\
    Memory Size: 512 MB\tMax Memory Used: 30 MB";
const COLD: &str = "REPORT RequestId: 8f6\tDuration: 250.06 ms\tBilled Duration: 351 ms\t\
    Memory Size: 512 MB\tMax Memory Used: 30 MB\tInit Duration: 100.77 ms";
/// By a managed runtime before August 2025, when INIT was not billed.
const OLD_COLD: &str = "REPORT RequestId: 8f7\tDuration: 250.06 ms\tBilled Duration: 251 ms\t\
    Memory Size: 512 MB\tMax Memory Used: 30 MB\tInit Duration: 100.77 ms";

const HEADER: &str =
    "run_id,workload,variant,memory_mb,start,init_ms,duration_ms,billed_ms,error\n";

/// 128, 256, 512, 1024 and 1536 MB at 16, 8, 4, 2.8 and 2.1 ms, made with Python's `struct`.
const POWER_TUNING: &str = "https://lambda-power-tuning.show/#gAAAAQACAAQABg==;\
    AACAQQAAAEEAAIBAMzMzQGZmBkA=;CtcjPG8SAzwK16M7vHQTPKabRDw=";

fn of_rust(text: &str) -> Result<Own, OwnError> {
    read(text, Variant::Rust)
}

fn only(own: &Own) -> &Timing {
    assert_eq!(own.timings.len(), 1, "{own:?}");
    &own.timings[0]
}

/// A decimal from hundredths.
fn hundredths(number: u128) -> Decimal {
    Decimal::new(number, 2)
}

/// 351 ms billed less 100.77 of INIT.
#[test]
fn report_lines_become_the_means_that_a_bill_needs() {
    let log = format!("START RequestId: 8f5\n{COLD}\nhello\n{WARM}\n{WARM}\n");
    let own = of_rust(&log).unwrap();
    let timing = only(&own);
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
    assert_eq!(own.origin, "3 REPORT lines, 1 of them cold starts");
}

#[test]
fn init_that_was_not_billed_then_is_billed_as_it_is_now() {
    let [then, now] = [OLD_COLD, COLD].map(|cold| of_rust(&format!("{cold}\n{WARM}")).unwrap());
    assert_eq!(only(&then), only(&now));
}

#[test]
fn without_a_cold_start_it_says_so() {
    let own = of_rust(WARM).unwrap();
    assert_eq!(only(&own).cold_billed_ms, 2.into());
    assert!(
        own.origin.contains("a cold start counts as a warm call"),
        "{}",
        own.origin
    );
}

#[test]
fn calls_that_failed_are_left_out_and_counted() {
    let own = of_rust(&format!("{WARM}\n{WARM}\tStatus: timeout")).unwrap();
    assert_eq!(
        own.origin,
        "1 REPORT lines, 0 of them cold starts (so a cold start counts as a \
        warm call here), 1 more that failed left out"
    );
}

#[test]
fn rows_of_our_own_schema_keep_function_and_variant() {
    let rows = "r,record,python,128,cold,100.77,250.06,351,\nr,record,python,128,warm,,1.23,2,\n\
        r,record,rust,512,warm,,0.5,1,\nr,record,rust,512,warm,,0.5,1,timeout";
    let own = of_rust(&[HEADER, rows].concat()).unwrap();
    let [rust, python] = &own.timings[..] else {
        panic!("{own:?}");
    };
    assert_eq!((python.variant, python.memory_mb), (Variant::Python, 128));
    assert_eq!(python.cold_billed_ms, hundredths(25_023));
    assert_eq!((rust.variant, rust.memory_mb), (Variant::Rust, 512));
    assert_eq!(rust.warm_ms, hundredths(50));
    assert!(
        own.origin
            .starts_with("3 rows, 1 of them cold starts, 1 more"),
        "{}",
        own.origin
    );
}

/// As this project's own runs are committed.
#[test]
fn a_committed_run_gives_the_timings_that_the_site_shows() {
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let dataset = data::Dataset::read(data).unwrap();
    let name = format!("measurements/{}.csv", dataset.run.run_id);
    let own = of_rust(&std::fs::read_to_string(data.join(name)).unwrap()).unwrap();
    for shown in dataset.timings() {
        let same = |timing: &&Timing| {
            (&timing.function, timing.variant, timing.memory_mb)
                == (&shown.function, shown.variant, shown.memory_mb)
        };
        let timing = own.timings.iter().find(same).unwrap();
        assert_eq!(timing.warm_ms, shown.warm_ms);
        assert_eq!(timing.cold_billed_ms, shown.cold_billed_ms);
        assert_eq!(timing.init_ms, shown.init_ms);
    }
    let is_compared = |timing: &&Timing| {
        let workload: Workload = timing.function.parse().unwrap();
        !workload.is_control()
    };
    let compared = own.timings.iter().filter(is_compared);
    assert_eq!(compared.count(), dataset.timings().len());
}

#[test]
fn a_power_tuning_address_is_read() {
    let own = of_rust(POWER_TUNING).unwrap();
    let sizes: Vec<_> = own.timings.iter().map(|timing| timing.memory_mb).collect();
    let times: Vec<_> = own.timings.iter().map(|timing| timing.warm_ms).collect();
    assert_eq!(sizes, [128, 256, 512, 1024, 1536]);
    let expected = [1600, 800, 400, 280, 210].map(hundredths);
    assert_eq!(times, expected);
    assert!(own.origin.contains("know no INIT"), "{}", own.origin);
    let hash = POWER_TUNING.split_once('#').unwrap().1;
    assert_eq!(of_rust(hash).unwrap(), own);
}

#[test]
fn blanks_are_nothing() {
    assert_eq!(of_rust(" \n\t\n"), Ok(Own::default()));
}

#[test]
fn bad_figures_are_named_by_line_and_reason() {
    let row = |row: &str| [HEADER, "r,record,rust,128,warm,,1.23,2,\n", row].concat();
    for (text, line, reason) in [
        ("hello", 1, "neither REPORT lines"),
        (
            &format!("{WARM}\nREPORT RequestId: 8f5\tDuration: 1.2"),
            2,
            "no `Billed Duration`",
        ),
        (
            &format!("{WARM}\n{}", WARM.replace("1.23", "fast")),
            2,
            "`Duration: fast`",
        ),
        (&WARM.replace("1.23", "900000.01"), 1, "over 900,000 ms"),
        (&WARM.replace("512", "64"), 1, "outside 128 to 10240"),
        (
            &format!("{WARM}\tStatus: timeout"),
            1,
            "no invocation that succeeded",
        ),
        (COLD, 1, "only cold starts at 512 MB"),
        ("duration_ms,variant\n1,rust", 1, "no column `workload`"),
        (HEADER, 1, "no invocation"),
        (&row("r,record,go,128,warm,,1,1,"), 3, "`go` is unknown"),
        (
            &row("r,record,rust,128,warm,,quick,1,"),
            3,
            "`duration_ms` is `quick`",
        ),
        (&row("r,record,rust,128,warm,2,1,1,"), 3, "`init_ms`"),
        (&row("r,record,rust,128,cold,,1,1,"), 3, "`init_ms`"),
        (
            &row("r,record,rust,128,warm,,1,7,"),
            3,
            "`billed_ms` does not fit",
        ),
        (
            &row("r,record,rust,128,warm,,1,1"),
            3,
            "8 columns, where the first line has 9",
        ),
        (
            &row("r,,rust,128,warm,,1,1,"),
            3,
            "`workload` must be a name",
        ),
        (&row("r,\"record,rust,128,warm,,1,1,"), 3, "never closed"),
        ("#gAA=;AACAQQ==", 1, "three lists"),
        ("#gAA=;AACAQQ==;AACAQQ==;AACAQQ==", 1, "three lists"),
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
        ("#;;", 1, "differ in length, or are empty"),
        ("#AAA=;AACAQQ==;AACAQQ==", 1, "outside 128 to 10240"),
        ("#gACAAA==;AACAQQAAgEE=;AACAQQAAgEE=", 1, "twice"),
        ("#gAA=;AADAfw==;AACAQQ==", 1, "a duration is not one"),
        ("#gAA=;AACAwQ==;AACAQQ==", 1, "a duration is not one"),
    ] {
        let error = of_rust(text).unwrap_err();
        assert_eq!(error.line, line, "{text:?}: {error}");
        assert!(error.reason.contains(reason), "{text:?}: {error}");
    }
}

/// What any text may become: figures within what Lambda has, or an error.
fn is_sound(text: &str) -> Result<(), TestCaseError> {
    let Ok(own) = of_rust(text) else {
        return Ok(());
    };
    let most = Decimal::from(2_000_000);
    for timing in &own.timings {
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
        if let Ok(own) = of_rust(&hash) {
            for timing in &own.timings {
                let size = timing.memory_mb;
                let (_, bits) = points.iter().find(|(of, _)| u32::try_from(*of) == Ok(size)).unwrap();
                let ms = f64::from(f32::from_bits(*bits));
                let read: f64 = timing.warm_ms.to_string().parse().unwrap();
                prop_assert!((read - ms).abs() <= 0.000_51, "{ms} became {read}");
            }
        }
    }
}
