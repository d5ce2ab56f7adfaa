use super::*;

const COLD: &str = "REPORT RequestId: 8f507cfc-0000-4697-b07a-ac58fc914c95\tDuration: 250.06 ms\t\
    Billed Duration: 351 ms\tMemory Size: 128 MB\tMax Memory Used: 30 MB\tInit Duration: 100.77 ms";

fn cold() -> Report {
    Report {
        max_memory_mb: 30,
        ..Report::new(
            "8f507cfc-0000-4697-b07a-ac58fc914c95",
            Millis::from_micros(250_060),
            Some(Millis::from_micros(100_770)),
            128,
        )
    }
}

#[test]
fn a_cold_start_is_written_as_on_aws_and_billed_as_its_example() {
    assert_eq!(cold().to_string(), COLD);
}

#[test]
fn every_status_round_trips() {
    let error = |error_type| Status::Error { error_type };
    for status in [
        Status::Answered,
        Status::Timeout,
        error(None),
        error(Some("Runtime.ExitError".to_owned())),
    ] {
        for init in [None, Some(Millis::from_micros(100_770))] {
            let report = Report {
                init,
                status: status.clone(),
                ..cold()
            };
            assert_eq!(report.to_string().parse(), Ok(report));
        }
    }
}

#[test]
fn what_is_billed_is_the_printed_durations_rounded_up() {
    for (duration, init) in [(2_004, None), (1_996, None), (991, Some(1_001))] {
        let duration = Millis::from_micros(duration);
        let report = Report::new("id", duration, init.map(Millis::from_micros), 128);
        let read: Report = report.to_string().parse().unwrap();
        assert_eq!(read.billed_ms, Millis::billed_ms(read.duration, read.init));
        assert_eq!(read, report);
    }
}

#[test]
fn a_line_is_found_behind_what_logs_put_before_it() {
    for line in [
        format!("2026/11/23/[$LATEST]0f2c 2026-11-23T06:30:00.000000 {COLD}\t"),
        format!("1795415400000,\"{COLD}\t"),
        format!("\"message\": \"{}\\t\\n\",", COLD.replace('\t', "\\t")),
        COLD.replace('\t', "  "),
        COLD.replace('\t', ""),
        COLD.replace('\t', "\n"),
        format!("{COLD}\tXRAY TraceId: 1-2-3\tSegmentId: 4\tSampled: true"),
    ] {
        assert_eq!(line.parse(), Ok(cold()), "{line}");
    }
}

#[test]
fn a_restore_stands_beside_what_else_was_reported() {
    let restore = Some(Restore {
        duration: Millis::from_micros(5_000),
        billed: Millis::from_micros(9_000),
    });
    let report = Report { restore, ..cold() };
    let line = format!("{COLD}\tRestore Duration: 5.00 ms\tBilled Restore Duration: 9 ms");
    assert_eq!(report.to_string(), line);
    assert_eq!(line.parse(), Ok(report));
}

#[test]
fn a_text_gives_its_reports_by_line() {
    let text = format!("START RequestId: 1\n{COLD}\nnothing\nREPORT RequestId: 2\tDuration: 1 ms");
    let found: Vec<_> = reports(&text).collect();
    let cut = Err(ParseReportError::Missing("Billed Duration"));
    assert_eq!(found, [(2, Ok(cold())), (4, cut)]);
}

#[test]
fn an_export_in_json_gives_every_report_of_its_line() {
    let escaped = COLD.replace('\t', "\\t");
    let text = format!("[\"{escaped}\\n\",\"END\\n\",\"{escaped}\\n\"]");
    let found: Vec<_> = reports(&text).collect();
    assert_eq!(found, [(1, Ok(cold())), (1, Ok(cold()))]);
}

#[test]
fn what_is_wrong_is_named() {
    let read = |line: &str| line.parse::<Report>().unwrap_err().to_string();
    assert!(read("END RequestId: 1").contains("must contain `REPORT RequestId:`"));
    assert_eq!(
        read(&COLD.replace("351 ms", "351.5 ms")),
        "`Billed Duration: 351.5 ms` in the REPORT line is not a whole number of ms"
    );
    assert_eq!(
        read(&COLD[..COLD.find("Memory Size").unwrap()]),
        "the REPORT line has no `Memory Size`: give the whole line"
    );
}
