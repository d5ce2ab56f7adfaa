//! Everything that a directive may know besides its arguments.

use super::{
    committed::{Committed, Licences},
    quantity::Quantity,
};
use crate::{config::Talk, html::link, names, pyodide::Pyodide};
use anyhow::{Context as _, Error, Result, anyhow};
use data::{
    Architecture, Dataset, Environment, Estimates, Invocation, Selection, Summary, TimingSet,
    TimingSource, Variant, Workload,
};
use std::{borrow::Cow, fmt, path::Path};

/// The committed figures, the talk, and the place of the directive in the book.
#[derive(Clone)]
pub(super) struct Context<'a> {
    pub dataset: &'a Dataset,
    pub licences: &'a Licences,
    /// Python for the browser, or why it is not known.
    pub pyodide: &'a Result<Pyodide, String>,
    pub talk: &'a Talk,
    /// The folder that holds `lambdas/`.
    pub root: &'a Path,
    /// Unique over the whole book, since the print page holds every chapter.
    pub id: String,
    timing_sets: &'a [TimingSet],
    /// The figures with a local run shown; `None` without such a run.
    local: Option<&'a Dataset>,
    /// Estimates for AWS of a local run; `None` if there are none.
    pub estimates: Option<&'a Estimates>,
    /// The path from the chapter's page to the site's root: empty, or `../` once or more.
    path_to_root: String,
}

/// A variant of a workload at one memory size in MB, or at all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub workload: Workload,
    pub variant: Variant,
    pub memory_mb: Option<u32>,
}

impl Cell {
    /// A variant at one memory size.
    pub(super) const fn at(workload: Workload, variant: Variant, memory_mb: u32) -> Self {
        Self {
            workload,
            variant,
            memory_mb: Some(memory_mb),
        }
    }

    /// A variant at all memory sizes.
    pub(super) const fn at_all_sizes(workload: Workload, variant: Variant) -> Self {
        Self {
            workload,
            variant,
            memory_mb: None,
        }
    }

    /// Summarises a quantity of its invocations among `rows`; `None` if it was not measured.
    pub(super) fn summary(self, quantity: Quantity, rows: &[Invocation]) -> Option<Summary> {
        let selection = Selection {
            workload: self.workload,
            variant: self.variant,
            memory_mb: self.memory_mb,
            start: quantity.start(),
        };
        Summary::of(selection.of(rows), |row| quantity.of(row))
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            workload, variant, ..
        } = self;
        write!(f, "{workload} {variant}")?;
        match self.memory_mb {
            Some(memory_mb) => write!(f, " at {memory_mb} MB"),
            None => Ok(()),
        }
    }
}

impl<'a> Context<'a> {
    /// Everything that is the same for the whole book.
    pub(super) fn new(committed: &'a Committed, talk: &'a Talk, root: &'a Path) -> Self {
        Self {
            dataset: &committed.dataset,
            licences: &committed.licences,
            pyodide: &committed.pyodide,
            talk,
            root,
            id: String::new(),
            timing_sets: &committed.timing_sets,
            local: committed.local(),
            estimates: committed.estimates.as_ref(),
            path_to_root: String::new(),
        }
    }

    /// The same for one directive: the `index`th of the chapter at `path`.
    pub(super) fn of_directive(self, path: &Path, index: usize) -> Self {
        let depth = path.components().count().saturating_sub(1);
        let mut stem = path.with_extension("").display().to_string();
        stem.retain(|c| c.is_ascii_alphanumeric());
        Self {
            id: format!("{stem}-{index}"),
            path_to_root: "../".repeat(depth),
            ..self
        }
    }

    /// The same with the local run in place of the shown one: for what only the local Lambda tells.
    ///
    /// # Errors
    /// No local run can be shown.
    pub(super) fn of_local_run(&self) -> Result<Self> {
        let dataset = self.local.context(
            "this figure needs a complete local run, and there is none: measure with `cargo \
             measure local`",
        )?;
        Ok(Self {
            dataset,
            ..self.clone()
        })
    }

