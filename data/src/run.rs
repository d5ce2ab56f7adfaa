//! The rows of `data/measurements/runs.csv`: one per run.

use crate::{
    Architecture, Invocation, MEMORY_MB, Place, Variant, Version, Workload, list, named,
    reader::{Problem, Row},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

named! {
    /// Environment of a run.
    Environment {
        /// The local Lambda of `lambdas/bench`; never to be shown as AWS's.
        Local = "local",
        /// Functions deployed on AWS.
        Aws = "aws",
    }
}

impl Environment {
    /// The command that measures there.
    #[must_use]
    pub const fn command(self) -> &'static str {
        match self {
            Self::Local => "cargo measure local",
            Self::Aws => "cargo measure aws",
        }
    }
}

named! {
    /// Means that limited a function's CPU to its memory's share.
    CpuLimit {
        /// A quota of the first version of Linux's control groups.
        CgroupV1 = "cgroup-v1",
        /// A quota of the second version.
        CgroupV2 = "cgroup-v2",
        /// Nothing: memory sizes differ in name only.
        None = "none",
        /// AWS itself.
        Aws = "aws",
    }
}

named! {
    /// Protocol between functions and DynamoDB.
    DynamoDbProtocol {
        /// HTTP without encryption.
        Plain = "plain",
        /// TLS 1.3, or whatever AWS and the function agree on.
        Tls = "tls",
    }
}

/// Place, time, circumstances and plan of a run: a row of
/// `data/measurements/runs.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Unique; the run's rows are in `data/measurements/<run_id>.csv`.
    pub run_id: String,
    /// Start, in RFC 3339, UTC.
    pub date: String,
    /// Environment.
    pub environment: Environment,
    /// AWS's region, such as `us-east-1`; empty for a local run, or where it is not known.
    pub region: Option<String>,
    /// Endpoint that the calls of a trial went to instead of AWS; empty for a local run, and on AWS itself.
    pub endpoint: Option<String>,
    /// The processor's name.
    pub cpu_model: String,
    /// Processors that the machine has.
    pub cores: u32,
    /// The machine's architecture, as `uname -m` says it, or AWS.
    pub machine: String,
    /// The kernel's release.
    pub kernel: String,
    /// Means that limited the CPU.
    pub cpu_limit: CpuLimit,
    /// The limit's period in ms; empty without one.
    pub cpu_period_ms: Option<u32>,
    /// Software that answered the function's DynamoDB calls.
    pub dynamodb: String,
    /// Protocol between functions and DynamoDB.
    pub dynamodb_protocol: DynamoDbProtocol,
    /// Least time of each DynamoDB call, and of each round trip of a new connection, in ms.
    pub dynamodb_latency_ms: u32,
    /// `true` if the function's files were evicted from memory before each cold start.
    pub cold_files: bool,
    /// Versions of compilers, interpreters and libraries.
    #[serde(with = "list")]
    pub versions: Vec<Version>,
    /// The commit that was measured, with `-dirty` where files differed from it.
    pub git_revision: String,
    /// The seed of the order.
    pub seed: u64,
    /// The workloads.
    #[serde(with = "list")]
    pub workloads: Vec<Workload>,
    /// The variants, of each workload those that exist of it.
    #[serde(with = "list")]
    pub variants: Vec<Variant>,
    /// Memory sizes in MB, for each workload those that it [fits into](Workload::fits_into).
    #[serde(with = "list")]
    pub memory_mb: Vec<u32>,
    /// Repetitions.
    pub repetitions: u32,
    /// Cold starts per repetition, workload, variant and memory size; a slow workload takes part
    /// with [fewer](Workload::share_of), and with fewer warm invocations.
    pub cold: u32,
    /// Warm invocations per repetition, workload, variant and memory size.
    pub warm: u32,
    /// The pause between two invocations in ms; empty when they followed back to back.
    pub pace_ms: Option<u32>,
}

/// Difference between the circumstances of two runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The column of `runs.csv`.
    pub column: &'static str,
    /// Value of the first run.
    pub first: String,
    /// Value of the second run.
    pub second: String,
}

impl Run {
    /// Text in a column whose value is not known.
    const UNKNOWN: &str = "unknown";

    /// A run of that id, which begins with the day, with every other field unknown, empty or zero.
    #[must_use]
    pub fn unknown(run_id: &str, environment: Environment) -> Self {
        let unknown = || Self::UNKNOWN.to_owned();
        let day = run_id.get(..10).unwrap_or(run_id);
        Self {
            run_id: run_id.to_owned(),
            date: format!("{day}T00:00:00Z"),
            environment,
            region: None,
            endpoint: None,
            cpu_model: unknown(),
            cores: 0,
            machine: unknown(),
            kernel: unknown(),
            cpu_limit: match environment {
                Environment::Local => CpuLimit::None,
                Environment::Aws => CpuLimit::Aws,
            },
            cpu_period_ms: None,
            dynamodb: unknown(),
            dynamodb_protocol: match environment {
                Environment::Local => DynamoDbProtocol::Plain,
                Environment::Aws => DynamoDbProtocol::Tls,
            },
            dynamodb_latency_ms: 0,
            cold_files: false,
            versions: Vec::new(),
            git_revision: unknown(),
            seed: 0,
            workloads: Vec::new(),
            variants: Vec::new(),
            memory_mb: Vec::new(),
            repetitions: 0,
            cold: 0,
            warm: 0,
            pace_ms: None,
        }
    }

