//! The software that a run was made with.

use crate::as_text;
use std::{fmt, str::FromStr};

/// A piece of software and its version, written `python=3.13.1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Its name, such as a language's, a compiler's or a package's.
    pub name: String,
    /// Its version, without spaces.
    pub version: String,
}

impl Version {
    /// The version of a piece of software.
    #[must_use]
    pub fn new(name: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            version: version.into(),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.name, self.version)
    }
}

/// A text that is no version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}`: write name=version, separated by spaces")]
pub struct NoVersion(String);

impl FromStr for Version {
    type Err = NoVersion;

    fn from_str(text: &str) -> Result<Self, NoVersion> {
        match text.split_once('=') {
            Some((name, version)) if !name.is_empty() && !version.is_empty() => {
                Ok(Self::new(name, version))
            }
            _ => Err(NoVersion(text.to_owned())),
        }
    }
}

as_text!(Version);
