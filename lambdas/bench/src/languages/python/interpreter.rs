//! The Python that the functions are to run on: the one that was asked for, or the most suitable one in
//! the `PATH`.

use anyhow::{Context, Result, bail, ensure};
use data::{Optimisation, PythonBuild};
use serde::Deserialize;
use std::{
    cmp::Reverse,
    collections::BTreeSet,
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

/// The oldest Python that the functions are written for.
const OLDEST: (u32, u32) = (3, 11);

/// A program that prints a [`Description`] of its interpreter.
const DESCRIBE: &str = "
import json, platform, sysconfig
try:
    import ssl
    openssl = ssl.OPENSSL_VERSION
except ImportError:
    openssl = None
try:
    import ensurepip, venv
    has_venv = True
except ImportError:
    has_venv = False
print(json.dumps({
    'version': platform.python_version(),
    'library': sysconfig.get_path('stdlib'),
    'openssl': openssl,
    'has_venv': has_venv,
    'configured': sysconfig.get_config_var('CONFIG_ARGS') or '',
    'profile_use': sysconfig.get_config_var('PGO_PROF_USE_FLAG') or '',
}))
";

/// An interpreter's description of itself.
#[derive(Deserialize)]
struct Description {
    version: String,
    /// The folder of the standard library.
    library: PathBuf,
    /// The version of OpenSSL, such as `OpenSSL 3.5.4 30 Sep 2025`.
    openssl: Option<String>,
    has_venv: bool,
    /// The arguments of `configure`.
    configured: String,
    /// The compiler's flags for using a profile; every build names them, used or not.
    profile_use: String,
}

impl Description {
    /// The optimisation that the interpreter was compiled with. Debian and Ubuntu use a profile and LTO
    /// without the options of `configure`, and then remove the flags so that no extension gets them.
    fn optimisation(&self) -> Optimisation {
        let has = |argument: &str| self.configured.contains(argument);
        match (has("--enable-optimizations"), has("--with-lto")) {
            (true, true) => Optimisation::PgoAndLto,
            (true, false) => Optimisation::Pgo,
            (false, _) if self.is_debians() => Optimisation::Debian,
            (false, _) => Optimisation::No,
        }
    }

    fn is_debians(&self) -> bool {
        self.profile_use.is_empty() && self.configured.contains("/usr/share/python-wheels")
    }

    fn build(&self) -> PythonBuild {
        let openssl = self.openssl.as_ref();
        PythonBuild {
            version: self.version.clone(),
            optimisation: self.optimisation(),
            openssl: openssl.and_then(|name| Some(name.split(' ').nth(1)?.to_owned())),
        }
    }
}

/// A Python that runs, is recent enough for the functions, and can make virtual environments.
#[derive(Clone, Debug)]
pub(super) struct Interpreter {
    pub program: PathBuf,
    /// The folder of the standard library.
    pub library: PathBuf,
    pub build: PythonBuild,
}

/// The interpreter that was asked for with `--python`.
static ASKED_FOR: OnceLock<PathBuf> = OnceLock::new();

/// Has the functions run on this interpreter, from now on; only the first choice of a process counts.
pub fn choose(program: PathBuf) {
    let _ = ASKED_FOR.set(program);
}

/// The interpreter that was asked for with `--python` or with the variable `PYTHON`.
pub fn asked_for() -> Option<PathBuf> {
    let variable = || env::var_os("PYTHON").map(PathBuf::from);
    ASKED_FOR.get().cloned().or_else(variable)
}

impl Interpreter {
    /// The interpreter that was asked for, or of those in the `PATH` the newest that nothing is known
    /// against, or else the first. A process looks for it once: where pyenv stands between, to ask one
    /// takes a tenth of a second.
    ///
    /// # Errors
    /// The one that was asked for is not usable, or there is none.
    pub fn find() -> Result<Self> {
        static FOUND: OnceLock<Interpreter> = OnceLock::new();
        if let Some(found) = FOUND.get() {
            return Ok(found.clone());
        }
        let found = match asked_for() {
            Some(program) => Self::of(&program)?,
            None => Self::best_in_path()?,
        };
        Ok(FOUND.get_or_init(|| found).clone())
    }

    fn best_in_path() -> Result<Self> {
        let path = env::var_os("PATH").unwrap_or_default();
        let mut found = Vec::new();
        let mut problem = None;
        for program in programs(&path) {
            match Self::of(&program) {
                Ok(interpreter) => found.push(interpreter),
                Err(error) => problem = problem.or(Some(error)),
            }
        }
        // The sort is stable: those with a fault keep the order of the `PATH`.
        found.sort_by_key(|each| Reverse(each.build.fault().is_none().then(|| each.numbers())));
        match (found.into_iter().next(), problem) {
            (Some(best), _) => Ok(best),
            (None, Some(problem)) => Err(problem),
            (None, None) => bail!(
                "no Python is in the PATH: install {}.{} or later, or name one with --python",
                OLDEST.0,
                OLDEST.1
            ),
        }
    }

    /// Asks an interpreter.
    ///
    /// # Errors
    /// It does not run, or the functions can't run on it.
    pub fn of(program: &Path) -> Result<Self> {
        let name = program.display();
        let output = Command::new(program)
            .args(["-I", "-c", DESCRIBE])
            .stderr(Stdio::null())
            .output()
            .ok()
            .filter(|output| output.status.success())
            .with_context(|| format!("`{name}` does not run: name another Python with --python"))?;
        let description: Description = serde_json::from_slice(&output.stdout)
            .with_context(|| format!("`{name}` is not a Python: name another with --python"))?;
        let interpreter = Self {
            program: program.to_owned(),
            build: description.build(),
            library: description.library,
        };
        ensure!(
            interpreter.numbers() >= OLDEST,
            "`{name}` is Python {}: install {}.{} or later, or name another with --python",
            description.version,
            OLDEST.0,
            OLDEST.1
        );
        ensure!(
            description.has_venv,
            "`{name}` lacks the module venv: run `apt-get install python3-venv`"
        );
        Ok(interpreter)
    }

    /// The first two numbers of the version.
    fn numbers(&self) -> (u32, u32) {
        let mut parts = self.build.version.split('.');
        let mut number = || parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
        (number(), number())
    }

    /// The identity that a virtual environment is made for: another interpreter needs another.
    pub fn identity(&self) -> String {
        let versions = self.build.versions();
        let versions: Vec<_> = versions.iter().map(ToString::to_string).collect();
        format!("{} {}", self.program.display(), versions.join(" "))
    }

    /// A reason why its figures would differ from Lambda's, as a sentence without its full stop.
    pub fn doubt(&self) -> Option<String> {
        let fault = self.build.fault()?;
        let (program, version) = (self.program.display(), &self.build.version);
        Some(format!(
            "`{program}` is Python {version}, which {fault}, unlike Lambda's"
        ))
    }
}

/// The programs named `python3`, and `python3.N` from [`OLDEST`] on, of a `PATH`, each once, in its order.
fn programs(path: &OsString) -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    let mut programs = Vec::new();
    for folder in env::split_paths(path) {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        let mut here: Vec<PathBuf> = entries
            .filter(|entry| is_python(&entry.file_name().to_string_lossy()))
            .map(|entry| entry.path())
            .collect();
        // `python3` first: it is what the user calls Python.
        here.sort();
        here.retain(|file| {
            let real = fs::canonicalize(file);
            real.is_ok_and(|real| real.is_file() && seen.insert(real))
        });
        programs.extend(here);
    }
    programs
}

