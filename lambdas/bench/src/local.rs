//! A run on the local Lambda.

use crate::{
    function::Function,
    harness_overhead::{self, OverheadClient},
    interrupt::Interrupts,
    plan::{Plan, Step},
    progress::Progress,
    row::{Outcome, Place},
    sandbox::{Host, Sandbox, Timeouts},
    speed,
};
use anyhow::{Result, anyhow, bail};
use axum::body::Bytes;
use data::{
    HarnessOverhead, Millis, RecordedRun, Recorder, RepetitionSpeed, Start, Variant, Workload,
};
use std::{
    collections::{BTreeMap, btree_map::Entry},
    time::Duration,
};

/// The memory size of the client of harness overhead, in MB: a full CPU.
const CLIENT_MEMORY_MB: u32 = 1769;

/// The time limit of a control's invocation. No HTTP API waits for it, and half a minute is what `sort`
/// took others at 1024 MB.
const CONTROL_TIMEOUT: Duration = Duration::from_mins(2);

/// The functions of a run and their events.
#[derive(Debug, Default)]
pub struct Functions {
    /// The functions, by workload and variant.
    pub functions: BTreeMap<(Workload, Variant), Function>,
    /// The events in JSON, by workload.
    pub events: BTreeMap<Workload, Bytes>,
    /// The client of harness overhead; without one, it is not measured.
    pub overhead_client: Option<OverheadClient>,
}

/// Measures what is in the plan of `measured.run` and not yet in `measured`. Every row is
/// on disk before the next invocation; processes and control groups are gone when this returns. A
/// repetition in which the machine's speed drifts is measured again, up to so many `attempts`.
///
/// # Errors
/// A function fails in its uncounted first invocation, the disk is full, or the run is
/// interrupted: [`crate::interrupt::Interrupted`].
pub async fn run(
    measured: RecordedRun,
    host: &Host,
    functions: &Functions,
    recorder: &mut Recorder,
    interrupts: &mut Interrupts,
    attempts: u32,
) -> Result<RecordedRun> {
    let plan = Plan::of(&measured.run);
    let mut session = Session {
        host,
        functions,
        attempts,
        recorder,
        progress: Progress::start(plan.invocations(), measured.invocations.len() as u64),
        measured,
        sandboxes: BTreeMap::new(),
    };
    let result = tokio::select! {
        result = session.measure(&plan) => result,
        interrupted = interrupts.next() => Err(interrupted.into()),
    };
    session.stop_all().await;
    session.progress.end();
    result.map(|()| session.measured)
}

struct Session<'a> {
    host: &'a Host,
    functions: &'a Functions,
    attempts: u32,
    recorder: &'a mut Recorder,
    measured: RecordedRun,
    /// The running sandboxes, by variant; the client of harness overhead has none.
    sandboxes: BTreeMap<Option<Variant>, Sandbox>,
    progress: Progress,
}

