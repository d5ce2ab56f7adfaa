//! Rows that stop the build: each mistake is named by file, line, column and reason.

use data::{Architecture, Dataset, TimingSource, Variant, Workload};
use std::{fs, path::Path};
use tempfile::TempDir;

pub const RUNS: &str = "measurements/runs.csv";
const ROWS: &str = "measurements/2026-01-02-local.csv";
const DURATIONS: &str = "prices/lambda-duration-prices.csv";
const OTHERS: &str = "prices/lambda-other-prices.csv";
const SERVICES: &str = "prices/service-prices.csv";
const FACTS: &str = "published/aws-facts.csv";

const ROWS_HEADER: &str = "run_id,sequence,workload,variant,memory_mb,repetition,start,init_ms,\
    init_cpu_ms,duration_ms,cpu_ms,throttled_periods,max_memory_kb,billed_ms,error";

pub const RUNS_HEADER: &str = "run_id,date,environment,region,endpoint,cpu_model,cores,machine,\
    kernel,cpu_limit,cpu_period_ms,dynamodb,dynamodb_protocol,dynamodb_latency_ms,cold_files,versions,\
    git_revision,seed,workloads,variants,memory_mb,repetitions,cold,warm,pace_ms";

/// The invocations of one function of the run: a cold one and three warm ones, the last of which
/// failed.
const INVOCATIONS: [&str; 4] = [
    "128,1,cold,10.500,9.000,1.200,1.000,0,9000,12,",
    "128,1,warm,,,0.100,0.100,0,9000,1,",
    "128,1,warm,,,2.100,,,9000,3,",
    "128,1,warm,,,900.000,,,9000,900,timeout",
];

/// A small run of every function that is compared.
fn rows() -> String {
    rows_of(&compared())
}

fn rows_of(workloads: &[Workload]) -> String {
    let functions = workloads.iter().flat_map(|&workload| {
        let variants = workload.variants().iter();
        variants.map(move |variant| format!("{workload},{variant}"))
    });
    let rows = functions.flat_map(|function| INVOCATIONS.map(|row| format!("{function},{row}")));
    let rows = rows
        .zip(1..)
        .map(|(row, sequence)| format!("2026-01-02-local,{sequence},{row}\n"));
    format!("{ROWS_HEADER}\n{}", rows.collect::<String>())
}

fn runs() -> String {
    format!(
        "{RUNS_HEADER}\n2026-01-02-local,2026-01-02T03:04:05Z,local,,,CPU,2,x86_64,6.1,cgroup-v2,\
         20,none,plain,0,false,rustc=1.95.0 image=0.25.8,0123abc,1,{},{},128,1,1,3,\n",
        names(&compared()),
        names(Variant::ALL)
    )
}

pub fn compared() -> Vec<Workload> {
    Workload::compared().collect()
}

/// Names as a column has them.
pub fn names<T: ToString>(values: &[T]) -> String {
    joined(values, " ")
}

/// Names as an error text has them.
fn listed<T: ToString>(values: &[T]) -> String {
    joined(values, ", ")
}

fn joined<T: ToString>(values: &[T], separator: &str) -> String {
    let names: Vec<String> = values.iter().map(T::to_string).collect();
    names.join(separator)
}

/// The rest of a small data folder without a mistake.
const FILES: &[(&str, &str)] = &[
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
        SERVICES,
        "region,arch,item,from_units,usd_per_unit,unit\n\
         us-east-1,,http_api,0,1,million requests\n\
         us-east-1,,http_api,300,0.9,million requests\n",
    ),
    (
        FACTS,
        "name,value,unit,as_of,source,note\n\
         runs-rust,2026-03,month,2026-03,AWS,\n\
         fee,15,%,2026-09-20,AWS,of the price\n",
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
        "published/aws-worked-examples.json",
        r#"[{"id": "first", "mb": 128, "requests": 5, "ms": 7, "request": "0.01", "total": "0.02"},
            {"id": "of something else", "mb": 128}]"#,
    ),
    (
        "sources.csv",
        "file,holds,source,as_of\n\
         prices/lambda-duration-prices.csv,prices,AWS,2026\n\
         prices/lambda-other-prices.csv,prices,AWS,2026\n\
         prices/service-prices.csv,prices,AWS,2026\n\
         published/published-cold-starts.csv,inits,a third party,2026\n\
         published/aws-facts.csv,facts,AWS,2026\n\
         published/aws-worked-examples.json,examples,AWS,2026\n\
         published/published-workloads.csv,durations,a third party,2026\n",
    ),
];

pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (runs, rows) = (runs(), rows());
    let measurements = [(RUNS, runs.as_str()), (ROWS, rows.as_str())];
    for (name, text) in measurements.iter().chain(FILES) {
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
    assert_eq!(dataset.invocations.len(), rows().lines().count() - 1);
    assert!(dataset.other_runs.is_empty() && dataset.overhead.is_empty());
    assert_eq!(dataset.prices.regions.len(), 1);
}

/// Warm: 1 and 3 ms billed; the row with an error is left out. Cold: 12 ms billed, 10.5 of INIT.
#[test]
fn timings_are_means_of_the_successful_invocations() {
    let dataset = Dataset::read(folder().path()).unwrap();
    let timings = dataset.timings();
    let timing = &timings[0];
    assert_eq!(
        (timing.function.as_str(), timing.variant),
        ("hello", Variant::Rust)
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
        "measurements/2026-01-02-local.csv:3: column `variant`: `rusty` is unknown: use one of \
             <variants>",
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
        "2026-01-02-local,3",
        "2026-01-02-local,4",
        "measurements/2026-01-02-local.csv:4: column `sequence`: must be 3: a row is missing, or \
             out of order",
    ],
    [
        ROWS,
        "rust,128,1,cold",
        "rust,256,1,cold",
        "measurements/2026-01-02-local.csv:2: column `memory_mb`: not in the run's row of \
             runs.csv",
    ],
    [
        ROWS,
        "128,1,cold",
        "128,2,cold",
        "measurements/2026-01-02-local.csv:2: column `repetition`: not in the run's row of \
             runs.csv",
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
        RUNS,
        "hello record",
        "hello recrod",
        "measurements/runs.csv:2: column `workloads`: `recrod` is unknown: use one of \
             <workloads>",
    ],
    [
        RUNS,
        "rust python",
        "rust rust",
        "measurements/runs.csv:2: column `variants`: `rust` is listed twice",
    ],
    [
        RUNS,
        ",128,1,1,3",
        ",,1,1,3",
        "measurements/runs.csv:2: column `memory_mb`: empty: write values separated by spaces",
    ],
    [
        RUNS,
        ",128,1,1,3",
        ",128 64,1,1,3",
        "measurements/runs.csv:2: column `memory_mb`: 64 is outside 128 to 10240",
    ],
    [
        RUNS,
        ",128,1,1,3",
        ",128 many,1,1,3",
        "measurements/runs.csv:2: column `memory_mb`: invalid digit found in string",
    ],
    [
        RUNS,
        ",1,1,3,\n",
        ",1,1,3,slow\n",
        "measurements/runs.csv:2: column `pace_ms`: invalid digit found in string",
    ],
    [
        RUNS,
        ",1,1,3,",
        ",1,0,0,",
        "measurements/runs.csv:2: column `cold`: 0 like `warm`: only a run imported from AWS has \
             no plan",
    ],
    [
        RUNS,
        ",1,1,3,",
        ",0,1,3,",
        "measurements/runs.csv:2: column `repetitions`: 0: write at least 1",
    ],
    [
        RUNS,
        "image=0.25.8",
        "image 0.25.8",
        "measurements/runs.csv:2: column `versions`: `image`: write name=version, separated by \
             spaces",
    ],
    [
        RUNS,
        "image=0.25.8",
        "rustc=0.25.8",
        "measurements/runs.csv:2: column `versions`: `rustc` is listed twice",
    ],
    [
        RUNS,
        "local,,,CPU",
        "local,us-east-1,,CPU",
        "measurements/runs.csv:2: column `region`: must be empty for a local run",
    ],
    [
        RUNS,
        "local,,,CPU",
        "local,,http://localhost,CPU",
        "measurements/runs.csv:2: column `endpoint`: must be empty for a local run",
    ],
    [
        RUNS,
        "cgroup-v2",
        "aws",
        "measurements/runs.csv:2: column `cpu_limit`: the CPU limit `aws` belongs to the environment \
             `aws`, and vice versa",
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
             is listed twice",
    ],
    [
        OTHERS,
        "0.0000041667",
        "",
        "prices/lambda-other-prices.csv:2: column \
             `usd_per_gb_s_provisioned_duration_x86_64`: both prices of provisioned concurrency \
             are known, or neither",
    ],
    [
        SERVICES,
        "us-east-1,,http_api,300",
        "us-east-2,,http_api,300",
        "prices/service-prices.csv:3: column `region`: no duration prices in \
             lambda-duration-prices.csv",
    ],
    [
        SERVICES,
        "http_api,300",
        "http_api,0",
        "prices/service-prices.csv:3: column `from_units`: tiers must ascend from 0",
    ],
    [
        SERVICES,
        "million requests",
        "requests",
        "prices/service-prices.csv:2: column `unit`: http_api is priced per `million requests`",
    ],
    [
        FACTS,
        "2026-03,month",
        "2026-13,month",
        "published/aws-facts.csv:2: column `value`: not a month: write it as 2026-03",
    ],
    [
        FACTS,
        "15,%",
        "15,month",
        "published/aws-facts.csv:3: column `unit`: a month needs the unit `month`, and only a month may have it",
    ],
    [
        FACTS,
        "2026-09-20,AWS",
        "2026-09-20,",
        "published/aws-facts.csv:3: column `source`: empty: write who stated it, and when",
    ],
    [
        FACTS,
        "fee,",
        "runs-rust,",
        "published/aws-facts.csv:3: column `name`: listed twice: keep one of its rows",
    ],
];

