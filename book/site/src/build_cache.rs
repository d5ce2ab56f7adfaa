//! A cache of what was computed from files that have not changed since, for the next build of the same
//! process.

use crate::{
    figures::Committed, files::files_below, memo::Memo, preview::Painter, sources::Packages,
};
use anyhow::{Context, Result};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

/// The inputs of every figure.
const INPUTS: [&str; 3] = ["book.toml", "data", "lambdas"];

/// Read rows, computed figures, drawn previews and finished HTML. A chapter's or a style's change leaves
/// most of them as they are; after any other, all are made anew.
#[derive(Debug, Default)]
pub struct BuildCache(Option<(Stamp, Cached)>);

/// The time of change and the size in bytes of each input file.
type Stamp = Vec<(PathBuf, SystemTime, u64)>;

/// The results that are computed from the committed files.
#[derive(Clone, Debug)]
pub(crate) struct Cached {
    pub committed: Arc<Committed>,
    pub painter: Arc<Painter>,
    /// Pages and slides by what they were made of.
    pub html: Arc<Memo<String>>,
}

impl BuildCache {
    /// Reads what every build of the site below `root` needs.
    ///
    /// # Errors
    /// A row of data is wrong.
    pub fn read(&mut self, root: &Path, packages: &Packages) -> Result<()> {
        self.get(root, packages).map(drop)
    }

    /// The cached results, or new ones if an input below `root` has changed.
    pub(crate) fn get(&mut self, root: &Path, packages: &Packages) -> Result<Cached> {
        let stamp = stamp(root).with_context(|| format!("{} can't be read", root.display()))?;
        if let Some((stamped, drawn)) = &self.0
            && *stamped == stamp
        {
            return Ok(drawn.clone());
        }
        let drawn = Cached {
            committed: Arc::new(Committed::read(root, packages)?),
            painter: Arc::new(Painter::new()),
            html: Arc::default(),
        };
        self.0 = Some((stamp, drawn.clone()));
        Ok(drawn)
    }

    /// Functions that exist and that the shown run does not have, as a note says them.
    pub fn not_measured(&self) -> impl Iterator<Item = String> {
        let drawn = self.0.iter().map(|(_, drawn)| drawn);
        let datasets = drawn.map(|drawn| &drawn.committed.dataset);
        datasets.flat_map(|dataset| {
            let command = dataset.run.environment.command();
            dataset.not_measured().map(move |(workload, variant)| {
                format!(
                    "{workload} in {} is not in the run that is shown: measure it together with the others \
                     with `{command}`",
                    variant.label()
                )
            })
        })
    }

    /// Forgets what the build that has just been made did not ask for.
    pub(crate) fn end_build(&self) {
        if let Some((_, drawn)) = &self.0 {
            drawn.committed.end_build();
            drawn.painter.end_build();
            drawn.html.end_build();
        }
    }
}

fn stamp(root: &Path) -> Result<Stamp> {
    let mut files = Vec::new();
    for input in INPUTS.map(|name| root.join(name)) {
        if input.is_dir() {
            files.extend(files_below(&input)?);
        } else {
            files.push(input);
        }
    }
    let state = |file: PathBuf| -> io::Result<_> {
        let metadata = fs::metadata(&file)?;
        Ok((file, metadata.modified()?, metadata.len()))
    };
    let mut stamp = files
        .into_iter()
        .map(state)
        .collect::<io::Result<Stamp>>()?;
    stamp.sort();
    Ok(stamp)
}
