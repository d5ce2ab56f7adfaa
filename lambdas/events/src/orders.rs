//! Orders, for `aggregate`.

use crate::random::SplitMix64;
use serde_json::{Value, json};

/// The number of orders in the measured event: about 1 MB.
pub const MEASURED_ORDERS: usize = 3500;

const CUSTOMERS: u64 = 400;

/// A body with this many orders, of the shape of the committed event's few.
#[must_use]
pub fn orders(count: usize) -> String {
    let mut random = SplitMix64(4711);
    let orders: Vec<Value> = (1..=count).map(|n| order(n, &mut random)).collect();
    Value::from(orders).to_string()
}

/// An order of the smaller of two random customers, so that some order a lot and some hardly ever.
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
