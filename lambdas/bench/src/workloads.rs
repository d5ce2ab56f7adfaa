//! The repository's own functions, ready to be started, and their events.

use crate::{
    dynamodb::LIGHT_TABLE,
    function::{Function, folder},
    languages, sha_extensions,
};
use anyhow::{Context, Result, ensure};
use axum::body::Bytes;
use data::{Variant, Workload};
use events::{MEASURED_ORDERS, orders};
use serde_json::Value;
use std::fs;

/// Every pair of these workloads and variants that exists, in the order given.
///
/// # Errors
/// There is none.
pub fn choose(workloads: &[Workload], variants: &[Variant]) -> Result<Vec<(Workload, Variant)>> {
    let mut functions = Vec::new();
    for &workload in workloads {
        let of_workload = workload.variants().iter().copied();
        let chosen = of_workload.filter(|variant| variants.contains(variant));
        functions.extend(chosen.map(|variant| (workload, variant)));
    }
    ensure!(
        !functions.is_empty(),
        "none of these workloads has one of these variants: leave out --variant to have all"
    );
    Ok(functions)
}

/// The function of a workload's variant. `profile` is Cargo's, for what is compiled.
///
/// # Errors
/// It can't be built, or something that its language needs can't be installed.
pub fn function(workload: Workload, variant: Variant, profile: &str) -> Result<Function> {
    let toolchain = languages::prepared(variant.language())?;
    let name = format!("{workload}-{variant}");
    let mut function = toolchain.function(&name, &folder(workload, variant), profile)?;
    if variant.connects_late() {
        let late = ("CONNECT".to_owned(), "first-call".to_owned());
        function.environment.push(late);
    }
    if workload == Workload::Light {
        let table = ("TABLE_NAME".to_owned(), LIGHT_TABLE.to_owned());
        function.environment.push(table);
    }
    if workload == Workload::Hash {
        let none = sha_extensions::none(variant.language());
        function.environment.extend(none);
    }
    Ok(function)
}

/// The event of a workload, as compact JSON.
///
/// # Errors
/// `lambdas/<workload>/event.json` is missing or not JSON, or has no body to be filled.
pub fn event(workload: Workload) -> Result<Bytes> {
    let file = workspace::root().join(format!("lambdas/{workload}/event.json"));
    let text = fs::read(&file).with_context(|| file.display().to_string())?;
    let mut event: Value =
        serde_json::from_slice(&text).with_context(|| file.display().to_string())?;
    if workload == Workload::Aggregate {
        fill_orders(&mut event).with_context(|| file.display().to_string())?;
    }
    Ok(serde_json::to_vec(&event)?.into())
}

/// Puts orders into the body of `aggregate`'s event, of the shape of the committed event's few: about
/// 1 MB, the same at every call.
///
/// # Errors
/// The event is no object, or has no headers.
fn fill_orders(event: &mut Value) -> Result<()> {
    let body = orders(MEASURED_ORDERS);
    let length = body.len().to_string();
    let event = event.as_object_mut().context("the event is no object")?;
    let headers = event.get_mut("headers").and_then(Value::as_object_mut);
    let headers = headers.context("the event has no headers")?;
    headers.insert("content-length".to_owned(), length.into());
    event.insert("body".to_owned(), body.into());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_event_is_the_same_every_time_about_a_megabyte_and_shaped_as_committed() {
        let event = super::event(Workload::Aggregate).unwrap();
        assert_eq!(event, super::event(Workload::Aggregate).unwrap());
        assert!(
            (900_000..1_300_000).contains(&event.len()),
            "{}",
            event.len()
        );
        let body = |event: &[u8]| -> Vec<Value> {
            let event: Value = serde_json::from_slice(event).unwrap();
            serde_json::from_str(event["body"].as_str().unwrap()).unwrap()
        };
        let committed = include_bytes!("../../aggregate/event.json");
        let fields =
            |order: &Value| -> Vec<String> { order.as_object().unwrap().keys().cloned().collect() };
        let expected = fields(&body(committed)[0]);
        assert!(body(&event).iter().all(|order| fields(order) == expected));
    }
}
