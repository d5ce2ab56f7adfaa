//! The machine that measures.

use anyhow::{Result, bail};
use data::Architecture;
use std::fs;

/// The machine that this runs on.
#[derive(Clone, Debug)]
pub struct Machine {
    /// The processor's name.
    pub cpu_model: String,
    /// Processors that it has.
    pub cores: u32,
}

impl Machine {
    /// Looks it up.
    ///
    /// # Errors
    /// The system does not tell how many processors there are.
    pub fn this() -> Result<Self> {
        let cpu_info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        Ok(Self {
            cpu_model: cpu_model(&cpu_info).unwrap_or("unknown").to_owned(),
            cores: u32::try_from(std::thread::available_parallelism()?.get())?,
        })
    }
}

/// This machine's architecture, as a function's.
///
/// # Errors
/// Lambda has no such processors.
pub fn architecture() -> Result<Architecture> {
    match std::env::consts::ARCH {
        "x86_64" => Ok(Architecture::X86_64),
        "aarch64" => Ok(Architecture::Arm64),
        other => bail!("Lambda has no {other} processors: use a machine with x86_64 or aarch64"),
    }
}

fn cpu_model(cpu_info: &str) -> Option<&str> {
    let line = cpu_info
        .lines()
        .find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim())
}

/// The kernel's release.
#[must_use]
pub fn kernel() -> String {
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    kernel.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_is_named() {
        let cpu_info = "processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n";
        assert_eq!(cpu_model(cpu_info), Some("Some CPU @ 2 GHz"));
        assert_eq!(cpu_model("processor\t: 0\n"), None);
    }
}
