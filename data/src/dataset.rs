//! Everything that is committed below `data/`, read and checked as a whole.

use crate::{
    AwsFact, ControlCell, EarlierFigure, Environment, Error, HarnessOverhead, Invocation, Load,
    Package, PriceList, PublishedColdStart, PublishedWorkload, RepetitionSpeed, Run, Source,
    TrialStart, Variant, WorkedExample, Workload,
    aws_facts::read_facts,
    example_file::read_examples,
    load::read_load,
    packages::read_packages,
    reader::{Located, Problem, read, rows, rows_if_any},
    shown::{self, is_local_and_sound},
    trials::read_trials,
    wire::Tables,
};
use std::{borrow::Cow, collections::BTreeSet, path::Path};

/// The committed figures.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// The run that the site shows: the one that [`Self::showing`] was asked for, or else, of the
    /// complete local ones with every workload that is compared in Rust and in Python, the last of those
    /// that have the most functions. Controls don't count. So a run of a few variants does not replace
    /// one of all, and a variant that is new shows once it is measured with the others. One whose Python
    /// has a [fault](crate::PythonBuild::fault) is never shown.
    pub run: Run,
    /// Its invocations.
    pub invocations: Vec<Invocation>,
    /// Its bare HTTP exchanges; none on AWS, or if it was made before they were measured.
    pub overhead: Vec<HarnessOverhead>,
    /// Speed of the machine during each of its repetitions; nothing on AWS, or if it was made
    /// before that was measured.
    pub speed: Vec<RepetitionSpeed>,
    /// The other complete runs, local and on AWS, in the order of `measurements/runs.csv`. The
    /// last one on AWS gives the timings of [`TimingSource::Aws`](crate::TimingSource::Aws), unless
    /// one on AWS is shown.
    pub other_runs: Vec<RecordedRun>,
    /// The functions' deployment packages; none before `cargo measure packages` weighed one.
    pub packages: Vec<Package>,
    /// The runs of k6; none before `cargo measure load` made one.
    pub load: Vec<Load>,
    /// Cold starts that tell what INIT and the first call are spent on; none before
    /// `cargo measure trials` made one.
    pub trials: Vec<TrialStart>,
    /// AWS's prices.
    pub prices: PriceList,
    /// Cold starts that others measured on AWS.
    pub published_cold_starts: Vec<PublishedColdStart>,
    /// Durations that others measured on AWS.
    pub published_workloads: Vec<PublishedWorkload>,
    /// Figures that the first version of the talk stated.
    pub earlier_talk: Vec<EarlierFigure>,
    /// Facts about Lambda that AWS and others state, besides prices and measurements.
    pub aws_facts: Vec<AwsFact>,
    /// AWS's own examples of a bill.
    pub examples: Vec<WorkedExample>,
    /// Sources of published figures.
    pub sources: Vec<Source>,
}

/// A run with everything that it recorded.
#[derive(Clone, Debug)]
pub struct RecordedRun {
    /// Place, time, circumstances and plan.
    pub run: Run,
    /// Its invocations.
    pub invocations: Vec<Invocation>,
    /// Its bare HTTP exchanges; none on AWS.
    pub overhead: Vec<HarnessOverhead>,
    /// Speed of the machine during each repetition; nothing on AWS.
    pub speed: Vec<RepetitionSpeed>,
}

impl RecordedRun {
    /// A run that has recorded nothing yet.
    #[must_use]
    pub const fn new(run: Run) -> Self {
        Self {
            run,
            invocations: Vec::new(),
            overhead: Vec::new(),
            speed: Vec::new(),
        }
    }
}

impl Dataset {
    /// Reads and checks every file of the folder `data`.
    ///
    /// # Errors
    /// The first row that is wrong, by file, line, column and reason.
    pub fn read(data: &Path) -> Result<Self, Error> {
        Self::showing(data, None)
    }

