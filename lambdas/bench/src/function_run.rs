//! Cold and warm starts of other functions than the repository's on the local Lambda: any program that
//! speaks the Lambda Runtime API.

mod failure;
mod program;
mod table;

pub use failure::Failure;
pub use program::find_program;
pub use table::table;

use crate::{
    function::Function,
    interrupt::Interrupts,
    progress::Progress,
    provenance::now,
    row::{Outcome, Place},
    sandbox::{Host, Sandbox},
    speed,
};
use anyhow::Result;
use axum::body::Bytes;
use data::{FunctionName, FunctionRecorder, Invocation, RepetitionSpeed, Start, Variant};
use std::path::{Path, PathBuf};

/// A run of fewer calls is over before a machine's speed changes, and is not asked for that.
const FEW: u64 = 100;

/// A row of the run.
pub type Call = Invocation<FunctionName>;

/// A function that is measured.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The name in the table and in the rows.
    pub name: FunctionName,
    /// The variant that stands for its language.
    pub variant: Variant,
    /// The program and its surroundings.
    pub function: Function,
}

/// The event that functions are invoked with.
#[derive(Clone, Debug)]
pub struct Event {
    /// The file that it was read from.
    pub file: PathBuf,
    /// The file's content, which is JSON.
    pub body: Bytes,
}

/// The extent of a run: what is measured, and how often.
#[derive(Clone, Debug)]
pub struct Extent {
    /// The functions, which take turns.
    pub subjects: Vec<Subject>,
    /// The event of every invocation.
    pub event: Event,
    /// Memory sizes in MB, one after the other.
    pub memory_mb: Vec<u32>,
    /// Repetitions of all of it.
    pub repetitions: u32,
    /// Cold starts of each function at each memory size, in each repetition.
    pub cold: u32,
    /// Warm invocations of each function at each memory size, in each repetition.
    pub warm: u32,
}

/// An invocation of the run, which becomes a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    /// The repetition, from 1.
    repetition: u32,
    memory_mb: u32,
    /// The function's place among the subjects.
    subject: usize,
    start: Start,
}

impl Extent {
    /// The number of invocations, and of rows.
    #[must_use]
    pub fn invocations(&self) -> u64 {
        let sizes = self.memory_mb.len() as u64;
        let each = u64::from(self.cold) + u64::from(self.warm);
        u64::from(self.repetitions) * sizes * each * self.subjects.len() as u64
    }

    /// All invocations in order: in each repetition at each memory size the cold starts, then the warm
    /// invocations, the functions taking turns. Which of them goes first changes from memory size to
    /// memory size.
    fn steps(&self) -> Vec<Step> {
        let sizes = || self.memory_mb.iter().copied();
        let rounds =
            (1..=self.repetitions).flat_map(|repetition| sizes().map(move |mb| (repetition, mb)));
        let mut steps = Vec::new();
        for (index, (repetition, memory_mb)) in rounds.enumerate() {
            let mut turn: Vec<usize> = (0..self.subjects.len()).collect();
            turn.rotate_left(index % self.subjects.len().max(1));
            for (start, count) in [(Start::Cold, self.cold), (Start::Warm, self.warm)] {
                for _ in 0..count {
                    steps.extend(turn.iter().map(|&subject| Step {
                        repetition,
                        memory_mb,
                        subject,
                        start,
                    }));
                }
            }
        }
        steps
    }
}

/// The results of a run.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The rows, those of failed invocations included.
    pub calls: Vec<Call>,
    /// The machine's speed before and after, unless the run was short.
    pub speed: Option<RepetitionSpeed>,
}

/// Measures, after one cold start of each function that does not count. Every row is in the `file`, which is
/// made here, before the next invocation; processes and control groups are gone when this returns.
///
/// # Errors
/// A function fails in its uncounted first invocation ([`Failure`]), the file can't be written, or the
/// run is interrupted ([`crate::interrupt::Interrupted`]).
pub async fn run(
    extent: &Extent,
    host: &Host,
    file: &Path,
    interrupts: &mut Interrupts,
) -> Result<Measured> {
    let date = now()?;
    let mut session = Session {
        extent,
        host,
        run_id: format!("{}-local", date.get(..10).unwrap_or(&date)),
        calls: Vec::new(),
        sandboxes: extent.subjects.iter().map(|_| None).collect(),
        progress: Progress::start(extent.invocations(), 0),
    };
    let result = tokio::select! {
        result = session.measure(file) => result,
        interrupted = interrupts.next() => Err(interrupted.into()),
    };
    session.stop_all().await;
    session.progress.end();
    result.map(|speed| Measured {
        calls: session.calls,
        speed,
    })
}

struct Session<'a> {
    extent: &'a Extent,
    host: &'a Host,
    run_id: String,
    calls: Vec<Call>,
    /// Those that run, by subject.
    sandboxes: Vec<Option<Sandbox>>,
    progress: Progress,
}

