//! Results of AWS Lambda Power Tuning: the address `…#<sizes>;<times>;<costs>`, each list in Base64
//! (16-bit integers in MB, 32-bit floats in ms and in USD, little-endian), two of them with legends
//! behind them, or the state machine's JSON.
//!
//! Source: the README and the UI's documentation of that project.

use super::{
    call::{MOST_MS, Means},
    fields::Record,
    found::{Found, Kind},
    number::{millis, whole},
};
use crate::{Millis, Percentiles};
use base64ct::{Base64, Encoding};
use percent_encoding::percent_decode_str;

/// Characters around an address in a sentence, in Markdown or in JSON.
const AROUND: [char; 13] = [
    ' ', '\t', '\r', '\n', '(', ')', '<', '>', '[', ']', '"', '\'', '`',
];

/// A part of the site's address.
const SITE: &str = "power-tuning";

/// Takes every address in a line.
pub(super) fn take(text: &str, line: usize, found: &mut Found) {
    for word in text.split(AROUND) {
        let Some(lists) = lists(word) else { continue };
        if let Some((_, currency)) = word.split_once("currency=") {
            let end = currency.find(|letter: char| !letter.is_ascii_alphabetic());
            let currency = &currency[..end.unwrap_or(currency.len())];
            if currency != "USD" {
                let reason = format!("costs in {currency} are left out: bills here are in USD");
                found.skip(line, reason);
            }
        }
        if let Err(reason) = take_lists(&lists, line, found) {
            found.skip(line, reason);
        }
    }
}

/// The lists of a word that is an address, or that has what an address has behind its `#`.
fn lists(word: &str) -> Option<Vec<String>> {
    let is_list = |list: &str| Base64::decode_vec(list).is_ok_and(|bytes| !bytes.is_empty());
    let hash = match word.split_once('#') {
        Some((site, hash)) if site.is_empty() || site.contains(SITE) => hash,
        None if word.contains(';') && word.split(';').take(3).all(is_list) => word,
        Some(_) | None => return None,
    };
    let decoded = percent_decode_str(hash).decode_utf8().ok()?;
    let lists = decoded.trim_end_matches(['.', ',', '!', '?', ';']);
    (decoded.contains(';')).then(|| lists.split(';').map(str::to_owned).collect())
}

fn take_lists(lists: &[String], line: usize, found: &mut Found) -> Result<(), String> {
    match lists {
        [sizes, times, costs] => take_result(None, [sizes, times, costs], line, found),
        both if (6..=8).contains(&both.len()) => {
            let legend = |at: usize| {
                let legend = both.get(at).map(|legend| legend.trim());
                legend.filter(|legend| !legend.is_empty())
            };
            let first = legend(6).unwrap_or("first");
            let second = legend(7).unwrap_or("second");
            take_result(Some(first), [&both[0], &both[1], &both[2]], line, found)?;
            take_result(Some(second), [&both[3], &both[4], &both[5]], line, found)
        }
        _ => {
            let reason = "a Power Tuning result has three lists, or two times three and two legends, \
                          with a semicolon between each: copy the whole address";
            Err(reason.to_owned())
        }
    }
}

fn take_result(
    legend: Option<&str>,
    [sizes, times, costs]: [&str; 3],
    line: usize,
    found: &mut Found,
) -> Result<(), String> {
    let sizes = numbers(sizes, i16::from_le_bytes);
    let times = numbers(times, f32::from_le_bytes);
    let costs = numbers(costs, f32::from_le_bytes);
    let (Some(sizes), Some(times), Some(costs)) = (sizes, times, costs) else {
        let reason = "the lists are not those of a Power Tuning result: copy the whole address";
        return Err(reason.to_owned());
    };
    if sizes.is_empty() || sizes.len() != times.len() || sizes.len() != costs.len() {
        return Err("the three lists differ in length, or are empty".to_owned());
    }
    for (&size, &ms) in sizes.iter().zip(&times) {
        let memory_mb = u32::try_from(size).unwrap_or(0);
        let duration = Millis::from_f64(f64::from(ms));
        take_mean(legend, memory_mb, duration, line, found);
    }
    Ok(())
}

/// Takes what the state machine's output says: the address of its result, or one memory size of it;
/// `false` if the record is neither.
pub(super) fn take_output(record: &Record, found: &mut Found) -> bool {
    if let Some(address) = record.get(&["stateMachine.visualization"]) {
        take(address, record.line, found);
        return true;
    }
    let (Some(size), Some(ms)) = (record.get(&["value"]), record.get(&["averageDuration"])) else {
        return false;
    };
    let memory_mb = whole(size).and_then(|size| u32::try_from(size).ok());
    take_mean(None, memory_mb.unwrap_or(0), millis(ms), record.line, found);
    true
}

fn take_mean(
    function: Option<&str>,
    memory_mb: u32,
    duration: Option<Millis>,
    line: usize,
    found: &mut Found,
) {
    let within = |ms: &Millis| (1..=MOST_MS * 1000).contains(&ms.micros());
    let Some(duration) = duration.filter(within) else {
        let reason = format!("the duration at {memory_mb} MB is not one of 0.001 to 900,000 ms");
        found.skip(line, reason);
        return;
    };
    let means = Means {
        function: function.map(str::to_owned),
        memory_mb,
        counts: None,
        duration,
        init: None,
        percentiles: Percentiles::default(),
    };
    match means.checked() {
        Ok(means) => found.means(Kind::PowerTuning, line, means),
        Err(reason) => found.skip(line, reason),
    }
}

/// The numbers of a list; `None` unless it is Base64 of whole ones.
fn numbers<T, const N: usize>(list: &str, number: fn([u8; N]) -> T) -> Option<Vec<T>> {
    let bytes = Base64::decode_vec(list).ok()?;
    let (numbers, rest) = bytes.as_chunks::<N>();
    rest.is_empty()
        .then(|| numbers.iter().map(|bytes| number(*bytes)).collect())
}