    /// The same with the run that is to be shown, by its id.
    ///
    /// # Errors
    /// The first row that is wrong, or why that run can't be shown.
    pub fn showing(data: &Path, run_id: Option<&str>) -> Result<Self, Error> {
        let measurements = data.join("measurements");
        let (shown, other_runs) = read_measurements(&measurements, run_id)?;
        let published = data.join("published");
        let dataset = Self {
            run: shown.run,
            invocations: shown.invocations,
            overhead: shown.overhead,
            speed: shown.speed,
            other_runs,
            packages: read_packages(&measurements)?,
            load: read_load(&measurements)?,
            trials: read_trials(&measurements)?,
            prices: crate::read_prices(&data.join("prices"))?,
            published_cold_starts: rows(&published.join("published-cold-starts.csv"))?,
            published_workloads: PublishedWorkload::read(data)?,
            earlier_talk: rows_if_any(&published.join("earlier-talk.csv"))?,
            aws_facts: read_facts(&published.join("aws-facts.csv"))?,
            examples: read_examples(&published.join("aws-worked-examples.json"))?,
            sources: rows(&data.join("sources.csv"))?,
        };
        dataset.check_sources(data)?;
        Ok(dataset)
    }

    /// The same figures with a local run shown, of which estimates are made: the shown one if it is
    /// local, or else the local one that would be shown if none was named; `None` without such a run.
    /// The run that gives way is left out.
    #[must_use]
    pub fn showing_local(&self) -> Option<Cow<'_, Self>> {
        if self.run.environment == Environment::Local {
            return Some(Cow::Borrowed(self));
        }
        let mut other_runs = self.other_runs.clone();
        let local = other_runs.remove(shown::by_default(&other_runs)?);
        Some(Cow::Owned(Self {
            run: local.run,
            invocations: local.invocations,
            overhead: local.overhead,
            speed: local.speed,
            other_runs,
            ..self.clone()
        }))
    }

    /// Every complete run with its invocations, by date.
    #[must_use]
    pub fn runs(&self) -> Vec<(&Run, &[Invocation])> {
        let others = self.other_runs.iter();
        let others = others.map(|other| (&other.run, other.invocations.as_slice()));
        let shown = (&self.run, self.invocations.as_slice());
        let mut runs: Vec<_> = others.chain([shown]).collect();
        runs.sort_by(|(first, _), (second, _)| first.date.cmp(&second.date));
        runs
    }

    /// The figures of controls and of an empty function that were measured here and published by
    /// others, of the last local run that has all controls, on a Python like Lambda's; none without such
    /// a run.
    #[must_use]
    pub fn control_cells(&self) -> Vec<ControlCell> {
        self.run_of_controls()
            .map_or_else(Vec::new, |(run, invocations)| {
                ControlCell::all(
                    run,
                    invocations,
                    &self.packages,
                    &self.published_workloads,
                    &self.published_cold_starts,
                )
            })
    }

    /// The run that [`Self::control_cells`] come from.
    pub(crate) fn run_of_controls(&self) -> Option<(&Run, &[Invocation])> {
        let mut runs = self.runs().into_iter();
        runs.rfind(|(run, rows)| is_local_and_sound(run) && has_controls(rows))
    }

    /// Returns the calculator's tables. Variants that differ only in when they connect are left out.
    #[must_use]
    pub fn tables(&self) -> Tables {
        let source = self.source("prices/lambda-duration-prices.csv");
        let priced =
            source.map(|Source { source, as_of, .. }| format!("Prices: {source}, {as_of}."));
        let mut sets = self.timing_sets();
        for set in &mut sets {
            set.timings.retain(|timing| !timing.variant.connects_late());
        }
        Tables {
            prices: self.prices.clone(),
            sets,
            examples: self.examples.clone(),
            provenance: priced.into_iter().collect(),
        }
    }

    /// The variants of a workload that the run has, in the order of [`Workload::variants`].
    pub fn variants(&self, workload: Workload) -> impl Iterator<Item = Variant> {
        let variants = workload.variants().iter().copied();
        variants.filter(move |&variant| self.has(workload, variant))
    }

    /// The functions that are compared and that the run does not have.
    pub fn not_measured(&self) -> impl Iterator<Item = (Workload, Variant)> {
        Workload::compared().flat_map(move |workload| {
            let variants = workload.variants().iter().copied();
            let missing = variants.filter(move |&variant| !self.has(workload, variant));
            missing.map(move |variant| (workload, variant))
        })
    }

    fn has(&self, workload: Workload, variant: Variant) -> bool {
        let mut rows = self.invocations.iter();
        rows.any(|row| (row.workload, row.variant) == (workload, variant))
    }

    /// The memory sizes that were measured, in MB, ascending.
    #[must_use]
    pub fn memory_sizes(&self) -> BTreeSet<u32> {
        self.invocations.iter().map(|row| row.memory_mb).collect()
    }

    /// Returns the source of a file below `data/`.
    #[must_use]
    pub fn source(&self, file: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.file == file)
    }

    /// Checks that every file of published figures names its source.
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

