//! Figures that were measured both here and, by others, on AWS.

use super::work::{Measured, Work};
use crate::{
    Invocation, Language, Millis, Package, PublishedColdStart, PublishedWorkload, Run, Selection,
    Start, Summary, Workload, named,
};

named! {
    /// Part of an execution that is compared.
    Figure {
        /// INIT of a cold start.
        Init = "init",
        /// The call of a cold start, without INIT.
        FirstCall = "first-call",
        /// A call of a warm start.
        WarmCall = "warm-call",
    }
}

impl Figure {
    const fn start(self) -> Start {
        match self {
            Self::Init | Self::FirstCall => Start::Cold,
            Self::WarmCall => Start::Warm,
        }
    }

    fn of(self, row: &Invocation) -> Option<f64> {
        match self {
            Self::Init => row.init_ms.map(Millis::as_f64),
            Self::FirstCall | Self::WarmCall => Some(row.duration_ms.as_f64()),
        }
    }
}

/// A mean that was measured here and on AWS: of a control, or of an empty function.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlCell {
    /// The function.
    pub workload: Workload,
    /// Its language.
    pub language: Language,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Measured figure.
    pub figure: Figure,
    /// The mean on the local Lambda, in ms.
    pub local_ms: f64,
    /// The mean that others published, in ms.
    pub published_ms: f64,
    /// `true` if the model is judged by it; otherwise the model is fitted to it.
    pub is_judged: bool,
    pub(super) work: Work,
}

/// A published mean that is to be compared.
struct Published {
    workload: Workload,
    language: Language,
    memory_mb: u32,
    figure: Figure,
    ms: f64,
}

impl ControlCell {
    /// Every figure that both a run and others have, on the run's architecture and the version of
    /// Python that it ran on. Of each figure of a function in a language, the memory sizes are fitted
    /// and judged in turn, beginning with the smallest.
    ///
    /// The program's size comes from the deployment packages: where a program in Rust was not
    /// weighed, its INIT is left out.
    #[must_use]
    pub fn all(
        run: &Run,
        invocations: &[Invocation],
        packages: &[Package],
        workloads: &[PublishedWorkload],
        cold_starts: &[PublishedColdStart],
    ) -> Vec<Self> {
        let measured = Measured { run, packages };
        let mut cells = Vec::new();
        for published in published(run, workloads, cold_starts) {
            cells.extend(Self::of(measured, invocations, &published));
        }
        cells.sort_by_key(|cell| (cell.workload, cell.language, cell.figure, cell.memory_mb));
        for index in 1..cells.len() {
            let [before, cell] = [index - 1, index].map(|index| &cells[index]);
            let is_judged = before.series() == cell.series() && !before.is_judged;
            cells[index].is_judged = is_judged;
        }
        cells
    }

    fn series(&self) -> (Workload, Language, Figure) {
        (self.workload, self.language, self.figure)
    }

    fn of(measured: Measured, invocations: &[Invocation], published: &Published) -> Option<Self> {
        let &Published {
            workload,
            language,
            memory_mb,
            figure,
            ms: published_ms,
        } = published;
        let variant = language.variant();
        let selection = Selection::at(workload, variant, memory_mb, figure.start());
        let rows = selection.of(invocations);
        let local_ms = Summary::of(rows, |row| figure.of(row))?.mean;
        Some(Self {
            workload,
            language,
            memory_mb,
            figure,
            local_ms,
            published_ms,
            is_judged: false,
            work: Work::of(measured, workload, variant, figure, local_ms)?,
        })
    }
}

/// Published figures of functions that are measured here, on a run's architecture.
fn published(
    run: &Run,
    workloads: &[PublishedWorkload],
    cold_starts: &[PublishedColdStart],
) -> Vec<Published> {
    let Some(architecture) = run.architecture() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (language, runtime, cold_start_runtime) in runtimes(run) {
        let rows = workloads.iter();
        for row in rows.filter(|row| row.arch == architecture && row.runtime == runtime) {
            let mut workloads = Workload::ALL.iter();
            let workload = workloads.find(|each| each.published_as() == Some(&row.workload));
            let Some(&workload) = workload else {
                continue;
            };
            let published = |figure, ms| Published {
                workload,
                language,
                memory_mb: row.memory_mb,
                figure,
                ms,
            };
            let duration = match row.start {
                Start::Cold => Figure::FirstCall,
                Start::Warm => Figure::WarmCall,
            };
            found.push(published(duration, row.mean_duration_ms.as_f64()));
            let init = row.mean_init_ms.map(Millis::as_f64);
            found.extend(init.map(|ms| published(Figure::Init, ms)));
        }
        let is_of_runtime = |row: &&PublishedColdStart| {
            row.arch == architecture && row.runtime == cold_start_runtime && row.package == "zip"
        };
        for row in cold_starts.iter().filter(is_of_runtime) {
            let figures = [
                (Figure::Init, row.mean_ms),
                (Figure::FirstCall, row.avg_duration_ms),
            ];
            found.extend(figures.map(|(figure, ms)| Published {
                workload: Workload::Hello,
                language,
                memory_mb: row.memory_mb,
                figure,
                ms: ms.as_f64(),
            }));
        }
    }
    found
}

/// Each language that both publications have, with its name in that of the controls and in that of
/// empty functions.
fn runtimes(run: &Run) -> Vec<(Language, String, String)> {
    let mut runtimes = vec![(
        Language::Rust,
        "rust".to_owned(),
        PublishedColdStart::RUST.to_owned(),
    )];
    let python = run.version("python");
    if let Some((minor, _patch)) = python.and_then(|version| version.rsplit_once('.')) {
        let runtime = format!("python{minor}");
        runtimes.push((Language::Python, runtime.clone(), runtime));
    }
    runtimes
}
