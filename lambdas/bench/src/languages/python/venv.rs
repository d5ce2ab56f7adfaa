//! The virtual environment in `target/python`, in which the functions and their tools run.

use super::interpreter::Interpreter;
use anyhow::{Context, Result, ensure};
use std::{
    env,
    ffi::{OsStr, OsString},
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

fn folder() -> PathBuf {
    workspace::target().join("python")
}

/// The interpreter of the virtual environment, which is there once Python is prepared.
#[must_use]
pub fn interpreter() -> PathBuf {
    tool("python")
}

/// A program that `lambdas/requirements.txt` installs, such as `k6`.
#[must_use]
pub fn tool(name: &str) -> PathBuf {
    folder().join("bin").join(name)
}

/// The `PATH` of a program that is to find the tools of the virtual environment first.
///
/// # Errors
/// A folder's name has a colon.
pub fn path() -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = [folder().join("bin")].into_iter();
    Ok(env::join_paths(folders.chain(env::split_paths(&path)))?)
}

/// The virtual environment's interpreter, such as version 3.13.1 with PGO and LTO.
///
/// # Errors
/// It does not run.
pub(super) fn installed() -> Result<Interpreter> {
    let interpreter = Interpreter::of(&interpreter());
    interpreter.context("target/python is incomplete: remove it and run `cargo measure setup`")
}

/// Everything that Python functions are read from besides their own folder: the virtual environment, the
/// interpreter that it was made of, and that one's library without the packages installed there, which
/// the environment does not see.
///
/// # Errors
/// The library can't be read.
pub(super) fn files(installed: &Interpreter) -> Result<Vec<PathBuf>> {
    let program = fs::canonicalize(&installed.program);
    let program = program.unwrap_or_else(|_| installed.program.clone());
    let mut files = vec![folder(), program];
    let library = &installed.library;
    for entry in fs::read_dir(library).with_context(|| library.display().to_string())? {
        let entry = entry?;
        if entry.file_name() != "site-packages" {
            files.push(entry.path());
        }
    }
    Ok(files)
}

/// Makes the virtual environment, or brings it up to date.
///
/// Everything that Python will import is compiled to bytecode, as it is in AWS's runtime.
///
/// # Errors
/// No usable Python (3.11 or later, with `venv`), or a package that can't be installed.
pub(super) fn prepare() -> Result<()> {
    let lambdas = workspace::root().join("lambdas");
    let folder = folder();
    fs::create_dir_all(workspace::target())?;
    let lock = File::create(workspace::target().join("python.lock"))?;
    lock.lock()
        .context("the lock of the virtual environment can't be taken")?;

    let base = Interpreter::find()?;
    let requirements = lambdas.join("requirements.txt");
    let wanted = format!("{}\n{}", base.identity(), flatten(&requirements)?);
    let stamp = folder.join("installed.txt");
    if fs::read_to_string(&stamp).ok().as_deref() != Some(&wanted) || !interpreter().exists() {
        create(&base, &folder)?;
        install(&requirements)?;
        fs::write(&stamp, wanted)?;
    }
    compile(&lambdas)
}

/// The text of a requirements file and of those that it includes by `-r`.
fn flatten(file: &Path) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let folder = file.parent().unwrap_or(file);
    let mut all = String::new();
    for line in text.lines() {
        match line.strip_prefix("-r ") {
            Some(included) => all += &flatten(&folder.join(included.trim()))?,
            None => all = all + line + "\n",
        }
    }
    Ok(all)
}

fn create(base: &Interpreter, folder: &Path) -> Result<()> {
    eprintln!(
        "Setting up Python {} and its packages in {} (about a minute the first time; kept)",
        base.build.version,
        workspace::shown(folder)
    );
    let arguments = ["-m", "venv", "--clear"].map(OsStr::new);
    let advice = "the virtual environment could not be made: see above";
    run(
        &base.program,
        arguments.into_iter().chain([folder.as_os_str()]),
        advice,
    )
}

fn install(requirements: &Path) -> Result<()> {
    let pip = |arguments: &[&str], advice: &str| {
        let pip = ["-m", "pip", "--quiet", "--disable-pip-version-check"];
        run(interpreter(), pip.iter().chain(arguments), advice)
    };
    let file = requirements.to_string_lossy();
    pip(
        &["install", "--compile", "--requirement", &file],
        "pip could not install lambdas/requirements.txt: see above",
    )?;
    // It hooks into every start of the interpreter, and no deployed function has it; nor has Python from
    // 3.12 on, which pip warns of unless it is told twice to be quiet.
    pip(
        &["--quiet", "uninstall", "--yes", "setuptools"],
        "pip could not remove setuptools: see above",
    )
}

/// Compiles the functions' own code; pip has compiled the packages.
fn compile(lambdas: &Path) -> Result<()> {
    let arguments = ["-m", "compileall", "-q"].map(OsStr::new);
    let advice = "the Python functions could not be compiled: see above";
    run(
        interpreter(),
        arguments.into_iter().chain([lambdas.as_os_str()]),
        advice,
    )
}

fn run<A: AsRef<OsStr>>(
    program: impl AsRef<OsStr>,
    arguments: impl IntoIterator<Item = A>,
    advice: &str,
) -> Result<()> {
    let status = Command::new(program)
        .args(arguments)
        .env_remove("PYTHONDONTWRITEBYTECODE")
        .stdout(Stdio::from(std::io::stderr()))
        .status()?;
    ensure!(status.success(), "{advice}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use data::{Optimisation, PythonBuild};

    #[test]
    fn included_requirements_count() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("record")).unwrap();
        fs::write(folder.path().join("record/r.txt"), "boto3==1\n").unwrap();
        let file = folder.path().join("all.txt");
        fs::write(&file, "-r record/r.txt\npytest==2\n").unwrap();
        assert_eq!(flatten(&file).unwrap(), "boto3==1\npytest==2\n");
    }

    #[test]
    fn packages_of_the_python_that_the_environment_was_made_of_are_not_read() {
        let library = tempfile::tempdir().unwrap();
        for name in ["json", "site-packages"] {
            fs::create_dir(library.path().join(name)).unwrap();
        }
        let interpreter = Interpreter {
            program: PathBuf::from("/usr/bin/python3.13"),
            library: library.path().to_owned(),
            build: PythonBuild {
                version: "3.13.5".to_owned(),
                optimisation: Optimisation::Pgo,
                openssl: None,
            },
        };
        let files = files(&interpreter).unwrap();
        assert!(files.contains(&library.path().join("json")), "{files:?}");
        assert!(
            !files.contains(&library.path().join("site-packages")),
            "{files:?}"
        );
    }
}
