//! `cargo measure setup`: installs what the functions of every language need.

use anyhow::Result;
use bench::languages::{self, python};
use data::Variant;

/// Prepares every language, and prints the path of Python's interpreter: the builder of the site
/// reads it.
///
/// # Errors
/// Something is missing and can't be installed.
pub fn prepare() -> Result<()> {
    languages::prepare(Variant::ALL.iter().copied())?;
    println!("{}", python::interpreter().display());
    Ok(())
}
