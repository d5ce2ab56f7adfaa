//! Build of a run's Python. Durations depend on it as much as on the code.

use crate::{Run, Version, named};
use std::ops::RangeInclusive;

/// The Pythons whose figures are shown, by their second number: Lambda's current runtimes are 3.13 and
/// 3.14.
const CURRENT: RangeInclusive<u32> = 13..=14;

/// Makes reading certificates cost several times as much as with later ones, as tried with 3.0.19 and
/// 3.5.
const SLOW_OPENSSL: &str = "3.0.";

named! {
    /// Optimisations of the interpreter's build.
    Optimisation {
        /// Both, by the flags that the interpreter tells: `--enable-optimizations --with-lto`.
        PgoAndLto = "pgo+lto",
        /// Both, by Debian or Ubuntu, who remove the flags from what the interpreter tells.
        Debian = "debian",
        /// Profile-guided optimisation alone.
        Pgo = "pgo",
        /// Neither, or link-time optimisation alone.
        No = "none",
    }
}

/// A Python, as far as its speed depends on how it was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PythonBuild {
    /// Its version, such as `3.13.5`.
    pub version: String,
    /// Optimisations of the build.
    pub optimisation: Optimisation,
    /// The version of its OpenSSL, such as `3.5.4`; `None` without one.
    pub openssl: Option<String>,
}

impl PythonBuild {
    const BUILD: &str = "python-build";

    /// The build of a run's Python; `None` where the run does not say it. An unknown optimisation counts
    /// as none.
    #[must_use]
    pub fn of(run: &Run) -> Option<Self> {
        Some(Self {
            version: run.version("python")?.to_owned(),
            optimisation: run
                .version(Self::BUILD)?
                .parse()
                .unwrap_or(Optimisation::No),
            openssl: run.version("openssl").map(str::to_owned),
        })
    }

    /// Text in a run's list of versions.
    #[must_use]
    pub fn versions(&self) -> Vec<Version> {
        let openssl = self.openssl.as_ref();
        let mut versions = vec![
            Version::new("python", &self.version),
            Version::new(Self::BUILD, self.optimisation.name()),
        ];
        versions.extend(openssl.map(|version| Version::new("openssl", version)));
        versions
    }

    /// Reason why its figures would differ from those of Lambda's runtimes, as the end of a sentence about it;
    /// `None` if nothing is known against it.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let minor = self.version.split('.').nth(1);
        let minor: u32 = minor.and_then(|minor| minor.parse().ok()).unwrap_or(0);
        if minor < *CURRENT.start() {
            return Some(format!("is older than 3.{}", CURRENT.start()));
        }
        if minor > *CURRENT.end() {
            return Some(format!("is newer than 3.{}", CURRENT.end()));
        }
        match self.optimisation {
            Optimisation::PgoAndLto | Optimisation::Debian => {}
            Optimisation::Pgo => return Some("was built without LTO".to_owned()),
            Optimisation::No => return Some("was built without PGO and LTO".to_owned()),
        }
        let openssl = self.openssl.as_deref().unwrap_or("none");
        let is_slow = openssl == "none" || openssl.starts_with(SLOW_OPENSSL);
        is_slow.then(|| format!("has an OpenSSL that is slow to read certificates, {openssl}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Environment;

    fn build(version: &str, optimisation: Optimisation, openssl: &str) -> PythonBuild {
        PythonBuild {
            version: version.to_owned(),
            optimisation,
            openssl: Some(openssl.to_owned()),
        }
    }

    #[test]
    fn a_build_is_read_from_the_versions_that_it_notes() {
        let build = build("3.13.5", Optimisation::PgoAndLto, "3.5.4");
        let mut run = Run::unknown("2026-11-26-local", Environment::Local);
        assert_eq!(PythonBuild::of(&run), None);
        run.versions = build.versions();
        assert_eq!(PythonBuild::of(&run), Some(build));
        run.versions[1].version = "fast".to_owned();
        let fault = PythonBuild::of(&run).unwrap().fault();
        assert_eq!(fault.as_deref(), Some("was built without PGO and LTO"));
    }

    #[test]
    fn what_differs_from_lambdas_runtimes_has_a_fault() {
        let fault = |version, optimisation, openssl| build(version, optimisation, openssl).fault();
        assert_eq!(fault("3.13.5", Optimisation::Debian, "3.5.4"), None);
        assert_eq!(fault("3.14.0", Optimisation::PgoAndLto, "3.6.1"), None);
        for (version, optimisation, openssl, expected) in [
            (
                "3.9.18",
                Optimisation::PgoAndLto,
                "3.5.4",
                "is older than 3.13",
            ),
            (
                "3.13.0",
                Optimisation::No,
                "3.0.19",
                "was built without PGO and LTO",
            ),
            (
                "3.13.0",
                Optimisation::Pgo,
                "3.5.4",
                "was built without LTO",
            ),
            (
                "3.13.0",
                Optimisation::PgoAndLto,
                "3.0.19",
                "has an OpenSSL that is slow to read certificates, 3.0.19",
            ),
        ] {
            assert_eq!(
                fault(version, optimisation, openssl).as_deref(),
                Some(expected)
            );
        }
    }
}
