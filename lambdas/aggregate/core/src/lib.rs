//! Statistics of each customer's orders: JSON in, JSON out.

mod order;

use order::Order;
use serde::Serialize;
use std::{borrow::Cow, collections::BTreeMap, str};

/// The error of a body that [`summarize`] refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the body must be a JSON array of orders, each an object with \"customer\": a text, and \"amount_cents\": an integer of at most 12 digits"
)]
pub struct BadOrders;

#[derive(Serialize)]
struct Summary<'a> {
    customers: Vec<Statistics<'a>>,
}

#[derive(Serialize)]
struct Statistics<'a> {
    customer: Cow<'a, str>,
    count: usize,
    sum_cents: i64,
    median_cents: i64,
    p95_cents: i64,
}

/// Count, sum, median and 95th percentile of each customer's orders, as a JSON object whose
/// `customers` are sorted by code points. Amounts are integer cents.
///
/// # Errors
/// `orders` is not a JSON array of orders. What else an order holds is not looked at.
pub fn summarize(orders: &[u8]) -> Result<Vec<u8>, BadOrders> {
    let orders = str::from_utf8(orders).map_err(|_| BadOrders)?;
    let orders: Vec<Order> = serde_json::from_str(orders).map_err(|_| BadOrders)?;
    let mut amounts: BTreeMap<Cow<str>, Vec<i64>> = BTreeMap::new();
    for order in orders {
        let customer = amounts.entry(order.customer).or_default();
        customer.push(order.amount_cents);
    }
    let customers = amounts
        .into_iter()
        .map(|(customer, amounts)| statistics(customer, amounts))
        .collect();
    serde_json::to_vec(&Summary { customers }).map_err(|_| BadOrders)
}

fn statistics(customer: Cow<str>, mut amounts: Vec<i64>) -> Statistics {
    amounts.sort_unstable();
    Statistics {
        customer,
        count: amounts.len(),
        sum_cents: amounts.iter().sum(),
        median_cents: percentile(&amounts, 50),
        p95_cents: percentile(&amounts, 95),
    }
}

/// The percentile of sorted amounts by nearest rank: the smallest amount that at least `percent`
/// of them do not exceed. The median of an even count is therefore the lower one of the middle.
fn percentile(sorted: &[i64], percent: usize) -> i64 {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted[rank - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(orders: &str) -> Result<String, BadOrders> {
        summarize(orders.as_bytes()).map(|json| String::from_utf8(json).unwrap())
    }

    #[test]
    fn counts_and_sums_by_customer_in_the_order_of_code_points() {
        let orders = r#"[
            {"customer": "ü", "amount_cents": 5},
            {"customer": "a", "amount_cents": 100, "items": [{"sku": 1}]},
            {"customer": "a", "amount_cents": -30}
        ]"#;
        let a = r#"{"customer":"a","count":2,"sum_cents":70,"median_cents":-30,"p95_cents":100}"#;
        let u = r#"{"customer":"ü","count":1,"sum_cents":5,"median_cents":5,"p95_cents":5}"#;
        assert_eq!(summary(orders), Ok(format!(r#"{{"customers":[{a},{u}]}}"#)));
        assert_eq!(summary("[]"), Ok(r#"{"customers":[]}"#.to_owned()));
    }

    #[test]
    fn percentiles_are_the_nearest_rank() {
        let amounts: Vec<i64> = (1..=20).collect();
        assert_eq!(percentile(&amounts, 50), 10);
        assert_eq!(percentile(&amounts, 95), 19);
        let amounts: Vec<i64> = (1..=21).collect();
        assert_eq!(percentile(&amounts, 50), 11);
        assert_eq!(percentile(&amounts, 95), 20);
    }

    #[test]
    fn refuses_what_is_no_array_of_orders() {
        for orders in [
            "",
            "{}",
            "[1]",
            r#"[{"customer": "a"}]"#,
            r#"[{"customer": null, "amount_cents": 1}]"#,
            r#"[{"customer": "a", "amount_cents": 1.0}]"#,
            r#"[{"customer": "a", "amount_cents": 1000000000000}]"#,
            r#"[["a", 1]]"#,
        ] {
            assert_eq!(summary(orders), Err(BadOrders), "{orders}");
        }
        assert_eq!(summarize(b"[\"\xff\"]"), Err(BadOrders));
    }
}