#[test]
fn a_bad_value_is_named_by_file_line_column_and_reason() {
    for [file, right, wrong, message] in MISTAKES {
        // Names of ours are not repeated here: those that exist are the right ones.
        let message = message
            .replace("<variants>", &listed(Variant::ALL))
            .replace("<workloads>", &listed(Workload::ALL));
        assert_eq!(error_after(file, right, wrong), message);
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

/// Adds a run to the folder: its row of runs.csv, changed from the first run's, and its rows.
pub fn add_run(folder: &Path, run_id: &str, changes: &[(&str, &str)], rows: &str) {
    let file = folder.join(RUNS);
    let runs = fs::read_to_string(&file).unwrap();
    let mut row = runs.lines().nth(1).unwrap().to_owned();
    let day = run_id.get(..10).unwrap();
    for (right, changed) in [("2026-01-02-local", run_id), ("2026-01-02", day)]
        .iter()
        .chain(changes)
    {
        assert!(row.contains(right), "{right:?} is not in {row}");
        row = row.replacen(right, changed, 1);
    }
    fs::write(file, format!("{runs}{row}\n")).unwrap();
    let rows = rows.replace("2026-01-02-local", run_id);
    let rows = format!("{ROWS_HEADER}\n{rows}");
    fs::write(folder.join(format!("measurements/{run_id}.csv")), rows).unwrap();
}

/// The first rows of the small run.
pub fn first_rows(count: usize) -> String {
    let rows = rows();
    let some = rows.lines().skip(1).take(count);
    some.flat_map(|row| [row, "\n"]).collect()
}

/// As Ctrl-C leaves it.
#[test]
fn a_run_that_was_interrupted_is_not_shown() {
    let folder = folder();
    add_run(folder.path(), "2026-01-03-local", &[], &first_rows(6));
    let dataset = Dataset::read(folder.path()).unwrap();
    assert_eq!(dataset.run.run_id, "2026-01-02-local");
    assert!(dataset.other_runs.is_empty());
}

/// Complete by its own plan, though it lacks most functions.
#[test]
fn a_complete_run_of_some_functions_is_read_and_not_shown() {
    let folder = folder();
    let (workloads, variants) = (names(&compared()), names(Variant::ALL));
    let changes = [(workloads.as_str(), "hello"), (&variants, "rust python")];
    add_run(folder.path(), "2026-01-03-local", &changes, &first_rows(8));
    let dataset = Dataset::read(folder.path()).unwrap();
    assert_eq!(dataset.run.run_id, "2026-01-02-local");
    let [other] = dataset.other_runs.as_slice() else {
        panic!("{:?}", dataset.other_runs);
    };
    assert_eq!(other.run.run_id, "2026-01-03-local");
    assert_eq!(other.invocations.len(), 8);
}

/// The later run has fewer functions, but as many of those that are compared.
#[test]
fn controls_neither_keep_a_run_shown_nor_have_timings() {
    let folder = folder();
    let rows = first_rows(usize::MAX);
    let with_light = rows_of(&[compared(), vec![Workload::Light]].concat());
    let (_, with_light) = with_light.split_once('\n').unwrap();
    let workloads = names(&compared());
    let more = format!("{workloads} light");
    let changes = [(workloads.as_str(), more.as_str())];
    add_run(folder.path(), "2026-01-03-local", &changes, with_light);
    let dataset = Dataset::read(folder.path()).unwrap();
    assert_eq!(dataset.run.run_id, "2026-01-03-local");
    assert!(
        dataset
            .timings()
            .iter()
            .all(|timing| timing.function != "light")
    );
    assert_eq!(dataset.not_measured().count(), 0);
    add_run(folder.path(), "2026-01-04-local", &[], &rows);
    let dataset = Dataset::read(folder.path()).unwrap();
    assert_eq!(dataset.run.run_id, "2026-01-04-local");
}

#[test]
fn a_run_on_a_slow_python_is_not_shown() {
    let folder = folder();
    let rows = first_rows(usize::MAX);
    for (run_id, build, shown) in [
        ("2026-01-03-local", "none", "2026-01-02-local"),
        ("2026-01-04-local", "pgo+lto", "2026-01-04-local"),
    ] {
        let built = format!("python=3.13.0 python-build={build} openssl=3.5.4");
        add_run(folder.path(), run_id, &[("rustc=1.95.0", &built)], &rows);
        let dataset = Dataset::read(folder.path()).unwrap();
        assert_eq!(dataset.run.run_id, shown);
    }
}

/// A run without a plan, as `cargo measure import` makes it.
pub const IMPORTED: &[(&str, &str)] = &[
    ("local,,,CPU", "aws,us-east-1,,"),
    ("cgroup-v2,20", "aws,"),
    ("1,1,3", "0,0,0"),
];

#[test]
fn a_run_on_aws_is_never_the_one_that_is_shown() {
    let folder = folder();
    let rows = first_rows(usize::MAX);
    add_run(folder.path(), "2026-01-03-aws", IMPORTED, &rows);
    let dataset = Dataset::read(folder.path()).unwrap();
    assert_eq!(dataset.run.run_id, "2026-01-02-local");
    assert_eq!(dataset.other_runs[0].run.run_id, "2026-01-03-aws");
}

/// Beside the local run's, under a name of its own; the last run counts.
#[test]
fn a_run_on_aws_has_timings_of_its_own() {
    let folder = folder();
    let rows = first_rows(usize::MAX);
    add_run(folder.path(), "2026-01-03-aws", IMPORTED, &rows);
    let (slower, machine) = (
        rows.replace("2.100,,,9000,3", "4.100,,,9000,5"),
        ("x86_64", "arm64"),
    );
    add_run(
        folder.path(),
        "2026-01-04-aws",
        &[IMPORTED, &[machine]].concat(),
        &slower,
    );
    let sets = Dataset::read(folder.path()).unwrap().timing_sets();
    let find = |source| sets.iter().find(|set| set.source == source).unwrap();
    let (aws, local) = (find(TimingSource::Aws), find(TimingSource::Local));
    let expected = "Durations were measured on AWS (us-east-1, arm64; run 2026-01-04-aws).";
    assert_eq!(aws.provenance, expected);
    assert_eq!(aws.timings.len(), local.timings.len());
    assert_eq!(aws.timings[0].warm_billed_ms.to_string(), "3");
    assert_eq!(aws.timings[0].architecture, Some(Architecture::Arm64));
    assert_eq!(local.timings[0].warm_billed_ms.to_string(), "2");
}

#[test]
fn a_trial_elsewhere_gives_no_timings_of_aws() {
    let folder = folder();
    let trial = [IMPORTED, &[("aws,us-east-1,,", "aws,,http://localhost,")]].concat();
    add_run(
        folder.path(),
        "2026-01-03-aws",
        &trial,
        &first_rows(usize::MAX),
    );
    let dataset = Dataset::read(folder.path()).unwrap();
    let endpoint = dataset.other_runs[0].run.endpoint.as_deref();
    assert_eq!(endpoint, Some("http://localhost"));
    let mut sets = dataset.timing_sets().into_iter();
    assert!(sets.all(|set| set.source != TimingSource::Aws));
}

/// A variant that is new does not hide the run that was made before it, nor does a run of a few
/// variants replace one of all.
#[test]
fn of_several_runs_the_last_with_the_most_functions_is_shown() {
    let folder = folder();
    let without_node: Vec<String> = rows()
        .lines()
        .skip(1)
        .filter(|row| !row.contains(",node,"))
        .zip(1..)
        .map(|(row, sequence)| {
            let (_, rest) = row.split_once(',').unwrap();
            let (_, rest) = rest.split_once(',').unwrap();
            format!("2026-01-02-local,{sequence},{rest}\n")
        })
        .collect();
    let others: Vec<_> = Variant::ALL
        .iter()
        .filter(|variant| variant.name() != "node")
        .collect();
    let changes = [(names(Variant::ALL), names(&others))];
    let changes = changes
        .each_ref()
        .map(|(all, some)| (all.as_str(), some.as_str()));
    add_run(
        folder.path(),
        "2026-01-03-local",
        &changes,
        &without_node.concat(),
    );
    let dataset = Dataset::read(folder.path()).unwrap();
    assert_eq!(dataset.run.run_id, "2026-01-02-local");
    assert_eq!(dataset.not_measured().count(), 0);

    let runs = fs::read_to_string(folder.path().join(RUNS)).unwrap();
    let only_later = runs
        .lines()
        .filter(|row| !row.starts_with("2026-01-02-local"));
    fs::write(
        folder.path().join(RUNS),
        only_later.collect::<Vec<_>>().join("\n"),
    )
    .unwrap();
    let dataset = Dataset::read(folder.path()).unwrap();
    assert_eq!(dataset.run.run_id, "2026-01-03-local");
    let missing: Vec<_> = dataset.not_measured().collect();
    let expected = [Workload::Hello, Workload::Record].map(|workload| (workload, Variant::Node));
    assert_eq!(missing, expected);
}

/// AWS bills what it measured; the log holds that in hundredths of a ms.
#[test]
fn what_aws_billed_may_differ_by_the_log_s_rounding() {
    let row = "2026-01-02-local,1,hello,rust,128,1,";
    for (figures, is_right) in [
        ("warm,,,1.000,,,9000,2,", true),
        ("warm,,,1.010,,,9000,1,", true),
        ("warm,,,1.020,,,9000,1,", false),
        ("cold,100.770,,250.060,,,9000,351,", true),
        // Before August 2025, on a managed runtime.
        ("cold,100.770,,250.060,,,9000,251,", true),
        ("cold,100.770,,250.060,,,9000,250,", false),
        ("cold,100.770,,250.060,,,9000,352,", false),
    ] {
        let folder = folder();
        let rows = format!("{row}{figures}\n");
        add_run(folder.path(), "2026-01-03-aws", IMPORTED, &rows);
        let read = Dataset::read(folder.path());
        assert_eq!(read.is_ok(), is_right, "{figures}: {read:?}");
    }
}

#[test]
fn bare_exchanges_are_read_and_checked() {
    let folder = folder();
    let file = folder
        .path()
        .join("measurements/2026-01-02-local-loopback.csv");
    let header = "run_id,sequence,repetition,duration_ms";
    let row = "2026-01-02-local,1,1,0.045";
    fs::write(&file, format!("{header}\n{row}\n")).unwrap();
    let dataset = Dataset::read(folder.path()).unwrap();
    assert_eq!(dataset.overhead[0].duration_ms.micros(), 45);
    fs::write(
        &file,
        format!("{header}\n{}\n", row.replace("local,1", "local,2")),
    )
    .unwrap();
    assert_eq!(
        message(folder.path()),
        "measurements/2026-01-02-local-loopback.csv:2: column `sequence`: must be 1: a row is \
         missing, or out of order"
    );
}

#[test]
fn without_a_run_the_error_says_how_to_make_one() {
    let folder = folder();
    fs::write(folder.path().join(RUNS), format!("{RUNS_HEADER}\n")).unwrap();
    assert!(message(folder.path()).contains("cargo measure local"));
}
