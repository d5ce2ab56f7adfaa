//! The address of a result of AWS Lambda Power Tuning: `…#<sizes>;<times>;<costs>`, each list in
//! Base64: 16-bit integers in MB, and 32-bit floats in ms and in USD, little-endian.
//!
//! Source: the README of that project's user interface.

use super::{FUNCTION, MOST_MS, Own, OwnError, sort};
use crate::{Decimal, Millis, Percentiles, Timing, Variant};
use base64ct::{Base64, Encoding};

pub(super) fn read(text: &str, variant: Variant) -> Result<Own, OwnError> {
    let error = |reason: &str| OwnError::new(1, reason);
    let text = text.trim();
    let lists = text.split_once('#').map_or(text, |(_, lists)| lists);
    let lists: Vec<&str> = lists.split(';').collect();
    let [sizes, times, costs] = lists[..] else {
        return Err(error(
            "a Power Tuning result has three lists, with a semicolon between each: copy the \
             whole address",
        ));
    };
    let sizes = numbers(sizes, i16::from_le_bytes);
    let times = numbers(times, f32::from_le_bytes);
    let costs = numbers(costs, f32::from_le_bytes);
    let (Some(sizes), Some(times), Some(costs)) = (sizes, times, costs) else {
        return Err(error(
            "the lists are not those of a Power Tuning result: copy the whole address",
        ));
    };
    if sizes.is_empty() || sizes.len() != times.len() || sizes.len() != costs.len() {
        return Err(error("the three lists differ in length, or are empty"));
    }
    let mut timings: Vec<Timing> = Vec::new();
    for (&size, &ms) in sizes.iter().zip(&times) {
        let memory_mb = u32::try_from(size).unwrap_or(0);
        if !(128..=10_240).contains(&memory_mb) {
            return Err(error("a memory size is outside 128 to 10240 MB"));
        }
        if timings.iter().any(|timing| timing.memory_mb == memory_mb) {
            return Err(error("a memory size stands there twice"));
        }
        let time = Millis::from_f64(f64::from(ms));
        let within = |ms: &Millis| (1..=MOST_MS * 1000).contains(&ms.micros());
        let Some(time) = time.filter(within) else {
            return Err(error("a duration is not one of 0.001 to 900,000 ms"));
        };
        timings.push(Timing {
            function: FUNCTION.to_owned(),
            variant,
            architecture: None,
            memory_mb,
            warm_ms: time.exact(),
            warm_billed_ms: time.exact(),
            cold_billed_ms: time.exact(),
            init_ms: Decimal::ZERO,
            percentiles: Percentiles::default(),
        });
    }
    sort(&mut timings);
    let origin = "Power Tuning's mean durations, which know no INIT: a cold start counts as a \
                  warm call here, and the bill is computed again at the prices above";
    Ok(Own {
        timings,
        origin: origin.to_owned(),
    })
}

/// The numbers of a list; `None` unless it is Base64 of whole ones.
fn numbers<T, const N: usize>(list: &str, number: fn([u8; N]) -> T) -> Option<Vec<T>> {
    let bytes = Base64::decode_vec(list).ok()?;
    let (numbers, rest) = bytes.as_chunks::<N>();
    rest.is_empty()
        .then(|| numbers.iter().map(|bytes| number(*bytes)).collect())
}
