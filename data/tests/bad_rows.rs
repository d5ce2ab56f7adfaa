//! What stops the build: each mistake is named by file, line, column and reason.

use data::{Dataset, Variant, Workload};
use std::{fs, path::Path};
use tempfile::TempDir;

const RUNS: &str = "measurements/runs.csv";
const ROWS: &str = "measurements/2026-01-02-local.csv";
const DURATIONS: &str = "prices/lambda-duration-prices.csv";
const OTHERS: &str = "prices/lambda-other-prices.csv";

/// A small data folder without a mistake.
const FILES: &[(&str, &str)] = &[
    (
        RUNS,
        "run_id,date,environment,cpu_model,cores,machine,kernel,cpu_limit,cpu_period_ms,dynamodb,\
         dynamodb_latency_ms,rustc,lambda_runtime,aws_sdk_dynamodb,python,awslambdaric,boto3,\
         git_revision,seed,repetitions,cold,warm\n\
         2026-01-02-local,2026-01-02T03:04:05Z,local,CPU,2,x86_64,6.1,cgroup-v2,20,none,0,1.95.0,\
         1.5.0,1.136.0,3.11.7,4.2.2,1.44.5,0123abc,1,1,1,3\n",
    ),
    (
        ROWS,
        "run_id,sequence,workload,variant,memory_mb,repetition,start,init_ms,init_cpu_ms,\
         duration_ms,cpu_ms,throttled_periods,max_memory_kb,billed_ms,error\n\
         2026-01-02-local,1,hello,rust,128,1,cold,10.500,9.000,1.200,1.000,0,9000,12,\n\
         2026-01-02-local,2,hello,rust,128,1,warm,,,0.100,0.100,0,9000,1,\n\
         2026-01-02-local,3,hello,rust,128,1,warm,,,2.100,,,9000,3,\n\
         2026-01-02-local,4,hello,rust,128,1,warm,,,900.000,,,9000,900,timeout\n\
         2026-01-02-local,5,hello,python,128,1,cold,10.500,9.000,1.200,0.100,0,9000,12,\n\
         2026-01-02-local,6,hello,python,128,1,warm,,,0.100,0.100,0,9000,1,\n\
         2026-01-02-local,7,hello,python,128,1,warm,,,0.100,0.100,0,9000,1,\n\
         2026-01-02-local,8,hello,python,128,1,warm,,,0.100,0.100,0,9000,1,\n\
         2026-01-02-local,9,record,rust,128,1,cold,10.500,9.000,1.200,0.100,0,9000,12,\n\
         2026-01-02-local,10,record,rust,128,1,warm,,,0.100,0.100,0,9000,1,\n\
         2026-01-02-local,11,record,rust,128,1,warm,,,0.100,0.100,0,9000,1,\n\
         2026-01-02-local,12,record,rust,128,1,warm,,,0.100,0.100,0,9000,1,\n\
         2026-01-02-local,13,record,python,128,1,cold,10.500,9.000,1.200,0.100,0,9000,12,\n\
         2026-01-02-local,14,record,python,128,1,warm,,,0.100,0.100,0,9000,1,\n\
         2026-01-02-local,15,record,python,128,1,warm,,,0.100,0.100,0,9000,1,\n\
         2026-01-02-local,16,record,python,128,1,warm,,,0.100,0.100,0,9000,1,\n",
    ),
    (
        DURATIONS,
        "region,region_name,arch,tier_from_gb_s,usd_per_gb_s\n\
         us-east-1,US East (N. Virginia),x86_64,0,0.0000166667\n\
         us-east-1,US East (N. Virginia),x86_64,6000000000,0.000015\n\
         us-east-1,US East (N. Virginia),arm64,0,0.0000133334\n",
    ),
    (
        OTHERS,
        "region,usd_per_request,usd_per_gb_s_ephemeral_storage,usd_per_gb_s_provisioned_x86_64,\
         usd_per_gb_s_provisioned_duration_x86_64\n\
         us-east-1,0.0000002,0.0000000309,0.0000041667,0.0000097222\n",
    ),
    (
        "published/published-cold-starts.csv",
        "runtime,package,arch,memory_mb,n,init_p50_ms,init_p90_ms,init_p99_ms,mean_ms,\
         avg_duration_ms,max_memory_used_mb\n\
         python3.13,zip,arm64,128,266,79.67,87.35,129.22,77.6,2.943,35.0\n",
    ),
    (
        "published/published-workloads.csv",
        "workload,runtime,arch,memory_mb,start,mean_duration_ms,mean_init_ms,p99_duration_ms\n\
         light,rust,arm64,128,warm,15.3,,20.1\n",
    ),
    (
        "sources.csv",
        "file,holds,source,as_of\n\
         prices/lambda-duration-prices.csv,prices,AWS,2026\n\
         prices/lambda-other-prices.csv,prices,AWS,2026\n\
         published/published-cold-starts.csv,inits,a third party,2026\n\
         published/published-workloads.csv,durations,a third party,2026\n",
    ),
];

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    folder
}

/// The error after replacing `right` by `wrong` in a file, without the folder's name.
fn error_after(file: &str, right: &str, wrong: &str) -> String {
    let folder = folder();
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(right), "{right:?} is not in {file}");
    fs::write(&path, text.replacen(right, wrong, 1)).unwrap();
    message(folder.path())
}

fn message(folder: &Path) -> String {
    let error = Dataset::read(folder).unwrap_err().to_string();
    error.replace(&format!("{}/", folder.display()), "")
}

#[test]
fn a_folder_without_mistakes_is_read() {
    let dataset = Dataset::read(folder().path()).unwrap();
    assert_eq!(dataset.run.run_id, "2026-01-02-local");
    assert_eq!(dataset.invocations.len(), 16);
    assert_eq!(dataset.prices.regions.len(), 1);
}

