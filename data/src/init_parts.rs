//! What `record`'s INIT is spent on: `data/measurements/init-parts.csv`.

use crate::{
    Error, Millis,
    names::named,
    reader::{Problem, Row, rows_if_any},
    writer::write,
};
use serde::{Deserialize, Serialize};
use std::path::Path;

named! {
    /// A function in Rust whose INIT does all that the ones before it do, and one thing more.
    InitStep {
        /// `hello`: the process and the runtime client.
        Runtime = "runtime",
        /// `record`, connecting late, with no root certificate to be read: AWS's SDK besides.
        Sdk = "sdk",
        /// `record`, connecting late: reading the system's root certificates besides.
        Certificates = "certificates",
        /// `record`: connecting to DynamoDB besides.
        Connection = "connection",
    }
}

/// One cold start of a function in Rust.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InitPart {
    /// When the command began, in RFC 3339, UTC.
    pub date: String,
    /// The position in the file, from 1; the steps take turns.
    pub sequence: u64,
    /// What INIT did.
    pub step: InitStep,
    /// CPU time in ms that INIT took.
    pub init_cpu_ms: Millis,
    /// The processor's name.
    pub cpu_model: String,
    /// The Rust compiler's version.
    pub rustc: String,
    /// The commit, with `-dirty` where files differed from it.
    pub git_revision: String,
}

const FILE: &str = "init-parts.csv";

impl InitPart {
    /// Replaces `<measurements>/init-parts.csv` by the given rows.
    ///
    /// # Errors
    /// The file can't be written. It stays as it was.
    pub fn record(measurements: &Path, rows: &[Self]) -> Result<(), Error> {
        write(&measurements.join(FILE), rows)
    }
}

impl Row for InitPart {
    const COLUMNS: &'static [&'static str] = &[
        "date",
        "sequence",
        "step",
        "init_cpu_ms",
        "cpu_model",
        "rustc",
        "git_revision",
    ];

    fn check(&self) -> Result<(), Problem> {
        if self.init_cpu_ms.micros() == 0 {
            let reason = "0: no INIT takes nothing, measure with a CPU limit";
            return Err(Problem::new("init_cpu_ms", reason));
        }
        Ok(())
    }
}

/// The cold starts; none before `cargo measure init` made one.
pub(crate) fn read_init_parts(measurements: &Path) -> Result<Vec<InitPart>, Error> {
    rows_if_any(&measurements.join(FILE))
}
