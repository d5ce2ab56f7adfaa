//! A run on the local Lambda.

use crate::{
    function::Function,
    interrupt::Interrupts,
    plan::{Cell, Plan},
    sandbox::{Answer, Fault, Host, Init, Sandbox},
};
use anyhow::{Result, bail};
use axum::body::Bytes;
use data::{Invocation, Millis, Recorder, Start, Variant, Workload};
use indicatif::{ProgressBar, ProgressStyle};
use std::{collections::BTreeMap, io::IsTerminal};

/// The functions of a run and their events.
#[derive(Debug, Default)]
pub struct Functions {
    /// By workload and variant.
    pub functions: BTreeMap<(Workload, Variant), Function>,
    /// By workload: JSON.
    pub events: BTreeMap<Workload, Bytes>,
}

/// Measures what the plan says. Every row is on disk before the next invocation; processes and
/// control groups are gone when this returns.
///
/// # Errors
/// A function fails in its uncounted first invocation, the disk is full, or the run is
/// interrupted: [`crate::interrupt::Interrupted`].
pub async fn run(
    plan: &Plan,
    host: &Host,
    functions: &Functions,
    run_id: &str,
    recorder: &mut Recorder,
    interrupts: &mut Interrupts,
) -> Result<Vec<Invocation>> {
    let mut session = Session {
        host,
        functions,
        run_id,
        recorder,
        sandboxes: BTreeMap::new(),
        rows: Vec::new(),
        progress: progress_bar(plan),
    };
    let result = tokio::select! {
        result = session.measure(plan) => result,
        interrupted = interrupts.next() => Err(interrupted.into()),
    };
    session.stop_all().await;
    session.progress.finish_and_clear();
    result.map(|()| session.rows)
}

struct Session<'a> {
    host: &'a Host,
    functions: &'a Functions,
    run_id: &'a str,
    recorder: &'a mut Recorder,
    sandboxes: BTreeMap<Variant, Sandbox>,
    rows: Vec<Invocation>,
    progress: ProgressBar,
}

impl Session<'_> {
    async fn measure(&mut self, plan: &Plan) -> Result<()> {
        self.try_out(plan).await?;
        for repetition in 1..=plan.repetitions {
            for cell in plan.cells(repetition) {
                self.measure_cell(plan, &cell).await?;
            }
            if self.progress.is_hidden() {
                let rows = self.rows.len();
                eprintln!(
                    "repetition {repetition} of {}: {rows} rows",
                    plan.repetitions
                );
            }
        }
        Ok(())
    }

    /// One cold start of each function that does not count: it fills the page cache, and shows
    /// that the function answers.
    async fn try_out(&mut self, plan: &Plan) -> Result<()> {
        let memory_mb = plan.memory_mb.iter().copied().max().unwrap_or_default();
        for &workload in &plan.workloads {
            for variant in plan.variants_of(workload) {
                let outcome = self.cold_start(workload, variant, memory_mb).await?;
                let answer = outcome.answer.map_err(|fault| {
                    anyhow::anyhow!("{workload} in {} failed: {fault}", variant.label())
                })?;
                refuse_bad_status(workload, variant, &answer.body)?;
            }
            self.stop_all().await;
        }
        Ok(())
    }

    async fn measure_cell(&mut self, plan: &Plan, cell: &Cell) -> Result<()> {
        for _ in 0..plan.cold {
            for &variant in &cell.variants {
                self.measure_cold(cell, variant).await?;
            }
        }
        for _ in 0..plan.warm {
            for &variant in &cell.variants {
                // After a fault there is no sandbox to be warm.
                if self.sandboxes.contains_key(&variant) {
                    self.measure_warm(cell, variant).await?;
                } else {
                    self.measure_cold(cell, variant).await?;
                }
            }
        }
        self.stop_all().await;
        Ok(())
    }

    async fn measure_cold(&mut self, cell: &Cell, variant: Variant) -> Result<()> {
        let outcome = self
            .cold_start(cell.workload, variant, cell.memory_mb)
            .await?;
        self.record(cell, variant, Start::Cold, outcome).await
    }

    async fn measure_warm(&mut self, cell: &Cell, variant: Variant) -> Result<()> {
        let Some(sandbox) = self.sandboxes.get_mut(&variant) else {
            bail!("no sandbox of {variant} is warm");
        };
        let answer = sandbox.invoke(&self.functions.events[&cell.workload]).await;
        let outcome = Outcome { init: None, answer };
        self.record(cell, variant, Start::Warm, outcome).await
    }

    /// Replaces the variant's sandbox by a new one and invokes that once.
    async fn cold_start(
        &mut self,
        workload: Workload,
        variant: Variant,
        memory_mb: u32,
    ) -> Result<Outcome> {
        self.stop(variant).await;
        let function = &self.functions.functions[&(workload, variant)];
        // A sandbox belongs to the session before it is waited for, so that an interrupted run
        // can stop it.
        let new = Sandbox::start(self.host, function, memory_mb)?;
        let sandbox = self.sandboxes.entry(variant).or_insert(new);
        let init = match sandbox.init().await {
            Ok(init) => init,
            Err(fault) => {
                return Ok(Outcome {
                    init: None,
                    answer: Err(fault),
                });
            }
        };
        let answer = sandbox.invoke(&self.functions.events[&workload]).await;
        Ok(Outcome {
            init: Some(init),
            answer,
        })
    }

    async fn record(
        &mut self,
        cell: &Cell,
        variant: Variant,
        start: Start,
        outcome: Outcome,
    ) -> Result<()> {
        if let Err(fault) = &outcome.answer {
            let function = format!("{} {variant} at {} MB", cell.workload, cell.memory_mb);
            self.progress.suspend(|| eprintln!("{function}: {fault}"));
            self.stop(variant).await;
        }
        let row = self.row(cell, variant, start, outcome);
        self.recorder.record(&row)?;
        self.rows.push(row);
        self.progress.inc(1);
        Ok(())
    }

    fn row(&self, cell: &Cell, variant: Variant, start: Start, outcome: Outcome) -> Invocation {
        let Outcome { init, answer } = outcome;
        let init_ms = init.map(|init| Millis::from(init.duration));
        let init_usage = init.and_then(|init| init.usage);
        let (duration, usage, max_memory_kb, error) = match answer {
            Ok(answer) => (answer.duration, answer.usage, answer.max_memory_kb, None),
            Err(fault) => (fault.after, None, 0, Some(fault.kind.name().to_owned())),
        };
        let duration_ms = Millis::from(duration);
        Invocation {
            run_id: self.run_id.to_owned(),
            sequence: self.rows.len() as u64 + 1,
            workload: cell.workload,
            variant,
            memory_mb: cell.memory_mb,
            repetition: cell.repetition,
            start,
            init_ms,
            init_cpu_ms: init_usage.map(|usage| usage.cpu.into()),
            duration_ms,
            cpu_ms: usage.map(|usage| usage.cpu.into()),
            throttled_periods: usage.map(|usage| usage.throttled_periods),
            max_memory_kb,
            billed_ms: Millis::billed_ms(duration_ms, init_ms),
            error,
        }
    }

    async fn stop(&mut self, variant: Variant) {
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

/// What came of one invocation.
struct Outcome {
    init: Option<Init>,
    answer: Result<Answer, Fault>,
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

/// Hidden where standard error is no terminal.
fn progress_bar(plan: &Plan) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(plan.invocations() * u64::from(plan.repetitions));
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} invocations, {eta} left");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}