/// Warm: 1 and 3 ms billed; the row with an error is left out. Cold: 12 ms billed, 10.5 of INIT.
#[test]
fn timings_are_means_of_the_successful_invocations() {
    let dataset = Dataset::read(folder().path()).unwrap();
    let timings = dataset.timings();
    let timing = &timings[0];
    assert_eq!(
        (timing.workload, timing.variant),
        (Workload::Hello, Variant::Rust)
    );
    assert_eq!(timing.warm_billed_ms.to_string(), "2");
    assert_eq!(timing.init_ms.to_string(), "10.5");
    assert_eq!(timing.cold_billed_ms.to_string(), "1.5");
    let one_in_ten = "0.1".parse().unwrap();
    assert_eq!(timing.mean_duration_ms(one_in_ten).to_string(), "1.95");
}

/// A file, what it says, what it says wrongly instead, and the error.
const MISTAKES: &[[&str; 4]] = &[
    [
        ROWS,
        "2,hello,rust",
        "2,hello,rusty",
        "measurements/2026-01-02-local.csv:3: column `variant`: `rusty` is unknown: \
             use one of rust, python",
    ],
    [
        ROWS,
        "1.200,1.000",
        "fast,1.000",
        "measurements/2026-01-02-local.csv:2: column `duration_ms`: not a number: write \
             digits, such as 120 or 0.5",
    ],
    [
        ROWS,
        "0.100,0.100",
        "-0.100,0.100",
        "measurements/2026-01-02-local.csv:3: column `duration_ms`: negative: write a number \
             of zero or more",
    ],
    [
        ROWS,
        "9000,12,",
        "9000,13,",
        "measurements/2026-01-02-local.csv:2: column `billed_ms`: duration and init round up \
             to 12",
    ],
    [
        ROWS,
        "warm,,,0.100",
        "warm,3.000,,0.100",
        "measurements/2026-01-02-local.csv:3: column `init_ms`: must be empty for a warm start",
    ],
    [
        ROWS,
        "cold,10.500",
        "cold,",
        "measurements/2026-01-02-local.csv:2: column `init_ms`: empty for a cold start",
    ],
    [
        ROWS,
        "rust,128,1,cold",
        "rust,64,1,cold",
        "measurements/2026-01-02-local.csv:2: column `memory_mb`: outside 128 to 10240",
    ],
    [
        ROWS,
        "2026-01-02-local,3",
        "2026-01-01-local,3",
        "measurements/2026-01-02-local.csv:4: column `run_id`: differs from the file's name",
    ],
    [
        ROWS,
        "9000,12,\n",
        "9000,12\n",
        "measurements/2026-01-02-local.csv:2: column `error`: 14 values, but 15 columns",
    ],
    [
        ROWS,
        ",start,init_ms",
        ",started,init_ms",
        "measurements/2026-01-02-local.csv:1: column `started`: expected `start` here",
    ],
    [
        RUNS,
        "2026-01-02T",
        "2025-01-02T",
        "measurements/runs.csv:2: column `date`: must be the day that run_id begins with",
    ],
    [
        DURATIONS,
        "x86_64,6000000000",
        "x86_64,0",
        "prices/lambda-duration-prices.csv:3: column `tier_from_gb_s`: tiers must ascend from \
             0",
    ],
    [
        DURATIONS,
        "arm64,0,",
        "arm64,1,",
        "prices/lambda-duration-prices.csv:4: column `tier_from_gb_s`: tiers must ascend from \
             0",
    ],
    [
        OTHERS,
        "us-east-1,",
        "us-east-2,",
        "prices/lambda-other-prices.csv:2: column `region`: no duration prices, or the region \
             stands here twice",
    ],
    [
        OTHERS,
        "0.0000041667",
        "",
        "prices/lambda-other-prices.csv:2: column \
             `usd_per_gb_s_provisioned_duration_x86_64`: both prices of provisioned concurrency \
             are known, or neither",
    ],
];

#[test]
fn a_bad_value_is_named_by_file_line_column_and_reason() {
    for [file, right, wrong, message] in MISTAKES {
        assert_eq!(&error_after(file, right, wrong), message);
    }
}

#[test]
fn figures_of_others_need_a_source() {
    let folder = folder();
    fs::write(folder.path().join("prices/found-somewhere.csv"), "a\n1\n").unwrap();
    assert_eq!(
        message(folder.path()),
        "prices/found-somewhere.csv: no source: add a row to data/sources.csv"
    );
}

/// As Ctrl-C leaves it.
#[test]
fn a_run_that_was_interrupted_is_not_shown() {
    let folder = folder();
    let rows = fs::read_to_string(folder.path().join(ROWS)).unwrap();
    let some: Vec<&str> = rows.lines().take(6).collect();
    let some = some
        .join("\n")
        .replace("2026-01-02-local", "2026-01-03-local");
    let later = folder.path().join("measurements/2026-01-03-local.csv");
    fs::write(later, some + "\n").unwrap();
    let runs = fs::read_to_string(folder.path().join(RUNS)).unwrap();
    let interrupted = runs
        .lines()
        .last()
        .unwrap()
        .replace("2026-01-02", "2026-01-03");
    fs::write(folder.path().join(RUNS), runs + &interrupted + "\n").unwrap();
    let dataset = Dataset::read(folder.path()).unwrap();
    assert_eq!(dataset.run.run_id, "2026-01-02-local");
}

#[test]
fn without_a_run_the_error_says_how_to_make_one() {
    let folder = folder();
    let (header, _) = FILES[0].1.split_once('\n').unwrap();
    fs::write(folder.path().join(RUNS), format!("{header}\n")).unwrap();
    assert!(message(folder.path()).contains("cargo measure local"));
}
