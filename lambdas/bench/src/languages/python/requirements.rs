//! Requirements files, as far as they name packages.

use super::venv::interpreter;
use anyhow::{Context, Result, ensure};
use data::Version;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

/// The names of the packages that a requirements file names.
///
/// # Errors
/// It can't be read.
pub(super) fn names(file: &Path) -> Result<BTreeSet<String>> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    Ok(text.lines().filter_map(name).map(str::to_owned).collect())
}

/// The package that a line names.
fn name(line: &str) -> Option<&str> {
    let is_of_a_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let end = line.find(|c| !is_of_a_name(c)).unwrap_or(line.len());
    Some(&line[..end]).filter(|name| name.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// The versions of packages in the virtual environment.
///
/// # Errors
/// One is not installed.
pub(super) fn installed(names: &BTreeSet<String>) -> Result<Vec<Version>> {
    const SCRIPT: &str = "
import json, sys
from importlib.metadata import version
print(json.dumps({name: version(name) for name in sys.argv[1:]}))";
    let output = Command::new(interpreter())
        .args(["-c", SCRIPT])
        .args(names)
        .output()?;
    ensure!(
        output.status.success(),
        "a package of the Python functions is not installed: name it in lambdas/requirements.txt \
         ({})",
        String::from_utf8_lossy(&output.stderr)
            .lines()
            .last()
            .unwrap_or_default()
    );
    let versions: BTreeMap<String, String> = serde_json::from_slice(&output.stdout)?;
    let versions = versions.into_iter();
    Ok(versions
        .map(|(name, version)| Version { name, version })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_name_packages() {
        assert_eq!(name("pillow==12.0.0"), Some("pillow"));
        assert_eq!(
            name("rapidfuzz >= 3; python_version > '3'"),
            Some("rapidfuzz")
        );
        for line in ["# Nothing beyond the runtime.", "", "-r other.txt"] {
            assert_eq!(name(line), None);
        }
    }
}
