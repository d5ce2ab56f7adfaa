//! Two sandboxes on the same event, one in each language, call after call.

use super::{RACERS, Stage};
use crate::sandbox::{Fault, Init, Sandbox};
use anyhow::Result;
use cost::Bill;
use data::{Decimal, Millis, Variant, Workload};
use serde_json::{Value, json};
use tokio::sync::mpsc;

/// Something that the page is told.
pub(super) struct Moment {
    pub name: &'static str,
    pub data: Value,
}

/// Lets both languages start at once; ends when both have made their calls or failed.
pub(super) async fn run(stage: &Stage, workload: Workload, moments: &mpsc::Sender<Moment>) {
    let tell = |name, data| async move {
        // Nobody may be listening any more.
        let _ = moments.send(Moment { name, data }).await;
    };
    let about = json!({
        "workload": workload.name(),
        "memory_mb": stage.memory_mb,
        "region": stage.prices.code,
        "calls": stage.calls,
    });
    tell("start", about).await;
    let [first, second] = RACERS.map(|variant| lane(stage, workload, variant, moments));
    let (first, second) = tokio::join!(first, second);
    let (name, data) = match first.and(second) {
        Ok(()) => ("finish", json!({})),
        Err(error) => ("fault", json!({ "message": format!("{error:#}") })),
    };
    tell(name, data).await;
}

/// Runs a race that nobody watches.
///
/// # Errors
/// A function failed.
pub(super) async fn rehearse(stage: &Stage, workload: Workload) -> Result<()> {
    let (sender, mut moments) = mpsc::channel(16);
    // It takes the sender along, whose end ends the watch.
    let race = async move { run(stage, workload, &sender).await };
    let watch = async {
        let mut fault = None;
        while let Some(moment) = moments.recv().await {
            if moment.name == "fault" {
                fault = Some(
                    moment.data["message"]
                        .as_str()
                        .unwrap_or_default()
                        .to_owned(),
                );
            }
        }
        fault
    };
    let ((), fault) = tokio::join!(race, watch);
    fault.map_or(Ok(()), |fault| Err(anyhow::Error::msg(fault)))
}

async fn lane(
    stage: &Stage,
    workload: Workload,
    variant: Variant,
    moments: &mpsc::Sender<Moment>,
) -> Result<()> {
    let function = &stage.functions[&(workload, variant)];
    let mut sandbox = Sandbox::start(&stage.host, function, stage.memory_mb)?;
    let raced = tokio::select! {
        raced = calls(&mut sandbox, stage, workload, variant, moments) => raced,
        () = moments.closed() => Ok(()),
        () = stage.ending.cancelled() => Ok(()),
    };
    sandbox.stop().await;
    let failed = |fault| anyhow::anyhow!("{workload} in {} failed: {fault}", variant.label());
    raced.map_err(failed)
}

async fn calls(
    sandbox: &mut Sandbox,
    stage: &Stage,
    workload: Workload,
    variant: Variant,
    moments: &mpsc::Sender<Moment>,
) -> Result<(), Fault> {
    let Init { duration, .. } = sandbox.init().await?;
    let mut init = Some(Millis::from(duration));
    let mut usd = Decimal::ZERO;
    for _ in 0..stage.calls {
        let answer = sandbox.invoke(&stage.events[&workload]).await?;
        let duration = Millis::from(answer.duration);
        let billed_ms = Millis::billed_ms(duration, init);
        let (prices, memory_mb) = (&stage.prices, stage.memory_mb);
        usd = usd + Bill::of_call(prices, stage.architecture, memory_mb, billed_ms);
        let call = json!({
            "variant": variant.name(),
            "init_ms": init.take().map(Millis::as_f64),
            "duration_ms": duration.as_f64(),
            "billed_ms": billed_ms,
            "usd": usd.to_string(),
        });
        let moment = Moment {
            name: "call",
            data: call,
        };
        let _ = moments.send(moment).await;
    }
    Ok(())
}
