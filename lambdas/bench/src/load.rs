//! Load tests: k6, from the virtual environment, with a script of `lambdas/load`.

use crate::interrupt::Interrupts;
use anyhow::{Context, Result, anyhow, ensure};
use data::{Decimal, Millis, Workload};
use serde::Deserialize;
use std::{fs, path::Path, process::Stdio, time::Duration};
use tokio::process::Command;

/// The intensity of a load test.
#[derive(Clone, Copy, Debug)]
pub struct Intensity {
    /// Virtual users, each of whom calls again as soon as it has an answer.
    pub virtual_users: u32,
    /// The duration in s.
    pub seconds: u32,
}

/// The summary that k6 writes; durations are its `http_req_duration`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Requests.
    pub requests: u64,
    /// Requests per s.
    pub requests_per_s: Decimal,
    /// Requests whose answer had a status from 400 on, or that had none.
    pub failed: u64,
    /// Mean.
    pub mean: Millis,
    /// Median.
    pub median: Millis,
    /// 90th percentile.
    pub p90: Millis,
    /// 95th percentile.
    pub p95: Millis,
    /// 99th percentile.
    pub p99: Millis,
    /// The longest.
    pub max: Millis,
}

/// Calls a function's URL with the events of a workload.
///
/// # Errors
/// k6 does not run, nothing answers at the URL, or a signal ends it
/// ([`crate::interrupt::Interrupted`]).
pub async fn run(
    k6: &Path,
    workload: Workload,
    url: &str,
    intensity: Intensity,
    interrupts: &mut Interrupts,
) -> Result<Figures> {
    let folder = tempfile::tempdir()?;
    let summary = folder.path().join("summary.json");
    let (users, seconds) = (intensity.virtual_users, intensity.seconds);
    let mut command = Command::new(k6);
    command
        .args(["run", "--quiet", "--no-usage-report", "--no-color"])
        .args(["--vus", &users.to_string()])
        .args(["--duration", &format!("{seconds}s")])
        .args(["--summary-trend-stats", "avg,med,p(90),p(95),p(99),max"])
        .arg("--summary-export")
        .arg(&summary)
        .args(["-e", &format!("URL={url}")])
        .arg(format!("{workload}.js"))
        .current_dir(workspace::root().join("lambdas/load"))
        .env_remove("K6_CLOUD_TOKEN")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let output = tokio::select! {
        output = command.output() => output.with_context(|| k6.display().to_string())?,
        interrupted = interrupts.next() => return Err(interrupted.into()),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().last().unwrap_or_default();
    ensure!(output.status.success(), "k6 gave up: {last}");
    let summary = fs::read_to_string(&summary).context("k6 wrote no summary")?;
    let figures = parse(&summary).context("k6's summary")?;
    ensure!(
        figures.failed < figures.requests || figures.max.micros() > 0,
        "nothing answers at {url}: {last}"
    );
    Ok(figures)
}

/// The version of k6, such as `1.1.0`.
///
/// # Errors
/// It does not run.
pub fn version(k6: &Path) -> Result<String> {
    let output = std::process::Command::new(k6).arg("version").output();
    let output = output.with_context(|| {
        let k6 = k6.display();
        format!("{k6} does not run: remove target/python and run `cargo measure setup`")
    })?;
    let said = String::from_utf8(output.stdout)?;
    let mut words = said.split_whitespace();
    let version = words.find_map(|word| word.strip_prefix('v'));
    Ok(version.context("`k6 version` names none")?.to_owned())
}

#[derive(Deserialize)]
struct Summary {
    metrics: Metrics,
}

#[derive(Deserialize)]
struct Metrics {
    #[serde(rename = "http_reqs")]
    requests: Requests,
    #[serde(rename = "http_req_duration")]
    duration: Durations,
    #[serde(rename = "http_req_failed")]
    failed: Failed,
}

#[derive(Deserialize)]
struct Requests {
    count: u64,
    rate: f64,
}

#[derive(Deserialize)]
struct Durations {
    avg: f64,
    med: f64,
    #[serde(rename = "p(90)")]
    p90: f64,
    #[serde(rename = "p(95)")]
    p95: f64,
    #[serde(rename = "p(99)")]
    p99: f64,
    max: f64,
}

/// A rate of how many requests failed: those are its passes.
#[derive(Deserialize)]
struct Failed {
    passes: u64,
}

fn parse(summary: &str) -> Result<Figures> {
    let Metrics {
        requests,
        duration,
        failed,
    } = serde_json::from_str::<Summary>(summary)?.metrics;
    let rate = format!("{:.3}", requests.rate).parse();
    Ok(Figures {
        requests: requests.count,
        requests_per_s: rate.map_err(|error| anyhow!("http_reqs.rate: {error}"))?,
        failed: failed.passes,
        mean: millis(duration.avg)?,
        median: millis(duration.med)?,
        p90: millis(duration.p90)?,
        p95: millis(duration.p95)?,
        p99: millis(duration.p99)?,
        max: millis(duration.max)?,
    })
}

fn millis(ms: f64) -> Result<Millis> {
    let duration = Duration::try_from_secs_f64(ms / 1000.0);
    Ok(duration.with_context(|| format!("{ms} ms"))?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_is_read_as_k6_means_it() {
        let summary = r#"{"metrics": {
            "http_reqs": {"count": 1000, "rate": 99.98765},
            "http_req_duration": {"avg": 2.5, "med": 2, "p(90)": 3.25, "p(95)": 4, "p(99)": 5.5, "max": 10.123456},
            "http_req_failed": {"passes": 3, "fails": 997, "value": 0.003},
            "vus": {"value": 1, "min": 1, "max": 1}}}"#;
        let figures = parse(summary).unwrap();
        assert_eq!((figures.requests, figures.failed), (1000, 3));
        assert_eq!(figures.requests_per_s.to_string(), "99.988");
        assert_eq!(figures.p90, Millis::from_micros(3250));
        assert_eq!(figures.max, Millis::from_micros(10_123));
        let incomplete = summary.replace("p(99)", "p(98)");
        assert!(
            parse(&incomplete)
                .unwrap_err()
                .to_string()
                .contains("p(99)")
        );
    }
}
