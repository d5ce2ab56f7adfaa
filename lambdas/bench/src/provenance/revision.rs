//! The commit that is measured.

use std::{path::Path, process::Command};

/// The commit, with `-dirty` where files differ from it; earlier runs' rows do not count.
#[must_use]
pub fn git_revision(root: &Path) -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(root)
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let Some(commit) = git(&["rev-parse", "--verify", "--quiet", "HEAD"]) else {
        return "unknown".to_owned();
    };
    let changed = git(&[
        "status",
        "--porcelain",
        "--",
        ".",
        ":(exclude)data/measurements",
    ]);
    match changed.as_deref() {
        Some("") => commit,
        Some(_) | None => format!("{commit}-dirty"),
    }
}