/// Returns whether all controls were measured, in each of their variants.
fn has_controls(rows: &[Invocation]) -> bool {
    let measured: BTreeSet<_> = rows.iter().map(|row| (row.workload, row.variant)).collect();
    let mut controls = Workload::ALL.iter().filter(|each| each.is_control());
    controls.all(|&control| {
        let mut variants = control.variants().iter();
        variants.all(|&variant| measured.contains(&(control, variant)))
    })
}

/// The run that is shown, and the other complete ones; an incomplete run is checked as well.
fn read_measurements(
    folder: &Path,
    named: Option<&str>,
) -> Result<(RecordedRun, Vec<RecordedRun>), Error> {
    let mut ids = BTreeSet::new();
    let mut complete = Vec::new();
    let mut interrupted = Vec::new();
    for run in read::<Run>(&folder.join("runs.csv"))? {
        if !ids.insert(run.row.run_id.clone()) {
            return Err(run.error(Problem::new(
                "run_id",
                "duplicate run: keep one of its rows",
            )));
        }
        let invocations = read_invocations(folder, &run.row)?;
        let overhead = read_overhead(folder, &run.row)?;
        let speed = read_speed(folder, &run.row)?;
        let run = run.row;
        if run.is_complete(&invocations) {
            complete.push(RecordedRun {
                run,
                invocations,
                overhead,
                speed,
            });
        } else {
            interrupted.push(run);
        }
    }
    let shown = if let Some(run_id) = named {
        shown::named(run_id, &complete, &interrupted)?
    } else {
        shown::by_default(&complete).ok_or_else(|| {
            let reason =
                "no complete run of every function: measure one with `cargo measure local`";
            Error::file(folder, reason)
        })?
    };
    Ok((complete.remove(shown), complete))
}

/// The rows of a run, each checked against the run's own.
pub(crate) fn read_invocations(folder: &Path, run: &Run) -> Result<Vec<Invocation>, Error> {
    let rows = read::<Invocation>(&folder.join(format!("{}.csv", run.run_id)))?;
    in_order(rows, |row| run.check_invocation(row).map(|()| row.sequence))
}

pub(crate) fn read_overhead(folder: &Path, run: &Run) -> Result<Vec<HarnessOverhead>, Error> {
    let file = folder.join(format!("{}-loopback.csv", run.run_id));
    if !file.exists() {
        return Ok(Vec::new());
    }
    in_order(read::<HarnessOverhead>(&file)?, |row| {
        if row.run_id != run.run_id {
            return Err(Problem::new("run_id", "differs from the file's name"));
        }
        Ok(row.sequence)
    })
}

pub(crate) fn read_speed(folder: &Path, run: &Run) -> Result<Vec<RepetitionSpeed>, Error> {
    let file = folder.join(format!("{}-speed.csv", run.run_id));
    if !file.exists() {
        return Ok(Vec::new());
    }
    let rows = read::<RepetitionSpeed>(&file)?.into_iter();
    let checked = rows.map(|located| {
        let problem = Problem::new("run_id", "differs from the file's name");
        let is_own = located.row.run_id == run.run_id;
        is_own.then_some(()).ok_or_else(|| located.error(problem))?;
        Ok(located.row)
    });
    checked.collect()
}

/// Rows that `check` accepts, and whose sequence, which it gives, counts from 1 without a gap.
fn in_order<T>(
    rows: Vec<Located<T>>,
    check: impl Fn(&T) -> Result<u64, Problem>,
) -> Result<Vec<T>, Error> {
    let mut checked = Vec::with_capacity(rows.len());
    for (located, expected) in rows.into_iter().zip(1..) {
        let sequence = check(&located.row).map_err(|problem| located.error(problem))?;
        if sequence != expected {
            let reason = format!("must be {expected}: a row is missing, or out of order");
            return Err(located.error(Problem::new("sequence", reason)));
        }
        checked.push(located.row);
    }
    Ok(checked)
}
