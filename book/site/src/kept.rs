//! What a build leaves for the next one of the same process: what was computed from files that have
//! not changed since.

use crate::{
    figures::{self, Committed},
    preview::Painter,
    renderer::files_below,
};
use anyhow::{Context, Result};
use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

/// What every figure is computed from.
const INPUTS: [&str; 3] = ["book.toml", "data", "lambdas"];

/// Read rows, computed figures, drawn previews and finished HTML. A chapter's or a style's change leaves
/// most of them as they are; after any other, all are made anew.
#[derive(Debug, Default)]
pub struct Kept(Option<(Stamp, Drawn)>);

/// Of each input file when it was changed, and how many bytes it has.
type Stamp = Vec<(PathBuf, SystemTime, u64)>;

/// What the committed files are turned into.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    pub committed: Arc<Committed>,
    pub painter: Arc<Painter>,
    /// Pages and slides by what they were made of.
    pub html: Arc<Memo<String>>,
}

impl Kept {
    /// Reads what every build of the site below `root` needs.
    ///
    /// # Errors
    /// A row of data is wrong.
    pub fn read(&mut self, root: &Path) -> Result<()> {
        self.drawn(root).map(drop)
    }

    /// What is kept, or made anew from the inputs below `root` if one of them has changed.
    pub(crate) fn drawn(&mut self, root: &Path) -> Result<Drawn> {
        let stamp = stamp(root).with_context(|| format!("{} can't be read", root.display()))?;
        if let Some((kept, drawn)) = &self.0
            && *kept == stamp
        {
            return Ok(drawn.clone());
        }
        let drawn = Drawn {
            committed: Arc::new(figures::read_data(root)?),
            painter: Arc::new(Painter::new()),
            html: Arc::default(),
        };
        self.0 = Some((stamp, drawn.clone()));
        Ok(drawn)
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

/// Values by what they were computed from.
#[derive(Debug)]
pub(crate) struct Memo<V>(Mutex<Generations<V>>);

#[derive(Debug)]
struct Generations<V> {
    /// What the last build asked for.
    last: HashMap<String, V>,
    /// What this one has asked for.
    current: HashMap<String, V>,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self(Mutex::new(Generations {
            last: HashMap::new(),
            current: HashMap::new(),
        }))
    }
}

impl<V: Clone> Memo<V> {
    /// The value that belongs to a key. An error is not kept.
    pub(crate) fn get_or<E>(
        &self,
        key: &str,
        compute: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E> {
        let known = self.with(|values| {
            let value = values.current.get(key).or_else(|| values.last.get(key));
            value.cloned()
        });
        let value = known.map_or_else(compute, Ok)?;
        self.with(|values| values.current.insert(key.to_owned(), value.clone()));
        Ok(value)
    }

    /// Forgets the values that were not asked for since the last call.
    pub(crate) fn end_build(&self) {
        self.with(|values| values.last = std::mem::take(&mut values.current));
    }

    /// No lock is held while a value is computed, so nothing half-done is ever in there.
    fn with<T>(&self, act: impl FnOnce(&mut Generations<V>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{cell::Cell, convert::Infallible};

    #[test]
    fn a_value_is_computed_once_and_forgotten_after_a_build_that_did_not_ask_for_it() {
        let memo = Memo::default();
        let computed = Cell::new(0);
        let ask = |key: &str| {
            let compute = || {
                computed.set(computed.get() + 1);
                Ok::<_, Infallible>(key.len())
            };
            memo.get_or(key, compute).unwrap()
        };
        assert_eq!((ask("abc"), ask("abc"), computed.get()), (3, 3, 1));
        memo.end_build();
        assert_eq!((ask("abc"), computed.get()), (3, 1));
        memo.end_build();
        memo.end_build();
        assert_eq!((ask("abc"), computed.get()), (3, 2));
    }

    #[test]
    fn what_can_not_be_computed_is_tried_again() {
        let memo = Memo::default();
        assert_eq!(memo.get_or("a", || Err("broken")), Err("broken"));
        assert_eq!(memo.get_or("a", || Ok::<_, &str>(1)), Ok(1));
    }
}
