//! Everything that is committed below `data/`, read and checked as a whole.

use crate::{
    Environment, Error, Invocation, Package, PriceList, PublishedColdStart, PublishedWorkload, Run,
    Source, Timing, Workload,
    packages::read_packages,
    reader::{Located, Problem, Row, read},
    wire::Tables,
};
use std::{collections::BTreeSet, path::Path};

/// The committed figures.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// The run that the site shows: the last of `measurements/runs.csv` that went to its end
    /// with every function.
    pub run: Run,
    /// Its invocations.
    pub invocations: Vec<Invocation>,
    /// The functions' deployment packages; none before `cargo measure packages` weighed one.
    pub packages: Vec<Package>,
    /// AWS's prices.
    pub prices: PriceList,
    /// Cold starts that others measured on AWS.
    pub published_cold_starts: Vec<PublishedColdStart>,
    /// Durations that others measured on AWS.
    pub published_workloads: Vec<PublishedWorkload>,
    /// Where the figures of others come from.
    pub sources: Vec<Source>,
}

impl Dataset {
    /// Reads and checks every file of the folder `data`.
    ///
    /// # Errors
    /// The first row that is wrong, by file, line, column and reason.
    pub fn read(data: &Path) -> Result<Self, Error> {
        let measurements = data.join("measurements");
        let (run, invocations) = read_measurements(&measurements)?;
        let published = data.join("published");
        let dataset = Self {
            run,
            invocations,
            packages: read_packages(&measurements)?,
            prices: PriceList::read(&data.join("prices"))?,
            published_cold_starts: rows(&published.join("published-cold-starts.csv"))?,
            published_workloads: rows(&published.join("published-workloads.csv"))?,
            sources: rows(&data.join("sources.csv"))?,
        };
        dataset.check_sources(data)?;
        Ok(dataset)
    }

    /// The mean timings of every workload, variant and memory size that was measured.
    #[must_use]
    pub fn timings(&self) -> Vec<Timing> {
        let mut timings = Vec::new();
        for &workload in Workload::ALL {
            for memory_mb in self.memory_sizes() {
                for &variant in workload.variants() {
                    timings.extend(Timing::of(&self.invocations, workload, variant, memory_mb));
                }
            }
        }
        timings
    }

    /// What the calculator needs.
    #[must_use]
    pub fn tables(&self) -> Tables {
        let Run {
            run_id,
            cpu_model,
            machine,
            ..
        } = &self.run;
        let place = match self.run.environment {
            Environment::Local => "on a local Lambda, not on AWS",
            Environment::Aws => "on AWS",
        };
        let measured =
            format!("Durations were measured {place} ({cpu_model}, {machine}; run {run_id}).");
        let source = self.source("prices/lambda-duration-prices.csv");
        let priced =
            source.map(|Source { source, as_of, .. }| format!("Prices: {source}, {as_of}."));
        Tables {
            prices: self.prices.clone(),
            timings: self.timings(),
            provenance: [measured].into_iter().chain(priced).collect(),
        }
    }

    /// The memory sizes that were measured, in MB, ascending.
    #[must_use]
    pub fn memory_sizes(&self) -> BTreeSet<u32> {
        self.invocations.iter().map(|row| row.memory_mb).collect()
    }

    /// Where a file below `data/` comes from.
    #[must_use]
    pub fn source(&self, file: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.file == file)
    }

    /// Every file of others' figures names its source.
    fn check_sources(&self, data: &Path) -> Result<(), Error> {
        for folder in ["prices", "published"] {
            let path = data.join(folder);
            let entries = std::fs::read_dir(&path).map_err(|error| Error::file(&path, error))?;
            for entry in entries {
                let entry = entry.map_err(|error| Error::file(&path, error))?;
                let file = format!("{folder}/{}", entry.file_name().display());
                if self.source(&file).is_none() {
                    let reason = "no source: add a row to data/sources.csv";
                    return Err(Error::file(&entry.path(), reason));
                }
            }
        }
        Ok(())
    }
}

fn rows<T: Row>(file: &Path) -> Result<Vec<T>, Error> {
    Ok(read(file)?.into_iter().map(|located| located.row).collect())
}

/// The last run that can be shown and its invocations; every other run is checked as well.
fn read_measurements(folder: &Path) -> Result<(Run, Vec<Invocation>), Error> {
    let mut ids = BTreeSet::new();
    let mut last = None;
    for run in read::<Run>(&folder.join("runs.csv"))? {
        if !ids.insert(run.row.run_id.clone()) {
            return Err(run.error(Problem::new("run_id", "this run stands here twice")));
        }
        let invocations = read_invocations(folder, &run)?;
        if run.row.is_complete(&invocations) && covers_every_function(&invocations) {
            last = Some((run.row, invocations));
        }
    }
    last.ok_or_else(|| {
        let reason = "no complete run of every function: measure one with `cargo measure local`";
        Error::file(folder, reason)
    })
}

fn covers_every_function(invocations: &[Invocation]) -> bool {
    let measured = |workload, variant| {
        let function = (workload, variant);
        invocations
            .iter()
            .any(|row| (row.workload, row.variant) == function)
    };
    Workload::ALL.iter().all(|&workload| {
        let mut variants = workload.variants().iter();
        variants.all(|&variant| measured(workload, variant))
    })
}

fn read_invocations(folder: &Path, run: &Located<Run>) -> Result<Vec<Invocation>, Error> {
    let mut invocations = Vec::new();
    for located in read::<Invocation>(&folder.join(format!("{}.csv", run.row.run_id)))? {
        if located.row.run_id != run.row.run_id {
            let reason = "differs from the file's name";
            return Err(located.error(Problem::new("run_id", reason)));
        }
        invocations.push(located.row);
    }
    Ok(invocations)
}
