//! The orders of `aggregate`'s event: about 1 MB, the same at every call.

use anyhow::{Context, Result};
use serde_json::{Value, json};

const ORDERS: usize = 3500;
const CUSTOMERS: u64 = 400;

/// Fills the body with orders of the shape of the committed event's few.
///
/// # Errors
/// The event is no object.
pub(crate) fn fill(event: &mut Value) -> Result<()> {
    let mut random = SplitMix64(4711);
    let orders: Vec<Value> = (1..=ORDERS).map(|n| order(n, &mut random)).collect();
    let body = Value::from(orders).to_string();
    let length = body.len().to_string();
    let event = event.as_object_mut().context("the event is no object")?;
    let headers = event.get_mut("headers").and_then(Value::as_object_mut);
    let headers = headers.context("the event has no headers")?;
    headers.insert("content-length".to_owned(), length.into());
    event.insert("body".to_owned(), body.into());
    Ok(())
}

/// The smaller of two customers, so that some order a lot and some hardly ever.
fn order(number: usize, random: &mut SplitMix64) -> Value {
    const CITIES: [(&str, &str, &str); 4] = [
        ("Graz", "AT", "8010"),
        ("Porto", "PT", "4000-010"),
        ("Łódź", "PL", "90-001"),
        ("Malmö", "SE", "211 15"),
    ];
    let (city, country, postcode) = CITIES[number % CITIES.len()];
    let customer = random.below(CUSTOMERS).min(random.below(CUSTOMERS));
    json!({
        "id": format!("ord-{number:06}"),
        "customer": format!("cus-{customer:04}"),
        "placed_at": format!("2024-03-12T{:02}:{:02}:{:02}Z", random.below(24), random.below(60), random.below(60)),
        "amount_cents": 100 + random.below(50_000),
        "currency": "EUR",
        "items": 1 + random.below(9),
        "channel": if random.below(3) == 0 { "app" } else { "web" },
        "ship_to": { "city": city, "country": country, "postcode": postcode },
        "coupon": if random.below(5) == 0 { Some("SPRING") } else { None },
        "gift": random.below(10) == 0,
    })
}

/// Vigna's `SplitMix64` (<https://prng.di.unimi.it/splitmix64.c>): its numbers are the same with
/// every version of every library.
struct SplitMix64(u64);

impl SplitMix64 {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
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
