//! The runtimes that `lambdas/template.yaml` deploys the functions with.

use super::toolchain::Toolchain;
use anyhow::{Context, Result, bail};
use data::Version;
use std::{collections::BTreeSet, fs};

/// The version of the one runtime of a language in the template.
///
/// # Errors
/// The template can't be read, or has none or several.
pub(super) fn runtime_version(language: &dyn Toolchain) -> Result<Version> {
    let template = workspace::root().join("lambdas/template.yaml");
    let name = || template.display().to_string();
    let text = fs::read_to_string(&template).with_context(name)?;
    only_version(&text, language).with_context(name)
}

fn only_version(template: &str, language: &dyn Toolchain) -> Result<Version> {
    let runtimes = template.lines().filter_map(|line| {
        let runtime = line.trim().strip_prefix("Runtime: ")?;
        language.runtime_version(runtime)
    });
    let versions: BTreeSet<Version> = runtimes.collect();
    match Vec::from_iter(versions).as_slice() {
        [version] => Ok(version.clone()),
        [] => bail!("no function has a `Runtime: ` of the language"),
        several => {
            let several: Vec<_> = several.iter().map(ToString::to_string).collect();
            bail!("several runtimes, {}: choose one", several.join(" and "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::python::Python;

    #[test]
    fn a_template_has_one_runtime_of_a_language() {
        let version = |template: &str| match only_version(template, &Python) {
            Ok(version) => version.to_string(),
            Err(error) => error.to_string(),
        };
        let one = "A:\n  Runtime: python3.12\nB:\n  Runtime: provided.al2023\n";
        assert_eq!(version(one), "python=3.12");
        let two = format!("{one}C:\n  Runtime: python3.13\n");
        let several = "several runtimes, python=3.12 and python=3.13: choose one";
        assert_eq!(version(&two), several);
        let none = "no function has a `Runtime: ` of the language";
        assert_eq!(version("A:\n"), none);
    }
}
