//! The option `--data`.

use anyhow::{Context, Result};
use clap::Args;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder that measurements are written to.
#[derive(Args, Clone, Debug)]
pub struct DataFolder {
    /// The folder with `measurements/` to write to [default: the repository's `data`]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl DataFolder {
    /// The folder, if one was given.
    pub fn given(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    /// The folder that was given, or the repository's.
    pub fn path(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(workspace::data)
    }

    /// Its folder `measurements`, which is made if it is missing.
    ///
    /// # Errors
    /// It can't be made.
    pub fn measurements(&self) -> Result<PathBuf> {
        let folder = self.path().join("measurements");
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(folder)
    }
}
