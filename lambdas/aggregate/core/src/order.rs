//! An order, as far as it is read.

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;
use std::{borrow::Cow, fmt};

/// The largest amount: the sum of all orders that fit into a request is then an `i64`.
const MAX_AMOUNT_CENTS: u64 = 999_999_999_999;

pub(crate) struct Order<'a> {
    pub customer: Cow<'a, str>,
    pub amount_cents: i64,
}

/// Not derived: of a name that occurs twice, the last value counts, as in Python's `json`.
impl<'de> Deserialize<'de> for Order<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OrderVisitor)
    }
}

struct OrderVisitor;

impl<'de> Visitor<'de> for OrderVisitor {
    type Value = Order<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an order")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Order<'de>, A::Error> {
        let (mut customer, mut amount_cents) = (None, None);
        while let Some(field) = fields.next_key()? {
            match field {
                Field::Customer => customer = Some(fields.next_value::<&RawValue>()?),
                Field::AmountCents => amount_cents = Some(fields.next_value::<&RawValue>()?),
                Field::Other => {
                    fields.next_value::<IgnoredAny>()?;
                }
            }
        }
        let customer = customer.ok_or_else(|| Error::missing_field("customer"))?;
        let amount_cents = amount_cents.ok_or_else(|| Error::missing_field("amount_cents"))?;
        Ok(Order {
            customer: text(customer)?,
            amount_cents: amount(amount_cents).ok_or_else(|| Error::custom("no such amount"))?,
        })
    }
}

fn text<E: Error>(value: &RawValue) -> Result<Cow<'_, str>, E> {
    let json = value.get();
    let unquoted = json
        .strip_prefix('"')
        .and_then(|json| json.strip_suffix('"'));
    match unquoted {
        Some(text) if !text.contains('\\') => Ok(Cow::Borrowed(text)),
        _ => serde_json::from_str(json)
            .map(Cow::Owned)
            .map_err(E::custom),
    }
}

fn amount(value: &RawValue) -> Option<i64> {
    let cents: i64 = value.get().parse().ok()?;
    (cents.unsigned_abs() <= MAX_AMOUNT_CENTS).then_some(cents)
}

/// A field's name, read as bytes: a lone surrogate in one that does not matter is no error.
enum Field {
    Customer,
    AmountCents,
    Other,
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(FieldVisitor)
    }
}

struct FieldVisitor;

impl Visitor<'_> for FieldVisitor {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field's name")
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Field, E> {
        Ok(match name {
            b"customer" => Field::Customer,
            b"amount_cents" => Field::AmountCents,
            _ => Field::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(order: &str) -> Option<(String, i64)> {
        let order: Order = serde_json::from_str(order).ok()?;
        Some((order.customer.into_owned(), order.amount_cents))
    }

    #[test]
    fn the_last_of_equal_names_counts() {
        let order = r#"{"customer": 1, "amount_cents": 1, "customer": "a", "amount_cents": -0}"#;
        assert_eq!(read(order), Some(("a".to_owned(), 0)));
    }

    #[test]
    fn escapes_count_in_names_and_texts() {
        let order = r#"{"\ud800": "\ud800", "\u0063ustomer": "\u00e9\"", "amount_cents": 1}"#;
        assert_eq!(read(order), Some(("é\"".to_owned(), 1)));
        assert_eq!(read(r#"{"customer": "\ud800", "amount_cents": 1}"#), None);
    }
}
