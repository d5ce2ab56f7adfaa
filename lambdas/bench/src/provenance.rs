//! Where, when and with what a run is made.

mod aws;
mod packages;

use crate::{cargo, cgroup, plan::Plan, project};
use anyhow::{Context, Result, ensure};
use data::{CpuLimit, Environment, Run};
use jiff::{Timestamp, Unit};
use serde::Deserialize;
use std::{fs, path::Path, process::Command};

pub use aws::{Deployment, describe_aws};

/// What a run's figures depend on besides its plan and the machine.
#[derive(Clone, Copy, Debug)]
pub struct Conditions<'a> {
    /// What limits the CPU.
    pub cpu_limit: CpuLimit,
    /// The interpreter that runs the Python functions.
    pub interpreter: &'a Path,
    /// The Cargo profile of the Rust functions.
    pub profile: &'a str,
    /// What is added to each DynamoDB call, in ms.
    pub dynamodb_latency_ms: u32,
    /// The pause between two invocations in ms; `None` is back to back.
    pub pace_ms: Option<u32>,
}

/// Describes a run that begins now.
///
/// # Errors
/// A version can't be found out.
pub fn describe(plan: &Plan, conditions: Conditions, measurements: &Path) -> Result<Run> {
    let Conditions {
        cpu_limit,
        interpreter,
        profile,
        dynamodb_latency_ms,
        pace_ms,
    } = conditions;
    let root = project::root();
    let lock = fs::read_to_string(root.join("Cargo.lock")).context("Cargo.lock")?;
    let date = now()?;
    let run_id = free_run_id(&date, Kind::Local, measurements);
    let python = python_versions(interpreter)?;
    let machine = Machine::this()?;
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let run = Run {
        date,
        cpu_model: machine.cpu_model,
        cores: machine.cores,
        machine: std::env::consts::ARCH.to_owned(),
        kernel: kernel.trim().to_owned(),
        cpu_limit,
        cpu_period_ms: (cpu_limit != CpuLimit::None).then_some(cgroup::PERIOD_MS),
        dynamodb: format!("dynoxide-rs {}", locked_version(&lock, "dynoxide-rs")?),
        dynamodb_latency_ms,
        rustc: rustc(profile)?,
        lambda_runtime: locked_version(&lock, "lambda_runtime")?,
        aws_sdk_dynamodb: locked_version(&lock, "aws-sdk-dynamodb")?,
        python: python.python,
        awslambdaric: python.awslambdaric,
        boto3: python.boto3,
        packages: packages::of(&plan.workloads, &lock, interpreter)?,
        git_revision: git_revision(&root),
        pace_ms,
        ..Run::unknown(&run_id, Environment::Local)
    };
    Ok(plan.noted_in(run))
}

/// The time in RFC 3339, UTC, in full seconds.
///
/// # Errors
/// The clock is out of range.
pub fn now() -> Result<String> {
    Ok(Timestamp::now().round(Unit::Second)?.to_string())
}

/// What a run's id ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A run on the local Lambda.
    Local,
    /// A run on AWS, measured or imported.
    Aws,
    /// A load test.
    Load,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Aws => "aws",
            Self::Load => "load",
        }
    }
}

/// `<day>-<kind>`, or `<day>-<kind>-2` and so on where runs of the day exist. `date` is in
/// RFC 3339.
#[must_use]
pub fn free_run_id(date: &str, kind: Kind, measurements: &Path) -> String {
    let day = date.get(..10).unwrap_or(date);
    let noted = ["runs.csv", "load.csv"].map(|file| {
        let file = measurements.join(file);
        fs::read_to_string(file).unwrap_or_default()
    });
    let is_free = |id: &String| {
        let mut lines = noted.iter().flat_map(|text| text.lines());
        let noted = lines.any(|line| line.split(',').next() == Some(id));
        !noted && !measurements.join(format!("{id}.csv")).exists()
    };
    let first = format!("{day}-{}", kind.name());
    let later = (2_u32..).map(|number| format!("{first}-{number}"));
    std::iter::once(first.clone())
        .chain(later)
        .find(is_free)
        .unwrap_or(first)
}

/// The machine that this runs on.
#[derive(Clone, Debug)]
pub struct Machine {
    /// The processor's name.
    pub cpu_model: String,
    /// Processors that it has.
    pub cores: u32,
}

