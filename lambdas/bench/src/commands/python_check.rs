//! The option `--allow-unoptimised-python`.

use anyhow::Result;
use bench::languages;
use clap::Args;
use data::Variant;

/// The check that functions run as fast here as on Lambda, which can be turned off.
#[derive(Args, Clone, Copy, Debug)]
pub struct PythonCheck {
    /// Accept a Python other than 3.13 or 3.14, or one that is slower than Lambda's by its build, for
    /// trying out: the site does not show such a run
    #[arg(long)]
    pub allow_unoptimised_python: bool,
}

impl PythonCheck {
    /// Refuses to measure these variants where they are known to be slower than on Lambda.
    ///
    /// # Errors
    /// See [`languages::refuse_faults`].
    pub fn check(self, variants: impl IntoIterator<Item = Variant>) -> Result<()> {
        if self.allow_unoptimised_python {
            return Ok(());
        }
        languages::refuse_faults(variants)
    }
}
