//! Programs that the system's package manager installs.

use anyhow::{Result, ensure};
use std::{
    io,
    process::{Command, Stdio},
};

/// A program, and the package of Debian and Ubuntu that has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Program {
    name: &'static str,
    package: &'static str,
}

impl Program {
    /// A program by its name and its package's.
    pub const fn new(name: &'static str, package: &'static str) -> Self {
        Self { name, package }
    }
}

/// Installs the programs that are missing, if that can be done: as root, where there is apt.
///
/// # Errors
/// One is missing still.
pub(super) fn require(programs: &[Program]) -> Result<()> {
    let mut packages = missing(programs);
    if packages.is_empty() {
        return Ok(());
    }
    if rustix::process::geteuid().is_root() && is_installed("apt-get") {
        let names = packages.join(" ");
        eprintln!("Installing {names} by apt-get (a minute or two the first time; kept)");
        apt_get(&["update"]);
        apt_get(&[&["install", "--yes"], packages.as_slice()].concat());
        packages = missing(programs);
    }
    let packages = packages.join(" ");
    ensure!(
        packages.is_empty(),
        "{packages} is missing: run `sudo apt-get install {packages}`, or install it in another way \
         so that it is in the PATH"
    );
    Ok(())
}

/// A failure shows by what is missing afterwards.
fn apt_get(arguments: &[&str]) {
    let _ = Command::new("apt-get")
        .args(["-q", "-o", "DPkg::Lock::Timeout=300"])
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .stdout(io::stderr())
        .status();
}

fn missing(programs: &[Program]) -> Vec<&'static str> {
    let missing = programs.iter().filter(|each| !is_installed(each.name));
    missing.map(|program| program.package).collect()
}

fn is_installed(program: &str) -> bool {
    which::which(program).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_programs_are_named_by_their_package() {
        let programs = [
            Program::new("sh", "dash"),
            Program::new("no-such-program", "a"),
        ];
        assert_eq!(missing(&programs), ["a"]);
        require(&programs[..1]).unwrap();
    }
}
