//! pip, as it installs packages for Lambda's Python.

use super::venv::interpreter;
use crate::deployment_package::glibc;
use anyhow::{Context, Result, ensure};
use std::{
    fs,
    ops::RangeInclusive,
    path::Path,
    process::{Command, Stdio},
};

/// The minor versions of glibc from the one of the oldest wheels in use, manylinux2014, to that of
/// Amazon Linux 2023.
const GLIBC: RangeInclusive<u32> = 17..=glibc::AMAZON_LINUX_2023;

/// The Python that bundles are made for, on this machine's kind of processor.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// The version, such as `3.12`.
    pub version: String,
}

impl Target {
    /// Downloads the wheels of a requirements file.
    ///
    /// # Errors
    /// pip finds no wheel for one: see its message.
    pub fn download(&self, requirements: &Path, wheels: &Path) -> Result<()> {
        if is_empty(requirements)? {
            return Ok(fs::create_dir_all(wheels)?);
        }
        let mut pip = self.pip("download");
        pip.arg("--dest").arg(wheels);
        pip.arg("--requirement").arg(requirements);
        let file = requirements.display();
        run(pip, &format!("pip can't download {file}: see above"))
    }

    /// Installs downloaded wheels into a folder: `pip install --target`.
    ///
    /// # Errors
    /// One is missing: see pip's message.
    pub fn install(&self, requirements: &Path, wheels: &Path, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        if is_empty(requirements)? {
            return Ok(());
        }
        let mut pip = self.pip("install");
        pip.args(["--no-index", "--no-compile", "--find-links"])
            .arg(wheels)
            .arg("--target")
            .arg(folder)
            .arg("--requirement")
            .arg(requirements);
        let file = requirements.display();
        run(pip, &format!("pip can't install {file}: see above"))
    }

    /// pip, restricted to wheels that Lambda's Python can load.
    fn pip(&self, command: &str) -> Command {
        let machine = std::env::consts::ARCH;
        let mut platforms = vec![
            format!("linux_{machine}"),
            format!("manylinux2014_{machine}"),
        ];
        platforms.extend(GLIBC.map(|minor| format!("manylinux_2_{minor}_{machine}")));
        let mut pip = Command::new(interpreter());
        pip.args(["-m", "pip", command, "--quiet"])
            .args(["--disable-pip-version-check", "--only-binary=:all:"])
            .args(["--implementation", "cp", "--python-version", &self.version]);
        for platform in platforms {
            pip.args(["--platform", &platform]);
        }
        pip
    }
}

fn is_empty(requirements: &Path) -> Result<bool> {
    let text =
        fs::read_to_string(requirements).with_context(|| requirements.display().to_string())?;
    let mut lines = text.lines().map(str::trim);
    Ok(lines.all(|line| line.is_empty() || line.starts_with('#')))
}

fn run(mut command: Command, advice: &str) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::from(std::io::stderr()))
        .status()?;
    ensure!(status.success(), "{advice}");
    Ok(())
}
