//! The functions that are measured, chosen on the command line.

use anyhow::{Context, Result, bail, ensure};
use bench::{
    function,
    function_run::{Subject, find_program},
    languages::{Program, toolchain},
};
use clap::Args;
use data::{FunctionName, Language};
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    str::FromStr,
};

/// A function, and what all functions have in common.
#[derive(Args)]
pub struct Own {
    /// The function's name
    #[arg(long, value_name = "NAME")]
    pub name: FunctionName,
    /// The folder with its code as it would be deployed, from which it is started
    #[arg(long, value_name = "DIR")]
    directory: PathBuf,
    /// Its language, which decides how the calculator shows it and prices its INIT
    #[arg(long, value_name = "NAME", default_value_t = Language::Python)]
    language: Language,
    /// An environment variable of every function; may be repeated. `PATH=$PATH` passes on this shell's
    #[arg(long, value_name = "K=V")]
    environment: Vec<Variable>,
    /// A file or folder that functions are read from besides their own folder, their program and Python's
    /// library; may be repeated
    #[arg(long, value_name = "PATH")]
    files: Vec<PathBuf>,
    /// The command that starts the function: a program in the PATH or in its folder, and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// Another function, with the same event, that takes turns with the first.
#[derive(Args)]
#[command(next_help_heading = "A second function, in turn with the first")]
pub struct Against {
    /// Its name
    #[arg(
        long = "against-name",
        id = "against-name",
        value_name = "NAME",
        requires = "against-command"
    )]
    name: Option<FunctionName>,
    /// Its command as one argument, in which quotation marks hold words together: `"./bootstrap"`
    #[arg(
        long = "against-command",
        id = "against-command",
        value_name = "COMMAND",
        requires = "against-name"
    )]
    command: Option<Words>,
    /// Its folder [default: the first one's]
    #[arg(
        long = "against-directory",
        id = "against-directory",
        value_name = "DIR",
        requires = "against-name"
    )]
    directory: Option<PathBuf>,
    /// Its language
    #[arg(long = "against-language", id = "against-language", value_name = "NAME", requires = "against-name",
          default_value_t = Language::Python)]
    language: Language,
    /// An environment variable of its own, besides those of --environment or in their place; may be repeated
    #[arg(
        long = "against-environment",
        id = "against-environment",
        value_name = "K=V",
        requires = "against-name"
    )]
    environment: Vec<Variable>,
}

/// A variable as `K=V`.
#[derive(Clone, Debug)]
struct Variable(String, String);

/// The variable that names the local Lambda itself.
const RUNTIME_API: &str = "AWS_LAMBDA_RUNTIME_API";

impl FromStr for Variable {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((RUNTIME_API, _)) => Err("the local Lambda sets that one itself"),
            Some((name, value)) if !name.is_empty() => Ok(Self(name.to_owned(), value.to_owned())),
            _ => Err("write a name and a value, such as `STAGE=test`"),
        }
    }
}

/// A command in one text.
#[derive(Clone, Debug)]
struct Words(Vec<OsString>);

impl FromStr for Words {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words = shlex::split(text).ok_or("a quotation mark is never closed")?;
        if words.is_empty() {
            return Err("write a program and its arguments");
        }
        Ok(Self(words.into_iter().map(OsString::from).collect()))
    }
}

/// The function, and the other one if there is one.
///
/// # Errors
/// A folder, a file or a program is not there, or both have one name.
pub fn subjects(own: &Own, against: &Against) -> Result<Vec<Subject>> {
    if let Some(missing) = own.files.iter().find(|file| !file.exists()) {
        let shown = missing.display();
        bail!("{shown}, named by --files, does not exist");
    }
    let first = Chosen {
        name: &own.name,
        language: own.language,
        directory: &own.directory,
        command: &own.command,
        variables: own.environment.iter().collect(),
    };
    let mut chosen = vec![first];
    if let (Some(name), Some(Words(command))) = (&against.name, &against.command) {
        ensure!(
            *name != own.name,
            "both functions are called {name}: give the second another --against-name"
        );
        let variables = own.environment.iter().chain(&against.environment);
        chosen.push(Chosen {
            name,
            language: against.language,
            directory: against.directory.as_ref().unwrap_or(&own.directory),
            command,
            variables: variables.collect(),
        });
    }
    chosen
        .iter()
        .map(|chosen| chosen.subject(&own.files))
        .collect()
}

/// A function as it was chosen.
struct Chosen<'a> {
    name: &'a FunctionName,
    language: Language,
    directory: &'a Path,
    command: &'a [OsString],
    variables: Vec<&'a Variable>,
}

impl Chosen<'_> {
    fn subject(&self, files: &[PathBuf]) -> Result<Subject> {
        let directory = self.folder()?;
        let (word, arguments) = self.command.split_first().context("no command")?;
        let program = find_program(word, &directory)
            .and_then(|program| toolchain(self.language).program(&program, &directory))
            .with_context(|| self.name.to_string())?;
        let Program {
            path,
            doubt,
            files: read,
        } = program;
        if let Some(doubt) = doubt {
            eprintln!("note: {doubt}");
        }
        let handler = self.command.last().unwrap_or(word).to_string_lossy();
        let environment = self.variables.iter();
        let environment = environment.map(|Variable(name, value)| (name.clone(), value.clone()));
        let files = [std::slice::from_ref(&directory), files, &read].concat();
        Ok(Subject {
            name: self.name.clone(),
            variant: self.language.variant(),
            function: function::Function {
                name: self.name.to_string(),
                command: [&[path.into_os_string()], arguments].concat(),
                directory,
                files,
                handler: handler.into_owned(),
                environment: environment.collect(),
            },
        })
    }

    /// The folder, by its whole path.
    fn folder(&self) -> Result<PathBuf> {
        let (name, shown) = (self.name, self.directory.display());
        let advice = "name the folder with the function's code with --directory";
        let folder = fs::canonicalize(self.directory)
            .with_context(|| format!("the folder {shown} of {name} can't be opened: {advice}"))?;
        ensure!(
            folder.is_dir(),
            "{shown} of {name} is not a folder: {advice}"
        );
        Ok(folder)
    }
}