    /// Returns the place where it was made.
    #[must_use]
    pub fn place(&self) -> Place<'_> {
        match (self.environment, &self.endpoint) {
            (Environment::Local, _) => Place::Local,
            (Environment::Aws, None) => Place::Aws,
            (Environment::Aws, Some(address)) => Place::Endpoint(address),
        }
    }

    /// Returns the place where it was made, as the end of "measured …".
    #[must_use]
    pub fn measured_where(&self) -> String {
        self.place().to_string()
    }

    /// Returns what it ran on, as far as that is known: the processor or AWS's region, and the architecture. The
    /// region that calls through an endpoint were signed for is none.
    #[must_use]
    pub fn ran_on(&self) -> String {
        let first = match self.place() {
            Place::Local => Some(&self.cpu_model),
            Place::Aws => self.region.as_ref(),
            Place::Endpoint(_) => None,
        };
        let known = |text: &&String| !text.is_empty() && *text != Self::UNKNOWN;
        let parts = first.into_iter().chain([&self.machine]).filter(known);
        parts.map(String::as_str).collect::<Vec<_>>().join(", ")
    }

    /// AWS's name of the machine's architecture; `None` for one that AWS does not have.
    #[must_use]
    pub fn architecture(&self) -> Option<Architecture> {
        match self.machine.as_str() {
            "x86_64" => Some(Architecture::X86_64),
            "aarch64" | "arm64" => Some(Architecture::Arm64),
            _ => None,
        }
    }

    /// The first of the things that figures depend on in which another run differs from this
    /// one: machine, CPU limit, versions, commit. The plan is none of them.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<Difference> {
        let (ours, theirs) = (self.circumstances(), other.circumstances());
        let mut pairs = ours.into_iter().zip(theirs);
        let differing = pairs.find(|((_, first), (_, second))| first != second);
        let Some(((column, first), (_, second))) = differing else {
            return self.other_version(other);
        };
        Some(Difference {
            column,
            first,
            second,
        })
    }

    /// The first piece of software that only one of two runs had, or in another version.
    fn other_version(&self, other: &Self) -> Option<Difference> {
        let all = self.versions.iter().chain(&other.versions);
        let pairs = all.map(|Version { name, .. }| (name, self.version(name), other.version(name)));
        let (name, first, second) = { pairs }.find(|(_, first, second)| first != second)?;
        let shown = |version: Option<&str>| format!("{name}={}", version.unwrap_or("none"));
        Some(Difference {
            column: "versions",
            first: shown(first),
            second: shown(second),
        })
    }

    /// The version of a piece of software by its name; `None` if the run does not say it.
    #[must_use]
    pub fn version(&self, name: &str) -> Option<&str> {
        let found = self.versions.iter().find(|version| version.name == name)?;
        Some(&found.version)
    }

    fn circumstances(&self) -> [(&'static str, String); 12] {
        let period = self.cpu_period_ms.map(|ms| ms.to_string());
        [
            ("environment", self.environment.to_string()),
            ("endpoint", self.endpoint.clone().unwrap_or_default()),
            ("cpu_model", self.cpu_model.clone()),
            ("cores", self.cores.to_string()),
            ("machine", self.machine.clone()),
            ("kernel", self.kernel.clone()),
            ("cpu_limit", self.cpu_limit.to_string()),
            ("cpu_period_ms", period.unwrap_or_default()),
            ("dynamodb", self.dynamodb.clone()),
            ("dynamodb_protocol", self.dynamodb_protocol.to_string()),
            ("cold_files", self.cold_files.to_string()),
            ("git_revision", self.git_revision.clone()),
        ]
    }

    /// Returns whether the run was planned. One imported from AWS's logs was not: such a run has
    /// neither cold nor warm starts to reach, and its lists hold what was found.
    #[must_use]
    pub const fn is_planned(&self) -> bool {
        self.cold > 0 || self.warm > 0
    }

    /// The workloads and variants of the run, each pair that exists.
    pub fn functions(&self) -> impl Iterator<Item = (Workload, Variant)> {
        self.workloads.iter().flat_map(|&workload| {
            let variants = self.variants.iter().copied();
            variants
                .filter(move |variant| workload.variants().contains(variant))
                .map(move |variant| (workload, variant))
        })
    }

    /// Returns whether all of the run's invocations were recorded: an interrupted run stays on disk,
    /// and is not shown. An imported run is complete as it is.
    #[must_use]
    pub fn is_complete(&self, invocations: &[Invocation]) -> bool {
        if !self.is_planned() {
            return !invocations.is_empty();
        }
        let mut counts: BTreeMap<_, u64> = BTreeMap::new();
        for row in invocations {
            let cell = (row.repetition, row.workload, row.variant, row.memory_mb);
            *counts.entry(cell).or_default() += 1;
        }
        let mut cells = (1..=self.repetitions).flat_map(|repetition| {
            self.functions().flat_map(move |(workload, variant)| {
                let sizes = self.memory_mb.iter();
                let sizes = sizes.filter(move |&&memory_mb| workload.fits_into(memory_mb));
                sizes.map(move |&memory_mb| (repetition, workload, variant, memory_mb))
            })
        });
        let is_recorded = |cell @ (_, workload, ..): (u32, Workload, Variant, u32)| {
            let [cold, warm] = [self.cold, self.warm].map(|count| workload.share_of(count));
            counts.remove(&cell) == Some(u64::from(cold) + u64::from(warm))
        };
        cells.all(is_recorded) && counts.is_empty()
    }

    /// Returns whether an invocation can be one of this run's.
    pub(crate) fn check_invocation(&self, row: &Invocation) -> Result<(), Problem> {
        let planned = [
            ("run_id", self.run_id == row.run_id),
            ("workload", self.workloads.contains(&row.workload)),
            ("variant", self.variants.contains(&row.variant)),
            ("memory_mb", self.memory_mb.contains(&row.memory_mb)),
            (
                "repetition",
                (1..=self.repetitions.max(1)).contains(&row.repetition),
            ),
        ];
        match planned.into_iter().find(|(_, planned)| !planned) {
            Some(("run_id", _)) => Err(Problem::new("run_id", "differs from the file's name")),
            Some((column, _)) => Err(Problem::new(column, "not in the run's row of runs.csv")),
            None => row.check_billing(self.environment),
        }
    }

    fn check_environment(&self) -> Result<(), Problem> {
        let is_aws = self.environment == Environment::Aws;
        if (self.cpu_limit == CpuLimit::Aws) != is_aws {
            let reason = "the CPU limit `aws` belongs to the environment `aws`, and vice versa";
            return Err(Problem::new("cpu_limit", reason));
        }
        for (column, value) in [("region", &self.region), ("endpoint", &self.endpoint)] {
            if !is_aws && value.is_some() {
                return Err(Problem::new(column, "must be empty for a local run"));
            }
        }
        if !is_aws && !self.is_planned() {
            let reason = "0 like `warm`: only a run imported from AWS has no plan";
            return Err(Problem::new("cold", reason));
        }
        if self.is_planned() && self.repetitions == 0 {
            return Err(Problem::new("repetitions", "0: write at least 1"));
        }
        Ok(())
    }

    fn check_lists(&self) -> Result<(), Problem> {
        check_list("workloads", &self.workloads)?;
        check_list("variants", &self.variants)?;
        check_list("memory_mb", &self.memory_mb)?;
        if let Some(size) = self
            .memory_mb
            .iter()
            .find(|size| !MEMORY_MB.contains(*size))
        {
            let reason = format!("{size} is outside 128 to 10240");
            return Err(Problem::new("memory_mb", reason));
        }
        let names: Vec<&str> = self
            .versions
            .iter()
            .map(|each| each.name.as_str())
            .collect();
        refuse_repeat("versions", &names)?;
        Ok(())
    }
}

fn check_list<T: PartialEq + fmt::Display>(
    column: &'static str,
    values: &[T],
) -> Result<(), Problem> {
    if values.is_empty() {
        return Err(Problem::new(
            column,
            "empty: write values separated by spaces",
        ));
    }
    refuse_repeat(column, values)
}

fn refuse_repeat<T: PartialEq + fmt::Display>(
    column: &'static str,
    values: &[T],
) -> Result<(), Problem> {
    for (index, value) in values.iter().enumerate() {
        if values[..index].contains(value) {
            let reason = format!("`{value}` is listed twice");
            return Err(Problem::new(column, reason));
        }
    }
    Ok(())
}

impl Row for Run {
    fn check(&self) -> Result<(), Problem> {
        let name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if self.run_id.is_empty() || !self.run_id.chars().all(name) {
            return Err(Problem::new("run_id", "write letters, digits and hyphens"));
        }
        let day = self.date.get(..10).unwrap_or_default();
        if !self.run_id.starts_with(day) || day.is_empty() {
            return Err(Problem::new(
                "date",
                "must be the day that run_id begins with",
            ));
        }
        self.check_environment()?;
        self.check_lists()
    }
}
