//! The orders of `aggregate`'s event: about 1 MB, the same at every call.

use anyhow::{Context, Result};
use events::{MEASURED_ORDERS, orders};
use serde_json::Value;

/// Fills the body with orders of the shape of the committed event's few.
///
/// # Errors
/// The event is no object.
pub(crate) fn fill(event: &mut Value) -> Result<()> {
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
    use crate::function;
    use data::Workload;
    use serde_json::Value;

    #[test]
    fn the_event_is_the_same_every_time_about_a_megabyte_and_shaped_as_committed() {
        let event = function::event(Workload::Aggregate).unwrap();
        assert_eq!(event, function::event(Workload::Aggregate).unwrap());
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