    /// The context of a run that has a quantity, and what to write behind the figure where that is not
    /// the shown run.
    ///
    /// # Errors
    /// No run has it.
    pub(super) fn of_run_with(&self, quantity: Quantity) -> Result<(Cow<'_, Self>, String)> {
        let is_local = self.dataset.run.environment == Environment::Local;
        if is_local || !quantity.is_local_only() {
            return Ok((Cow::Borrowed(self), String::new()));
        }
        let local = self.of_local_run()?;
        let label = format!(" (measured {})", local.dataset.run.measured_where());
        Ok((Cow::Owned(local), label))
    }

    /// Summarises a quantity of a cell.
    ///
    /// # Errors
    /// It was not measured.
    pub(super) fn summary(&self, cell: Cell, quantity: Quantity) -> Result<Summary> {
        let summary = self.summary_if_measured(cell, quantity);
        summary.ok_or_else(|| self.not_measured(cell))
    }

    /// The same for a figure that shows what there is; `None` if it was not measured.
    pub(super) fn summary_if_measured(&self, cell: Cell, quantity: Quantity) -> Option<Summary> {
        cell.summary(quantity, &self.dataset.invocations)
    }

    /// The error of a cell of which the shown run has no successful invocation.
    pub(super) fn not_measured(&self, cell: Cell) -> Error {
        let run = &self.dataset.run;
        // Only a run that has every function in Rust and in Python is shown.
        anyhow!(
            "{cell} was not measured in run {}: measure all functions with `{}`{}",
            run.run_id,
            run.environment.command(),
            self.or_another_run()
        )
    }

    /// The end of an advice where `book.toml` names the run.
    fn or_another_run(&self) -> &'static str {
        match self.talk.run {
            Some(_) => ", or name another run in book.toml",
            None => "",
        }
    }

    /// Reads a cell from the words of a directive.
    ///
    /// # Errors
    /// A name is unknown, or nothing was measured at this memory size.
    pub(super) fn cell(&self, workload: &str, variant: &str, memory: &str) -> Result<Cell> {
        Ok(Cell::at(
            workload.parse()?,
            variant.parse()?,
            self.memory_size(memory)?,
        ))
    }

    /// Reads a memory size in MB.
    ///
    /// # Errors
    /// Nothing was measured at it.
    pub(super) fn memory_size(&self, text: &str) -> Result<u32> {
        let measured = self.dataset.memory_sizes();
        let size = text.parse().ok().filter(|size| measured.contains(size));
        size.ok_or_else(|| {
            let sizes: Vec<String> = measured.iter().map(ToString::to_string).collect();
            let sizes = sizes.join(", ");
            let run = &self.dataset.run.run_id;
            let advice = self.or_another_run();
            anyhow!("{text} MB was not measured in run {run}: use one of {sizes}{advice}")
        })
    }

    /// The place where the run was made, as the end of "measured …".
    pub(super) fn measured_where(&self) -> String {
        self.dataset.run.measured_where()
    }

    /// The architecture of the machine that the run was made on, as AWS calls it.
    ///
    /// # Errors
    /// AWS has no such machine.
    pub(super) fn architecture(&self) -> Result<Architecture> {
        let run = &self.dataset.run;
        run.architecture().ok_or_else(|| {
            anyhow!(
                "run {} was made on `{}`, which AWS does not have: measure on x86_64 or aarch64, or \
                 pass --arch to `cargo measure import`{}",
                run.run_id,
                run.machine,
                self.or_another_run()
            )
        })
    }

    /// The timings from a source.
    ///
    /// # Errors
    /// `data/` has none of it.
    pub(super) fn timing_set(&self, source: TimingSource) -> Result<&'a TimingSet> {
        let mut sets = self.timing_sets.iter();
        let set = sets.find(|set| set.source == source);
        set.ok_or_else(|| {
            let sources = self.timing_sets.iter().map(|set| set.source.name());
            let sources = names::alternatives(sources);
            anyhow!("there are no {source} figures in data/: use {sources}")
        })
    }

    /// A link from the chapter's page to a file below `data/`.
    pub(super) fn data_link(&self, file: &str, text: &str) -> String {
        link(&format!("{}data/{file}", self.path_to_root), text)
    }
}
