//! The trait of a language's toolchain: all that differs by language.

use super::program::Program;
use crate::{deployment_package::PackageBuilder, function::Function};
use anyhow::Result;
use data::{Language, Version};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// Everything about functions that differs by language. A folder is that of one function, such as
/// `lambdas/record/python`, with its whole path.
pub trait Toolchain: Sync {
    /// Installs what every function of the language needs and is missing. Says so on stderr, and
    /// nothing if all is there.
    ///
    /// # Errors
    /// Something can't be installed; the error names the command that installs it.
    fn prepare(&self) -> Result<()>;

    /// A reason to doubt figures measured here: what runs the functions is known to be slower than on
    /// Lambda. A sentence without its full stop.
    ///
    /// # Errors
    /// There is nothing that could run them.
    fn doubt(&self) -> Result<Option<String>> {
        Ok(None)
    }

    /// Builds a function so that it can be started. `profile` is Cargo's, for what is compiled.
    ///
    /// # Errors
    /// It can't be built.
    fn function(&self, name: &str, folder: &Path, profile: &str) -> Result<Function>;

    /// The program that runs a user's own function, which is started from the folder `directory`.
    ///
    /// # Errors
    /// It does not run.
    fn program(&self, program: &Path, _directory: &Path) -> Result<Program> {
        Ok(Program::of(program))
    }

    /// The deployment packages of a function. The first is deployed; others hold the same code
    /// beside another set of packages.
    ///
    /// # Errors
    /// The folder holds no function, or can't be read.
    fn packages(&self, folder: &Path) -> Result<Vec<Box<dyn PackageBuilder>>>;

    /// Lines of code of a function's own sources, without tests.
    ///
    /// # Errors
    /// A source can't be read.
    fn code_lines(&self, folder: &Path) -> Result<u32>;

    /// The software that functions are compiled with, run by and made of.
    ///
    /// # Errors
    /// A version can't be found out.
    fn versions(&self, folders: &BTreeSet<PathBuf>, profile: &str) -> Result<Vec<Version>>;

    /// The version of the language that the name of Lambda's runtime tells; `None` for an OS-only
    /// runtime.
    fn runtime_version(&self, runtime: &str) -> Option<Version>;
}

/// Prepares a language, once per process.
///
/// # Errors
/// See [`Toolchain::prepare`].
pub(super) fn prepare_once(language: Language, toolchain: &dyn Toolchain) -> Result<()> {
    // One lock each: a language may need another's to be prepared itself.
    static IS_PREPARED: [Mutex<bool>; Language::ALL.len()] =
        [const { Mutex::new(false) }; Language::ALL.len()];
    let is_prepared = IS_PREPARED[language as usize].lock();
    let mut is_prepared = is_prepared.unwrap_or_else(PoisonError::into_inner);
    if !*is_prepared {
        toolchain.prepare()?;
        *is_prepared = true;
    }
    Ok(())
}
