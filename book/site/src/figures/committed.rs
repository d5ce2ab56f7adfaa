//! The committed figures, and what has been computed from them.

use super::{main_figure::MainFigure, replacement::Replacement};
use crate::{
    config,
    licences::{self, Part},
    memo::Memo,
    pyodide::Pyodide,
    sources::Packages,
};
use anyhow::{Result, anyhow};
use data::{Dataset, Environment, Error, Estimates, TimingSet};
use std::{borrow::Cow, collections::BTreeSet, path::Path};

/// The third-party software published with the site, or why it is not known.
pub(super) type Licences = Result<BTreeSet<Part>, String>;

/// The contents of `data/`, and what the site is made of.
#[derive(Debug)]
pub(crate) struct Committed {
    pub(crate) dataset: Dataset,
    /// The same with a local run shown, where the shown one is not local; `None` also if there is no
    /// such run.
    local: Option<Dataset>,
    /// Timings for bills: [`Dataset::timing_sets`].
    pub(super) timing_sets: Vec<TimingSet>,
    /// Estimates for AWS of a local run; `None` if there is none to estimate, or to fit the
    /// model to.
    pub(super) estimates: Option<Estimates>,
    pub(super) licences: Licences,
    /// Python for the browser, or why it is not known.
    pub(super) pyodide: Result<Pyodide, String>,
    /// Replacements by the directive and its place.
    pub(super) expanded: Memo<Replacement>,
    /// Main figures by their names.
    pub(super) main_figures: Memo<MainFigure>,
}

impl Committed {
    /// Reads everything below `root`; errors name files from there on.
    pub(crate) fn read(root: &Path, packages: &Packages) -> Result<Self> {
        let figures = || {
            let dataset = read_dataset(root)?;
            anyhow::Ok((dataset.timing_sets(), dataset))
        };
        // Cargo takes as long for the one as the rows for the other.
        let (figures, licences) = rayon::join(figures, || licences::parts(packages));
        let (timing_sets, dataset) = figures?;
        let licences = licences.map_err(|error| format!("{error:#}"));
        let pyodide = Ok(packages.pyodide.clone());
        Ok(Self::new(dataset, timing_sets, licences, pyodide))
    }

    pub(super) fn new(
        dataset: Dataset,
        timing_sets: Vec<TimingSet>,
        licences: Licences,
        pyodide: Result<Pyodide, String>,
    ) -> Self {
        let local = match dataset.showing_local() {
            Some(Cow::Owned(local)) => Some(local),
            Some(Cow::Borrowed(_)) | None => None,
        };
        Self {
            estimates: Estimates::of(&dataset),
            local,
            dataset,
            timing_sets,
            licences,
            pyodide,
            expanded: Memo::default(),
            main_figures: Memo::default(),
        }
    }

    /// The figures with a local run shown; `None` without such a run.
    pub(super) fn local(&self) -> Option<&Dataset> {
        match self.dataset.run.environment {
            Environment::Local => Some(&self.dataset),
            Environment::Aws => self.local.as_ref(),
        }
    }

    /// Forgets what the build that has just been made did not ask for.
    pub(crate) fn end_build(&self) {
        self.expanded.end_build();
        self.main_figures.end_build();
    }
}

/// Reads `data/` below `root`, with the run shown that `book.toml` names.
///
/// # Errors
/// A row is wrong, or that run can't be shown; files are named from `root` on.
pub fn read_dataset(root: &Path) -> Result<Dataset> {
    let talk = config::read(root)?;
    Dataset::showing(&root.join("data"), talk.run.as_deref()).map_err(|error| {
        let file = match error {
            Error::Run { .. } => "book.toml: ",
            Error::Row { .. } | Error::File { .. } => "",
        };
        let root = format!("{}/", root.display());
        anyhow!("{file}{}", error.to_string().replace(&root, ""))
    })
}
