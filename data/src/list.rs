//! Several values in one column, separated by spaces.

use serde::{Deserialize, Deserializer, Serializer, de::Error};
use std::{fmt::Display, str::FromStr};

pub fn serialize<T: Display, S: Serializer>(
    values: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let words: Vec<String> = values.iter().map(T::to_string).collect();
    serializer.serialize_str(&words.join(" "))
}

pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: FromStr<Err: Display>,
    D: Deserializer<'de>,
{
    let text = String::deserialize(deserializer)?;
    let values = text.split_whitespace().map(str::parse);
    values
        .collect::<Result<_, T::Err>>()
        .map_err(D::Error::custom)
}