/// True if it is the name of a Python that may be recent enough.
fn is_python(name: &str) -> bool {
    let rest = name.strip_prefix("python3");
    let minor = rest.and_then(|rest| rest.strip_prefix('.'));
    let minor = minor.and_then(|minor| minor.parse().ok());
    rest == Some("") || minor.is_some_and(|minor| (3, minor) >= OLDEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn description(configured: &str, profile_use: &str) -> Description {
        Description {
            version: "3.13.5".to_owned(),
            library: PathBuf::from("/usr/lib/python3.13"),
            openssl: Some("OpenSSL 3.5.4 30 Sep 2025".to_owned()),
            has_venv: true,
            configured: configured.to_owned(),
            profile_use: profile_use.to_owned(),
        }
    }

    #[test]
    fn optimisation_is_told_by_the_arguments_of_configure() {
        let used = "-fprofile-use -fprofile-correction";
        for (configured, profile_use, expected) in [
            (
                "'--enable-optimizations' '--with-lto=full'",
                used,
                Optimisation::PgoAndLto,
            ),
            ("'--enable-optimizations'", used, Optimisation::Pgo),
            ("'--prefix=/opt' '--with-lto'", used, Optimisation::No),
            ("'--enable-shared'", "", Optimisation::No),
            (
                "'--with-wheel-pkg-dir=/usr/share/python-wheels/'",
                "",
                Optimisation::Debian,
            ),
        ] {
            let build = description(configured, profile_use).build();
            assert_eq!(build.optimisation, expected, "{configured}");
            assert_eq!(build.openssl.as_deref(), Some("3.5.4"));
        }
    }

    /// A program that describes itself by this text, whatever it is asked.
    fn program(folder: &Path, name: &str, description: &str) -> PathBuf {
        let file = folder.join(name);
        fs::create_dir_all(folder).unwrap();
        fs::write(
            &file,
            format!("#!/bin/sh\ncat <<'END'\n{description}\nEND\n"),
        )
        .unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        file
    }

    fn tells(version: &str, has_venv: bool) -> String {
        format!(
            r#"{{"version":"{version}","library":"/usr/lib/python3","openssl":null,"has_venv":{has_venv},"configured":"","profile_use":""}}"#
        )
    }

    #[test]
    fn an_unusable_python_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        for (description, expected) in [
            (
                tells("3.9.2", true),
                "is Python 3.9.2: install 3.11 or later, or name another with --python",
            ),
            (
                tells("3.13.1", false),
                "lacks the module venv: run `apt-get install python3-venv`",
            ),
            (
                "hello".to_owned(),
                "is not a Python: name another with --python",
            ),
        ] {
            let program = program(folder.path(), "python3", &description);
            let error = Interpreter::of(&program).unwrap_err().to_string();
            assert_eq!(error, format!("`{}` {expected}", program.display()));
        }
        let missing = folder.path().join("missing");
        let error = Interpreter::of(&missing).unwrap_err().to_string();
        assert!(error.ends_with("does not run: name another Python with --python"));
    }

    #[test]
    fn each_python_of_the_path_is_found_once() {
        let folder = tempfile::tempdir().unwrap();
        let folders = ["a", "b"].map(|name| folder.path().join(name));
        let names = [
            "python3",
            "python3.10",
            "python3.13",
            "python3-config",
            "python3.13-dbg",
        ];
        for name in names {
            program(&folders[0], name, "");
        }
        let other = program(&folders[1], "python3.14", "");
        std::os::unix::fs::symlink(&other, folders[1].join("python3")).unwrap();
        let found = programs(&env::join_paths(&folders).unwrap());
        let expected = [
            folders[0].join("python3"),
            folders[0].join("python3.13"),
            folders[1].join("python3"),
        ];
        assert_eq!(found, expected);
    }
}