impl Session<'_> {
    async fn measure(&mut self, file: &Path) -> Result<Option<RepetitionSpeed>> {
        self.try_out().await?;
        let mut recorder = FunctionRecorder::create(file)?;
        let is_long = self.extent.invocations() >= FEW;
        let before = is_long.then(speed::measure);
        let mut previous: Option<Step> = None;
        for step in self.extent.steps() {
            let round = |step: Step| (step.repetition, step.memory_mb);
            if previous.is_some_and(|previous| round(previous) != round(step)) {
                self.stop_all().await;
            }
            let call = self.measure_step(step).await?;
            recorder.record(&call)?;
            self.calls.push(call);
            self.progress.advance();
            previous = Some(step);
        }
        Ok(before.map(|before| RepetitionSpeed {
            run_id: self.run_id.clone(),
            repetition: 1,
            attempt: 1,
            start_ms: before.into(),
            end_ms: speed::measure().into(),
        }))
    }

    /// Starts each function cold once, uncounted and with the most memory: that shows that it answers.
    async fn try_out(&mut self) -> Result<()> {
        let extent = self.extent;
        let Some(&memory_mb) = extent.memory_mb.iter().max() else {
            return Ok(());
        };
        for (subject, Subject { name, function, .. }) in extent.subjects.iter().enumerate() {
            let outcome = self.cold_start(subject, memory_mb).await?;
            let is_in_init = outcome.init.is_none();
            let answer = outcome.answer.map_err(|fault| Failure {
                name: name.clone(),
                directory: function.directory.clone(),
                event: extent.event.file.clone(),
                memory_mb,
                timeouts: self.host.timeouts,
                is_in_init,
                fault,
            })?;
            if let Some(status) = bad_status(&answer.body) {
                let event = extent.event.file.display();
                self.progress.say(&format!(
                    "note: {name} answers {event} with status {status}: check that it is the event that it \
                     expects"
                ));
            }
        }
        self.stop_all().await;
        Ok(())
    }

    async fn measure_step(&mut self, step: Step) -> Result<Call> {
        let subject = &self.extent.subjects[step.subject];
        // After a fault there is no sandbox to be warm.
        let warm = match step.start {
            Start::Cold => None,
            Start::Warm => self.sandboxes[step.subject].as_mut(),
        };
        let (start, outcome) = if let Some(sandbox) = warm {
            let outcome = Outcome::of_warm_start(sandbox, &self.extent.event.body);
            (Start::Warm, outcome.await)
        } else {
            let outcome = self.cold_start(step.subject, step.memory_mb);
            (Start::Cold, outcome.await?)
        };
        if let Err(fault) = &outcome.answer {
            let Step { memory_mb, .. } = step;
            self.progress
                .say(&format!("{} at {memory_mb} MB: {fault}", subject.name));
            self.stop(step.subject).await;
        }
        Ok(outcome.into_row(Place {
            run_id: self.run_id.clone(),
            sequence: self.calls.len() as u64 + 1,
            function: subject.name.clone(),
            variant: subject.variant,
            memory_mb: step.memory_mb,
            repetition: step.repetition,
            start,
        }))
    }

    /// Replaces a function's sandbox by a new one and invokes that once.
    async fn cold_start(&mut self, subject: usize, memory_mb: u32) -> Result<Outcome> {
        self.stop(subject).await;
        let function = &self.extent.subjects[subject].function;
        // It belongs to the session before it is waited for, so that an interrupted run can stop it.
        let sandbox = Sandbox::start(self.host, function, memory_mb)?;
        let sandbox = self.sandboxes[subject].insert(sandbox);
        Ok(Outcome::of_cold_start(sandbox, &self.extent.event.body).await)
    }

    async fn stop(&mut self, subject: usize) {
        if let Some(sandbox) = &mut self.sandboxes[subject] {
            sandbox.stop().await;
            self.sandboxes[subject] = None;
        }
    }

    async fn stop_all(&mut self) {
        for subject in 0..self.sandboxes.len() {
            self.stop(subject).await;
        }
    }
}

/// The status of an answer to HTTP, if it says that the request can't be answered.
fn bad_status(body: &Bytes) -> Option<u64> {
    let answer: serde_json::Value = serde_json::from_slice(body).ok()?;
    let status = answer.get("statusCode")?.as_u64()?;
    (status >= 400).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(name: &str) -> Subject {
        Subject {
            name: name.parse().unwrap(),
            variant: Variant::Python,
            function: Function {
                name: name.to_owned(),
                command: Vec::new(),
                directory: PathBuf::new(),
                files: Vec::new(),
                handler: String::new(),
                environment: Vec::new(),
            },
        }
    }

    #[test]
    fn functions_take_turns_and_each_goes_first_at_times() {
        let extent = Extent {
            subjects: vec![subject("one"), subject("other")],
            event: Event {
                file: PathBuf::new(),
                body: Bytes::new(),
            },
            memory_mb: vec![128, 512],
            repetitions: 2,
            cold: 1,
            warm: 2,
        };
        let steps = extent.steps();
        assert_eq!(steps.len() as u64, extent.invocations());
        let turns: Vec<usize> = steps.iter().map(|step| step.subject).collect();
        assert_eq!(turns[..12], [0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0]);
        assert_eq!(turns[..12], turns[12..]);
        let cold = steps.iter().filter(|step| step.start == Start::Cold);
        let rounds: Vec<_> = cold.map(|step| (step.repetition, step.memory_mb)).collect();
        let expected = [(1, 128), (1, 512), (2, 128), (2, 512)];
        assert_eq!(rounds, expected.map(|round| [round; 2]).concat());
    }
}
