//! The process that builds the site for `cargo site`. It goes on living, so that most changes are built
//! from what is in its memory, and gives way to a new one when what it was compiled from changes.

use crate::{
    build::{Sources, build_again},
    build_cache::BuildCache,
};
use anyhow::{Context, Result, bail};
use std::{
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Stdio},
    sync::mpsc::{self, Receiver},
};
use workspace::linting_cargo;

/// The answer to each line, as a line of JSON: the error if the site can't be built.
type Failure = Option<String>;

/// Runs the build process: builds `sources` into `out` for each line of stdin.
///
/// # Errors
/// stdin or stdout fails.
pub fn work(sources: &Sources, out: &Path) -> Result<()> {
    let mut cache = BuildCache::default();
    for line in io::stdin().lock().lines() {
        line?;
        let built = build_again(sources, out, &mut cache);
        let failure: Failure = built.err().map(|error| format!("{error:#}"));
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{}", serde_json::to_string(&failure)?)?;
        stdout.flush()?;
    }
    Ok(())
}

/// A client that has a folder built by another process.
#[derive(Debug)]
pub struct Builder {
    out: PathBuf,
    process: Option<Process>,
}

#[derive(Debug)]
struct Process {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    /// The lines of stderr.
    said: Receiver<String>,
}

impl Builder {
    /// Creates a builder of the site in the folder `out`.
    #[must_use]
    pub fn new(out: PathBuf) -> Self {
        Self { out, process: None }
    }

    /// Builds the site, by a new process if what that is compiled from has changed.
    ///
    /// # Errors
    /// It doesn't compile, or the site can't be built from what the files now hold.
    pub fn build(&mut self, is_outdated: bool) -> Result<()> {
        if is_outdated {
            self.process = None;
        }
        let process = match &mut self.process {
            Some(process) => process,
            None => self.process.insert(Process::start(&self.out)?),
        };
        let Ok(failure) = process.build() else {
            let said = process.end();
            self.process = None;
            bail!("{}", said.trim().trim_start_matches("error: "));
        };
        match failure {
            Some(failure) => bail!(failure),
            None => Ok(()),
        }
    }
}

impl Process {
    fn start(out: &Path) -> Result<Self> {
        let mut command = linting_cargo(["run", "--quiet", "--bin", "site", "--"]);
        command.args(["build-on-demand", "--out"]).arg(out);
        command.stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().context("cargo can't be run")?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(orders), Some(answers), Some(stderr)) = pipes else {
            bail!("the builder has no pipes");
        };
        let (sender, said) = mpsc::channel();
        std::thread::spawn(move || {
            let lines = BufReader::new(stderr).lines().map_while(Result::ok);
            lines.for_each(|line| drop(sender.send(line)));
        });
        Ok(Self {
            child,
            orders,
            answers: BufReader::new(answers),
            said,
        })
    }

    /// An error means that the process has ended.
    fn build(&mut self) -> Result<Failure> {
        writeln!(self.orders)?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        let failure = serde_json::from_str(&answer)?;
        self.said.try_iter().for_each(|line| eprintln!("{line}"));
        Ok(failure)
    }

    /// The last that it said. Between builds it only waits for orders, so nothing is left half-done.
    fn end(&mut self) -> String {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.said.iter().collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}
