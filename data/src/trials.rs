//! Cold starts of functions that are changed in one thing, to see what that thing takes:
//! `data/measurements/trials.csv`.

use crate::{
    Error, Millis, Version, list, named,
    reader::{Problem, Row, rows_if_any},
    writer::write,
};
use serde::{Deserialize, Serialize};
use std::path::Path;

named! {
    /// A function as it is, or changed in one thing.
    Trial {
        /// `hello` in Rust: the process and the runtime client.
        Hello = "hello",
        /// `record` in Rust, connecting late, with one root certificate to read: adds AWS's SDK.
        RecordOneRoot = "record-one-root",
        /// `record` in Rust, connecting late: adds reading the system's root certificates.
        RecordLate = "record-late",
        /// `record` in Rust: adds connecting to DynamoDB in INIT.
        Record = "record",
        /// `light` in Rust: the SDK with its default features, connecting in the first call.
        Light = "light",
        /// The same, reaching DynamoDB without TLS.
        LightPlain = "light-plain",
        /// The same over TLS, trusting one root certificate instead of the system's.
        LightOneRoot = "light-one-root",
        /// The same, with AWS-LC built to take its random numbers from the system alone.
        LightNoJitter = "light-no-jitter",
        /// The same, with ring as the TLS provider.
        LightRing = "light-ring",
        /// The same, drawing its first random number in INIT.
        LightRandom = "light-random-in-init",
        /// The same, connecting in INIT.
        LightConnection = "light-connection-in-init",
        /// `light` in Python, connecting in the first call.
        LightPython = "light-python",
        /// The same, reaching DynamoDB without TLS.
        LightPythonPlain = "light-python-plain",
        /// The same over TLS, connecting in INIT.
        LightPythonConnection = "light-python-connection-in-init",
        /// `hello` in Python.
        HelloPython = "hello-python",
        /// `hello` in Rust, its files being in memory.
        HelloKept = "hello-files-in-memory",
        /// `hello` in Python, its files being in memory.
        HelloPythonKept = "hello-python-files-in-memory",
        /// `light` in Rust, its files being in memory.
        LightKept = "light-files-in-memory",
        /// `light` in Python, its files being in memory.
        LightPythonKept = "light-python-files-in-memory",
    }
}

/// One cold start of a trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialStart {
    /// Start of the command, in RFC 3339, UTC.
    pub date: String,
    /// The position in the file, from 1; trials take turns.
    pub sequence: u64,
    /// Trial that was started.
    pub trial: Trial,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Init duration in ms.
    pub init_ms: Millis,
    /// CPU time of INIT in ms.
    pub init_cpu_ms: Millis,
    /// Duration of the first call, without INIT, in ms.
    pub duration_ms: Millis,
    /// CPU time of the first call in ms.
    pub cpu_ms: Millis,
    /// Least time of each answer of DynamoDB, and of each round trip of a new connection, in ms.
    pub dynamodb_latency_ms: u32,
    /// The processor's name.
    pub cpu_model: String,
    /// Versions of compilers, interpreters and libraries.
    #[serde(with = "list")]
    pub versions: Vec<Version>,
    /// The commit, with `-dirty` where files differed from it.
    pub git_revision: String,
}

named! {
    /// A figure of a trial's cold start.
    TrialFigure {
        /// Init duration.
        Init = "init",
        /// CPU time of INIT.
        InitCpu = "init-cpu",
        /// Duration of the first call, without INIT.
        FirstCall = "first-call",
        /// CPU time of the first call.
        FirstCallCpu = "first-call-cpu",
        /// Time from the start of INIT to the first answer.
        Total = "total",
    }
}

impl TrialFigure {
    /// The figure of a cold start, in ms.
    #[must_use]
    pub fn of(self, start: &TrialStart) -> f64 {
        let millis = match self {
            Self::Init => start.init_ms,
            Self::InitCpu => start.init_cpu_ms,
            Self::FirstCall => start.duration_ms,
            Self::FirstCallCpu => start.cpu_ms,
            Self::Total => Millis::from_micros(start.init_ms.micros() + start.duration_ms.micros()),
        };
        millis.as_f64()
    }
}

const FILE: &str = "trials.csv";

impl TrialStart {
    /// Replaces `<measurements>/trials.csv` by the given rows.
    ///
    /// # Errors
    /// The file can't be written. It stays as it was.
    pub fn record(measurements: &Path, rows: &[Self]) -> Result<(), Error> {
        write(&measurements.join(FILE), rows)
    }
}

impl Row for TrialStart {
    fn check(&self) -> Result<(), Problem> {
        let times = [("init_cpu_ms", self.init_cpu_ms), ("cpu_ms", self.cpu_ms)];
        for (column, time) in times {
            if time.micros() == 0 {
                let reason = "0: CPU time can't be zero, measure with a CPU limit";
                return Err(Problem::new(column, reason));
            }
        }
        Ok(())
    }
}

/// The cold starts; none before `cargo measure trials` made one.
pub(crate) fn read_trials(measurements: &Path) -> Result<Vec<TrialStart>, Error> {
    rows_if_any(&measurements.join(FILE))
}
