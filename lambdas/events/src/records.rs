//! Addresses, some of them misspelt, for `dedupe`.

use crate::random::SplitMix64;
use serde_json::json;

/// The largest edit distance, as in the committed event.
const MAX_DISTANCE: u8 = 2;

/// One in this many records is an earlier one, misspelt.
const MISSPELT: usize = 4;

/// A body with this many records, of the shape of the committed event's.
#[must_use]
pub fn records(count: usize) -> String {
    let mut random = SplitMix64(4711);
    let mut records: Vec<String> = Vec::with_capacity(count);
    for number in 1..=count {
        let record = if number % MISSPELT == 0 {
            misspell(&records[random.position(records.len())], &mut random)
        } else {
            address(&mut random)
        };
        records.push(record);
    }
    json!({ "max_distance": MAX_DISTANCE, "records": records }).to_string()
}

fn address(random: &mut SplitMix64) -> String {
    const NAMES: [&str; 16] = [
        "Birch", "Canal", "Castle", "Dock", "Église", "Foundry", "Garden", "Harbour", "Linden",
        "Market", "Mühlen", "Orchard", "Priory", "Quarry", "Station", "Windmill",
    ];
    const KINDS: [&str; 8] = [
        "Street", "Road", "Lane", "Square", "Walk", "Hill", "Terrace", "Crescent",
    ];
    const TOWNS: [&str; 12] = [
        "Ashford",
        "Brückheim",
        "Carlow",
        "Dunmore",
        "Eastleigh",
        "Falkirk",
        "Galway",
        "Hexham",
        "Ipswich",
        "Jarrow",
        "Kilkenny",
        "Ludlow",
    ];
    let number = 1 + random.below(200);
    let name = NAMES[random.position(NAMES.len())];
    let kind = KINDS[random.position(KINDS.len())];
    let town = TOWNS[random.position(TOWNS.len())];
    format!("{number} {name} {kind}, {town}")
}

/// Leaves one letter out, or writes one twice.
fn misspell(record: &str, random: &mut SplitMix64) -> String {
    let mut letters: Vec<char> = record.chars().collect();
    let position = random.position(letters.len());
    if random.below(2) == 0 {
        letters.remove(position);
    } else {
        letters.insert(position, letters[position]);
    }
    letters.into_iter().collect()
}
