//! The languages that functions are written in, one file each: what they need besides their code,
//! and how they are started, packaged and described.
//!
//! A new language is a file here, and two lines below: its module and its arm in [`toolchain()`].

mod folder_swap;
mod lines;
pub mod node;
mod program;
pub mod python;
pub mod rust;
mod system;
mod template;
mod toolchain;

pub use program::Program;
pub use toolchain::Toolchain;

use crate::function;
use anyhow::{Result, bail};
use data::{Language, Variant, Version, Workload};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

/// The toolchain of a language, for what needs no preparation.
#[must_use]
pub const fn toolchain(language: Language) -> &'static dyn Toolchain {
    match language {
        Language::Rust => &rust::Rust,
        Language::Python => &python::Python,
        Language::Node => &node::Node,
    }
}

/// The toolchain of a language, prepared once per process.
///
/// # Errors
/// See [`Toolchain::prepare`].
pub fn prepared(language: Language) -> Result<&'static dyn Toolchain> {
    let toolchain = toolchain(language);
    toolchain::prepare_once(language, toolchain)?;
    Ok(toolchain)
}

/// Prepares the languages of all these variants, so that a command fails before it compiles
/// anything.
///
/// # Errors
/// See [`Toolchain::prepare`].
pub fn prepare(variants: impl IntoIterator<Item = Variant>) -> Result<()> {
    let languages: BTreeSet<Language> = variants.into_iter().map(Variant::language).collect();
    for language in languages {
        prepared(language)?;
    }
    Ok(())
}

/// A reason to doubt figures of one of these variants: see [`Toolchain::doubt`].
///
/// # Errors
/// There is nothing that could run one.
pub fn doubt(variants: impl IntoIterator<Item = Variant>) -> Result<Option<String>> {
    let languages: BTreeSet<Language> = variants.into_iter().map(Variant::language).collect();
    for language in languages {
        if let Some(doubt) = toolchain(language).doubt()? {
            return Ok(Some(doubt));
        }
    }
    Ok(None)
}

/// Refuses to measure where what runs one of these variants is known to be slower than on Lambda.
///
/// # Errors
/// There is a reason to doubt its figures; the error names it, and what to use instead.
pub fn refuse_faults(variants: impl IntoIterator<Item = Variant>) -> Result<()> {
    let Some(doubt) = doubt(variants)? else {
        return Ok(());
    };
    bail!(
        "{doubt}: name another with --python (the page *Reproduce this* says where to get one), or try \
         this one with --allow-unoptimised-python, for a run that the site does not show"
    )
}

/// The software of these functions: for each language [`Language::software`], then everything else
/// by name.
///
/// # Errors
/// See [`Toolchain::versions`].
pub fn versions(
    functions: impl IntoIterator<Item = (Workload, Variant)>,
    profile: &str,
) -> Result<Vec<Version>> {
    let mut folders: BTreeMap<Language, BTreeSet<PathBuf>> = BTreeMap::new();
    for (workload, variant) in functions {
        let folders = folders.entry(variant.language()).or_default();
        folders.insert(function::folder(workload, variant));
    }
    let mut found = Vec::new();
    for (language, folders) in folders {
        let versions = prepared(language)?.versions(&folders, profile)?;
        found.extend(versions.into_iter().map(|version| (language, version)));
    }
    Ok(in_order(found))
}

/// Each name once: where two languages have packages of one name in different versions, the second
/// is named after its language as well.
fn in_order(found: Vec<(Language, Version)>) -> Vec<Version> {
    let mut versions = BTreeMap::new();
    for (language, Version { name, version }) in found {
        match versions.get(&name) {
            Some(other) if *other != version => {
                versions.insert(format!("{language}:{name}"), version);
            }
            Some(_) | None => {
                versions.insert(name, version);
            }
        }
    }
    let software = Language::ALL.iter().flat_map(|each| each.software());
    let mut ordered: Vec<Version> = software
        .filter_map(|name| versions.remove_entry(*name))
        .map(|(name, version)| Version { name, version })
        .collect();
    ordered.extend(
        versions
            .into_iter()
            .map(|(name, version)| Version { name, version }),
    );
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(found: &[(Language, &str, &str)]) -> Vec<String> {
        let found = found.iter();
        let found =
            found.map(|(language, name, version)| (*language, Version::new(*name, *version)));
        let ordered = in_order(found.collect());
        ordered.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_languages_own_software_comes_first_and_the_rest_by_name() {
        let found = [
            (Language::Rust, "tokio", "1.0.0"),
            (Language::Rust, "lambda_runtime", "1.5.0"),
            (Language::Rust, "rustc", "1.95.0"),
            (Language::Python, "pillow", "13.0.0"),
            (Language::Python, "python", "3.13.1"),
        ];
        let expected = [
            "rustc=1.95.0",
            "lambda_runtime=1.5.0",
            "python=3.13.1",
            "pillow=13.0.0",
            "tokio=1.0.0",
        ];
        assert_eq!(shown(&found), expected);
    }

    #[test]
    fn no_name_is_listed_twice() {
        let found = [
            (Language::Rust, "rustc", "1.95.0"),
            (Language::Rust, "uuid", "1.29.3"),
            (Language::Python, "rustc", "1.95.0"),
            (Language::Node, "uuid", "13.0.0"),
        ];
        let expected = ["rustc=1.95.0", "node:uuid=13.0.0", "uuid=1.29.3"];
        assert_eq!(shown(&found), expected);
    }
}