impl Machine {
    /// Looks it up.
    ///
    /// # Errors
    /// The system does not tell how many processors there are.
    pub fn this() -> Result<Self> {
        let cpu_info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        Ok(Self {
            cpu_model: cpu_model(&cpu_info).unwrap_or("unknown").to_owned(),
            cores: u32::try_from(std::thread::available_parallelism()?.get())?,
        })
    }
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

impl Lock {
    fn find(&self, name: &str, version: Option<&str>) -> Option<&Package> {
        self.package.iter().find(|package| {
            package.name == name && version.is_none_or(|version| package.version == version)
        })
    }
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    /// Where it comes from; our own have none.
    source: Option<String>,
    /// `name`, or `name version` where that is needed to tell two apart.
    #[serde(default)]
    dependencies: Vec<String>,
}

/// The version of a package that `Cargo.lock` holds once.
fn locked_version(lock: &str, name: &str) -> Result<String> {
    let lock: Lock = toml::from_str(lock).context("Cargo.lock can't be read")?;
    let mut packages = lock
        .package
        .into_iter()
        .filter(|package| package.name == name);
    let package = packages
        .next()
        .with_context(|| format!("Cargo.lock has no package `{name}`"))?;
    ensure!(
        packages.next().is_none(),
        "Cargo.lock has the package `{name}` in two versions: make its dependents agree"
    );
    Ok(package.version)
}

#[derive(Deserialize)]
struct PythonVersions {
    python: String,
    awslambdaric: String,
    boto3: String,
}

fn python_versions(interpreter: &Path) -> Result<PythonVersions> {
    const SCRIPT: &str = "
import json, platform
from importlib.metadata import version
versions = {name: version(name) for name in ('awslambdaric', 'boto3')}
print(json.dumps({'python': platform.python_version(), **versions}))";
    let output = Command::new(interpreter).args(["-c", SCRIPT]).output()?;
    ensure!(
        output.status.success(),
        "target/python is incomplete: remove it and run `cargo measure setup`"
    );
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The compiler's version; figures of another profile than `lambda` say so.
///
/// # Errors
/// It does not run.
pub fn rustc(profile: &str) -> Result<String> {
    let version = rustc_version()?;
    Ok(match profile {
        cargo::DEPLOYED => version,
        other => format!("{version} (profile {other})"),
    })
}

/// The compiler's version, such as `1.95.0`.
///
/// # Errors
/// It does not run.
pub fn rustc_version() -> Result<String> {
    let program = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(program).arg("--version").output()?;
    let output = String::from_utf8(output.stdout)?;
    let version = output.split(' ').nth(1);
    Ok(version.context("`rustc --version` names none")?.to_owned())
}

fn cpu_model(cpu_info: &str) -> Option<&str> {
    let line = cpu_info
        .lines()
        .find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim())
}

/// The commit, with `-dirty` where files differ from it; earlier runs' rows do not count.
#[must_use]
pub fn git_revision(root: &Path) -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(root)
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let Some(commit) = git(&["rev-parse", "--verify", "--quiet", "HEAD"]) else {
        return "unknown".to_owned();
    };
    let changed = git(&[
        "status",
        "--porcelain",
        "--",
        ".",
        ":(exclude)data/measurements",
    ]);
    match changed.as_deref() {
        Some("") => commit,
        _ => format!("{commit}-dirty"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "lambda_runtime"
version = "1.5.0"
dependencies = ["base64", "tokio"]

[[package]]
name = "base64"
version = "0.21.7"

[[package]]
name = "base64"
version = "0.22.1"
"#;

    #[test]
    fn versions_come_from_the_lock_file() {
        assert_eq!(locked_version(LOCK, "lambda_runtime").unwrap(), "1.5.0");
        for (name, reason) in [
            ("serde", "has no package `serde`"),
            ("base64", "in two versions"),
        ] {
            let error = locked_version(LOCK, name).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn a_second_run_of_a_day_gets_a_number() {
        let folder = tempfile::tempdir().unwrap();
        let next = || free_run_id("2026-11-22T10:00:00Z", Kind::Local, folder.path());
        assert_eq!(next(), "2026-11-22-local");
        fs::write(folder.path().join("2026-11-22-local.csv"), "").unwrap();
        assert_eq!(next(), "2026-11-22-local-2");
        fs::write(
            folder.path().join("runs.csv"),
            "run_id\n2026-11-22-local-2,x\n",
        )
        .unwrap();
        assert_eq!(next(), "2026-11-22-local-3");
        let next = || free_run_id("2026-11-22T10:00:00Z", Kind::Load, folder.path());
        assert_eq!(next(), "2026-11-22-load");
        fs::write(
            folder.path().join("load.csv"),
            "run_id\n2026-11-22-load,x\n",
        )
        .unwrap();
        assert_eq!(next(), "2026-11-22-load-2");
    }

    #[test]
    fn the_processor_is_named() {
        let cpu_info = "processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n";
        assert_eq!(cpu_model(cpu_info), Some("Some CPU @ 2 GHz"));
        assert_eq!(cpu_model("processor\t: 0\n"), None);
    }
}