impl Session<'_> {
    async fn measure(&mut self, plan: &Plan) -> Result<()> {
        let done = self.measured.invocations.len();
        let Some(first) = plan.steps().nth(done) else {
            return Ok(());
        };
        self.try_out(plan).await?;
        let previous = done.checked_sub(1).and_then(|last| plan.steps().nth(last));
        let goes_on = previous.is_some_and(|previous| previous.repetition == first.repetition);
        if goes_on {
            self.warm_up(plan, first).await?;
        }
        for repetition in first.repetition..=plan.repetitions {
            // What an earlier process measured of a repetition stays.
            let attempts = if goes_on && repetition == first.repetition {
                1
            } else {
                self.attempts
            };
            self.measure_repetition(plan, repetition, attempts).await?;
            let rows = self.measured.invocations.len() as u64;
            self.progress
                .repetition_ended(repetition, plan.repetitions, rows);
        }
        Ok(())
    }

    /// Measures what is left of a repetition; again, from its start, while the machine's speed drifts.
    async fn measure_repetition(
        &mut self,
        plan: &Plan,
        repetition: u32,
        attempts: u32,
    ) -> Result<()> {
        let position = self.recorder.position()?;
        let invocations = self.measured.invocations.len();
        let exchanges = self.measured.overhead.len();
        for attempt in 1..=attempts {
            let start = speed::measure();
            self.measure_steps(plan, repetition).await?;
            let speed = RepetitionSpeed {
                run_id: self.measured.run.run_id.clone(),
                repetition,
                attempt,
                start_ms: start.into(),
                end_ms: speed::measure().into(),
            };
            self.recorder.record_speed(&speed)?;
            let drifted = speed.drifted();
            let (before, after) = (speed.start_ms, speed.end_ms);
            self.measured.speed.push(speed);
            if !drifted {
                break;
            }
            let next = if attempt < attempts {
                self.recorder.take_back_to(position)?;
                self.measured.invocations.truncate(invocations);
                self.measured.overhead.truncate(exchanges);
                self.progress.set(invocations as u64);
                "measured again"
            } else {
                "kept as it is"
            };
            self.progress.say(&format!(
                "repetition {repetition}, {next}: the machine's speed changed, a fixed computation took \
                 {before} ms before and {after} ms after it"
            ));
        }
        Ok(())
    }

    /// Measures the steps of a repetition that are left.
    async fn measure_steps(&mut self, plan: &Plan, repetition: u32) -> Result<()> {
        let done = self.measured.invocations.len();
        let mut previous = done.checked_sub(1).and_then(|last| plan.steps().nth(last));
        let left = plan.steps().skip(done);
        let mut left = left
            .take_while(|step| step.repetition == repetition)
            .peekable();
        let pace = self.measured.run.pace_ms.unwrap_or(0);
        let pace = Duration::from_millis(pace.into());
        while let Some(step) = left.next() {
            if previous.is_none_or(|previous| !previous.shares_cell_with(&step)) {
                self.stop_all().await;
            }
            self.measure_overhead(step.repetition).await?;
            self.measure_step(step).await?;
            previous = Some(step);
            let is_last = left.peek().is_none() && repetition == plan.repetitions;
            if !is_last && !pace.is_zero() {
                tokio::time::sleep(pace).await;
            }
        }
        Ok(())
    }

    /// Starts each function cold once, uncounted: that fills the page cache, unless files are evicted from
    /// it, and shows that the function answers.
    async fn try_out(&mut self, plan: &Plan) -> Result<()> {
        for &workload in &plan.workloads {
            let Some(memory_mb) = plan.sizes_of(workload).max() else {
                continue;
            };
            for variant in plan.variants_of(workload) {
                let outcome = self.cold_start(workload, variant, memory_mb).await?;
                let answer = outcome.answer.map_err(|fault| {
                    anyhow!(
                        "{workload} in {} failed when tried out: {fault}",
                        variant.label()
                    )
                })?;
                refuse_bad_status(workload, variant, &answer.body)?;
            }
            self.stop_all().await;
        }
        Ok(())
    }

    /// Starts, uncounted, what would be warm by now where a run goes on within a cell.
    async fn warm_up(&mut self, plan: &Plan, first: Step) -> Result<()> {
        for variant in plan.variants_of(first.workload) {
            let left = plan.steps().skip(self.measured.invocations.len());
            let mut left = left.take_while(|step| step.shares_cell_with(&first));
            let next = left.find(|step| step.variant == variant);
            if next.is_some_and(|next| next.start == Start::Warm)
                && self.last_succeeded(Step { variant, ..first })
            {
                let outcome = self.cold_start(first.workload, variant, first.memory_mb);
                if let Err(fault) = outcome.await?.answer {
                    self.progress.say(&format!(
                        "{} {variant} at {} MB, was started again: {fault}",
                        first.workload, first.memory_mb
                    ));
                    self.stop(Some(variant)).await;
                }
            }
        }
        Ok(())
    }

    /// Tells whether the last recorded invocation of a variant in a cell succeeded.
    fn last_succeeded(&self, step: Step) -> bool {
        let place = (step.repetition, step.workload, step.memory_mb, step.variant);
        let mut rows = self.measured.invocations.iter();
        let last =
            rows.rfind(|row| (row.repetition, row.workload, row.memory_mb, row.variant) == place);
        last.is_some_and(|row| row.error.is_none())
    }

    async fn measure_step(&mut self, step: Step) -> Result<()> {
        // After a fault there is no sandbox to be warm.
        let warm = match step.start {
            Start::Cold => None,
            Start::Warm => self.sandboxes.get_mut(&Some(step.variant)),
        };
        let (start, outcome) = if let Some(sandbox) = warm {
            let event = &self.functions.events[&step.workload];
            (Start::Warm, Outcome::of_warm_start(sandbox, event).await)
        } else {
            let outcome = self.cold_start(step.workload, step.variant, step.memory_mb);
            (Start::Cold, outcome.await?)
        };
        if let Err(fault) = &outcome.answer {
            let function = format!(
                "{} {} at {} MB",
                step.workload, step.variant, step.memory_mb
            );
            self.progress.say(&format!("{function}: {fault}"));
            self.stop(Some(step.variant)).await;
        }
        let row = outcome.into_row(Place {
            run_id: self.measured.run.run_id.clone(),
            sequence: self.measured.invocations.len() as u64 + 1,
            function: step.workload,
            variant: step.variant,
            memory_mb: step.memory_mb,
            repetition: step.repetition,
            start,
        });
        self.recorder.record(&row)?;
        self.measured.invocations.push(row);
        self.progress.advance();
        Ok(())
    }

    /// Measures the harness overhead before the next invocation, if that is due.
    async fn measure_overhead(&mut self, repetition: u32) -> Result<()> {
        let Some(OverheadClient { function, event }) = &self.functions.overhead_client else {
            return Ok(());
        };
        let done = self.measured.invocations.len() as u64;
        let sequence = self.measured.overhead.len() as u64 + 1;
        if sequence > done / HarnessOverhead::EVERY + 1 {
            return Ok(());
        }
        let failed = |fault| anyhow!("the harness overhead can't be measured: {fault}");
        let client = match self.sandboxes.entry(None) {
            Entry::Occupied(running) => running.into_mut(),
            Entry::Vacant(place) => {
                let new = Sandbox::start(self.host, function, CLIENT_MEMORY_MB)?;
                let client = place.insert(new);
                client.init().await.map_err(failed)?;
                for _ in 0..harness_overhead::UNCOUNTED {
                    client.invoke(event).await.map_err(failed)?;
                }
                client
            }
        };
        let answer = client.invoke(event).await.map_err(failed)?;
        let exchange = HarnessOverhead {
            run_id: self.measured.run.run_id.clone(),
            sequence,
            repetition,
            duration_ms: Millis::from(answer.duration),
        };
        self.recorder.record_exchange(&exchange)?;
        self.measured.overhead.push(exchange);
        Ok(())
    }

    /// Replaces the variant's sandbox by a new one and invokes that once.
    async fn cold_start(
        &mut self,
        workload: Workload,
        variant: Variant,
        memory_mb: u32,
    ) -> Result<Outcome> {
        self.stop(Some(variant)).await;
        let function = &self.functions.functions[&(workload, variant)];
        // A sandbox belongs to the session before it is waited for, so that an interrupted run
        // can stop it.
        let mut new = Sandbox::start(self.host, function, memory_mb)?;
        if workload.is_control() {
            new.limit_time(Timeouts {
                invocation: CONTROL_TIMEOUT,
                ..self.host.timeouts
            });
        }
        let sandbox = self.sandboxes.entry(Some(variant)).or_insert(new);
        Ok(Outcome::of_cold_start(sandbox, &self.functions.events[&workload]).await)
    }

    async fn stop(&mut self, variant: Option<Variant>) {
        if let Some(sandbox) = self.sandboxes.get_mut(&variant) {
            sandbox.stop().await;
            self.sandboxes.remove(&variant);
        }
    }

    async fn stop_all(&mut self) {
        for sandbox in self.sandboxes.values_mut() {
            sandbox.stop().await;
        }
        self.sandboxes.clear();
    }
}

fn refuse_bad_status(workload: Workload, variant: Variant, body: &Bytes) -> Result<()> {
    let answer: serde_json::Value = serde_json::from_slice(body)?;
    let status = answer.get("statusCode").and_then(serde_json::Value::as_u64);
    if status.is_some_and(|status| status >= 400) {
        let text = String::from_utf8_lossy(body);
        bail!(
            "{workload} in {} refuses lambdas/{workload}/event.json: {text}",
            variant.label()
        );
    }
    Ok(())
}
