//! A run on AWS: the plan of a local run, on deployed functions.

pub mod deployed;
pub mod price;

use crate::{
    interrupt::Interrupts,
    plan::{Plan, Step},
    progress::Progress,
    report_row::{self, Place},
};
use anyhow::{Context, Result, bail};
use aws_sdk_lambda::{
    error::DisplayErrorContext, operation::invoke::InvokeOutput, primitives::Blob, types::LogType,
};
use axum::body::Bytes;
use base64::{Engine, prelude::BASE64_STANDARD};
use data::{Invocation, RecordedRun, Recorder, Start, Workload, report_line::reports};
use deployed::Deployed;
use std::collections::BTreeMap;

/// Measures the plan of `measured.run`. Every row is on disk before the next
/// invocation; when this returns, the functions are configured as they were before.
///
/// # Errors
/// A call fails or does not report its duration, a function can't be configured, the disk is
/// full, or the run is interrupted ([`crate::interrupt::Interrupted`]).
pub async fn run(
    measured: RecordedRun,
    functions: &Deployed,
    events: &BTreeMap<Workload, Bytes>,
    recorder: &mut Recorder,
    interrupts: &mut Interrupts,
) -> Result<RecordedRun> {
    let plan = Plan::of(&measured.run);
    let mut session = Session {
        functions,
        events,
        recorder,
        progress: Progress::start(plan.invocations(), 0),
        measured,
    };
    let result = tokio::select! {
        result = session.measure(&plan) => result,
        interrupted = interrupts.next() => Err(interrupted.into()),
    };
    session.progress.end();
    let restored = functions.restore().await;
    result.and(restored).map(|()| session.measured)
}

struct Session<'a> {
    functions: &'a Deployed,
    events: &'a BTreeMap<Workload, Bytes>,
    recorder: &'a mut Recorder,
    measured: RecordedRun,
    progress: Progress,
}

impl Session<'_> {
    async fn measure(&mut self, plan: &Plan) -> Result<()> {
        let mut steps = plan.steps().peekable();
        while let Some(step) = steps.next() {
            let row = self.measure_step(step).await?;
            self.recorder.record(&row)?;
            self.measured.invocations.push(row);
            self.progress.advance();
            let next = steps.peek();
            if next.is_none_or(|next| next.repetition != step.repetition) {
                let rows = self.measured.invocations.len() as u64;
                let (repetition, all) = (step.repetition, plan.repetitions);
                self.progress.repetition_ended(repetition, all, rows);
            }
        }
        Ok(())
    }

    /// Each cell begins with cold starts, and making one sets the cell's memory size.
    async fn measure_step(&self, step: Step) -> Result<Invocation> {
        let function = (step.workload, step.variant);
        let name = self.functions.name(function);
        let sequence = self.measured.invocations.len() as u64 + 1;
        if step.start == Start::Cold {
            let marker = format!("{}-{sequence}", self.measured.run.run_id);
            self.functions
                .renew(function, step.memory_mb, &marker)
                .await?;
        }
        let client = &self.functions.client;
        let event = Blob::new(self.events[&step.workload].to_vec());
        let invoke = client.invoke().function_name(name).payload(event);
        let output = invoke.log_type(LogType::Tail).send().await;
        let output = output.map_err(|error| {
            anyhow::anyhow!("{name} can't be invoked: {}", DisplayErrorContext(error))
        })?;
        let place = Place {
            run_id: &self.measured.run.run_id,
            sequence,
            workload: step.workload,
            variant: step.variant,
            repetition: step.repetition,
        };
        let row = row(place, &output).with_context(|| name.to_owned())?;
        if row.memory_mb != step.memory_mb {
            bail!(
                "{name} ran with {} MB although {} were set: does something else configure it?",
                row.memory_mb,
                step.memory_mb
            );
        }
        if let Some(error) = &row.error {
            self.progress
                .say(&format!("{name} at {} MB: {error}", step.memory_mb));
        }
        Ok(row)
    }
}

/// The row that the log tail of an answer gives.
fn row(place: Place, output: &InvokeOutput) -> Result<Invocation> {
    let tail = output.log_result().unwrap_or_default();
    let tail = BASE64_STANDARD.decode(tail).context("the log tail")?;
    let tail = String::from_utf8_lossy(&tail);
    let (_, report) = reports(&tail).last().with_context(
        || "no REPORT line in the log tail: let the function log as text, not as JSON",
    )?;
    Ok(report_row::row(
        place,
        &report?,
        output.function_error().is_some(),
    ))
}
