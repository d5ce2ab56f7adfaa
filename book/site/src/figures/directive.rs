//! The description of a directive: one for each file of [`super::directives`].

use super::{context::Context, replacement::Replacement};
use crate::names;
use anyhow::{Error, Result, anyhow};

/// A directive that chapters may use.
pub(super) struct Directive {
    /// Its name, as in `{{#name …}}`.
    pub name: &'static str,
    /// Its forms: for each the arguments, with values in capitals and what may be left out in
    /// brackets.
    pub usage: &'static [&'static str],
    /// A noun phrase for what takes its place.
    pub becomes: &'static str,
    /// Computes what takes its place from its arguments.
    pub expand: fn(&[&str], &Context) -> Result<Replacement>,
}

impl Directive {
    /// Its forms as a chapter writes them, in backquotes.
    pub(super) fn forms(&self) -> impl Iterator<Item = String> {
        self.usage.iter().map(|arguments| {
            let call = [self.name, arguments].join(" ");
            format!("`{{{{#{}}}}}`", call.trim_end())
        })
    }

    /// The error of arguments that have none of its forms.
    pub(super) fn misused(&self) -> Error {
        anyhow!("write {}", names::alternatives(self.forms()))
    }

    /// The arguments by position.
    ///
    /// # Errors
    /// Their number is another one.
    pub(super) fn exactly<'a, const N: usize>(
        &self,
        arguments: &[&'a str],
    ) -> Result<[&'a str; N]> {
        arguments.try_into().map_err(|_| self.misused())
    }
}
