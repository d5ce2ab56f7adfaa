//! Two sandboxes on the same event, one in each language, call after call.

use super::{RACERS, Races};
use crate::sandbox::{Fault, Init, Sandbox};
use anyhow::Result;
use cost::Bill;
use data::{Decimal, Millis, Variant, Workload};
use serde_json::{Value, json};
use tokio::sync::mpsc;

/// An event that the page gets.
pub(super) struct RaceEvent {
    pub name: &'static str,
    pub data: Value,
}

/// Lets both languages start at once; ends when both have made their calls or failed.
pub(super) async fn run(races: &Races, workload: Workload, events: &mpsc::Sender<RaceEvent>) {
    let send = |name, data| async move {
        // Nobody may be listening any more.
        let _ = events.send(RaceEvent { name, data }).await;
    };
    let about = json!({
        "workload": workload.name(),
        "memory_mb": races.memory_mb,
        "region": races.prices.code,
        "calls": races.calls,
    });
    send("start", about).await;
    let [first, second] = RACERS.map(|variant| run_in(races, workload, variant, events));
    let (first, second) = tokio::join!(first, second);
    let (name, data) = match first.and(second) {
        Ok(()) => ("finish", json!({})),
        Err(error) => ("fault", json!({ "message": format!("{error:#}") })),
    };
    send(name, data).await;
}

/// Runs a race that nobody watches.
///
/// # Errors
/// A function failed.
pub(super) async fn rehearse(races: &Races, workload: Workload) -> Result<()> {
    let (sender, mut events) = mpsc::channel(16);
    // It takes the sender along, whose end ends the watch.
    let race = async move { run(races, workload, &sender).await };
    let watch = async {
        let mut fault = None;
        while let Some(event) = events.recv().await {
            if event.name == "fault" {
                fault = Some(
                    event.data["message"]
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

async fn run_in(
    races: &Races,
    workload: Workload,
    variant: Variant,
    events: &mpsc::Sender<RaceEvent>,
) -> Result<()> {
    let function = &races.functions[&(workload, variant)];
    let mut sandbox = Sandbox::start(&races.host, function, races.memory_mb)?;
    let outcome = tokio::select! {
        outcome = calls(&mut sandbox, races, workload, variant, events) => outcome,
        () = events.closed() => Ok(()),
        () = races.ending.cancelled() => Ok(()),
    };
    sandbox.stop().await;
    let failed = |fault| anyhow::anyhow!("{workload} in {} failed: {fault}", variant.label());
    outcome.map_err(failed)
}

async fn calls(
    sandbox: &mut Sandbox,
    races: &Races,
    workload: Workload,
    variant: Variant,
    events: &mpsc::Sender<RaceEvent>,
) -> Result<(), Fault> {
    let Init { duration, .. } = sandbox.init().await?;
    let mut init = Some(Millis::from(duration));
    let mut usd = Decimal::ZERO;
    for _ in 0..races.calls {
        let answer = sandbox.invoke(&races.events[&workload]).await?;
        let duration = Millis::from(answer.duration);
        let billed_ms = Millis::billed_ms(duration, init);
        let (prices, memory_mb) = (&races.prices, races.memory_mb);
        usd = usd + Bill::of_call(prices, races.architecture, memory_mb, billed_ms);
        let call = json!({
            "variant": variant.name(),
            "init_ms": init.take().map(Millis::as_f64),
            "duration_ms": duration.as_f64(),
            "billed_ms": billed_ms,
            "usd": usd.to_string(),
        });
        let event = RaceEvent {
            name: "call",
            data: call,
        };
        let _ = events.send(event).await;
    }
    Ok(())
}
