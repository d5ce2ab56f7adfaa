//! The ids of runs.

use anyhow::Result;
use std::path::Path;

/// The end of a run's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// A run on the local Lambda.
    Local,
    /// A run on AWS, measured or imported.
    Aws,
    /// A load test.
    Load,
}

impl RunKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Aws => "aws",
            Self::Load => "load",
        }
    }
}

/// `<day>-<kind>`, or `<day>-<kind>-2` and so on where runs of the day exist. `date` is in
/// RFC 3339.
///
/// # Errors
/// The runs that exist can't be read.
pub fn free_run_id(date: &str, kind: RunKind, measurements: &Path) -> Result<String> {
    let taken = data::run_ids(measurements)?;
    let day = date.get(..10).unwrap_or(date);
    let first = format!("{day}-{}", kind.name());
    let mut id = first.clone();
    let mut number = 1;
    while taken.contains(&id) {
        number += 1;
        id = format!("{first}-{number}");
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_second_run_of_a_day_gets_a_number() {
        let folder = tempfile::tempdir().unwrap();
        let next = |kind| free_run_id("2026-11-22T10:00:00Z", kind, folder.path()).unwrap();
        assert_eq!(next(RunKind::Local), "2026-11-22-local");
        for id in ["2026-11-22-local", "2026-11-22-local-2"] {
            fs::write(folder.path().join(format!("{id}.csv")), "").unwrap();
        }
        assert_eq!(next(RunKind::Local), "2026-11-22-local-3");
        assert_eq!(next(RunKind::Load), "2026-11-22-load");
    }
}
