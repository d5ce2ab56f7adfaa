//! What the reader sets: texts as they are typed, and the last scenario that they made.

use crate::outcome::timings;
use cost::{parse_memory_mb, parse_percent, parse_requests};
use data::{Architecture, Decimal, Workload, wire::Tables};
use std::fmt::Display;

/// One input of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The function.
    Workload,
    /// Invocations a month.
    Requests,
    /// Memory size in MB.
    Memory,
    /// The architecture.
    Architecture,
    /// The region's code.
    Region,
    /// The share of cold starts in per cent.
    ColdShare,
    /// Whether the free tier is left: `on` or `off`.
    FreeTier,
}

impl Field {
    /// Every input, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Workload,
        Self::Requests,
        Self::Memory,
        Self::Architecture,
        Self::Region,
        Self::ColdShare,
        Self::FreeTier,
    ];

    /// The id of its element on the page.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Workload => "calculator-workload",
            Self::Requests => "calculator-requests",
            Self::Memory => "calculator-memory",
            Self::Architecture => "calculator-architecture",
            Self::Region => "calculator-region",
            Self::ColdShare => "calculator-cold-share",
            Self::FreeTier => "calculator-free-tier",
        }
    }
}

/// A month of one function, as the reader describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// The function.
    pub workload: Workload,
    /// Invocations a month.
    pub requests: u64,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// The architecture.
    pub architecture: Architecture,
    /// The region's code.
    pub region: String,
    /// The share of invocations that are cold starts, 0 to 1.
    pub cold_share: Decimal,
    /// Whether the free tier is left for this function.
    pub free_tier: bool,
}

/// The form's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    texts: [String; 7],
    errors: [Option<String>; 7],
    /// The last scenario of which every input could be read.
    pub scenario: Scenario,
}

impl Form {
    /// The default scenario: the talk's 100 million invocations a month, in Sydney.
    #[must_use]
    pub fn new(tables: &Tables) -> Self {
        let texts = [
            "record",
            "100,000,000",
            "512",
            "x86_64",
            "ap-southeast-2",
            "1",
            "on",
        ];
        let mut form = Self {
            texts: Default::default(),
            errors: Default::default(),
            scenario: Scenario {
                workload: Workload::Record,
                requests: 0,
                memory_mb: 0,
                architecture: Architecture::X86_64,
                region: String::new(),
                cold_share: Decimal::ZERO,
                free_tier: true,
            },
        };
        for (field, text) in Field::ALL.into_iter().zip(texts) {
            form.change(tables, field, text.to_owned());
        }
        form
    }

    /// Takes what was typed or chosen. What can't be read leaves the scenario as it was.
    pub fn change(&mut self, tables: &Tables, field: Field, text: String) {
        let read = self.read(tables, field, text.trim());
        self.errors[field as usize] = read.err();
        self.texts[field as usize] = text;
    }

    /// What stands in an input.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        &self.texts[field as usize]
    }

    /// Why what stands in an input is not used.
    #[must_use]
    pub fn error(&self, field: Field) -> Option<&str> {
        self.errors[field as usize].as_deref()
    }

    fn read(&mut self, tables: &Tables, field: Field, text: &str) -> Result<(), String> {
        let scenario = &mut self.scenario;
        match field {
            Field::Workload => scenario.workload = text.parse().map_err(message)?,
            Field::Requests => {
                let digits = without_grouping(text)
                    .ok_or("not a number: write digits, such as 2500000 or 2,500,000".to_owned())?;
                scenario.requests = parse_requests(&digits).map_err(message)?;
            }
            Field::Memory => {
                let memory_mb = parse_memory_mb(text).map_err(message)?;
                let measured = timings(tables).iter().any(|row| row.memory_mb == memory_mb);
                if !measured {
                    return Err("not measured at this memory size".to_owned());
                }
                scenario.memory_mb = memory_mb;
            }
            Field::Architecture => scenario.architecture = text.parse().map_err(message)?,
            Field::Region => {
                let region = tables.prices.region(text).map_err(message)?;
                scenario.region.clone_from(&region.code);
            }
            Field::ColdShare => scenario.cold_share = parse_percent(text).map_err(message)?,
            Field::FreeTier => scenario.free_tier = text == "on",
        }
        Ok(())
    }
}

fn message(error: impl Display) -> String {
    error.to_string()
}

/// Digits without the separators of thousands; `None` where these do not stand between groups
/// of three, since `1,5` may mean anything.
fn without_grouping(text: &str) -> Option<String> {
    let separators = [',', ' ', '\u{a0}', '\u{202f}', '_', '\''];
    let groups: Vec<&str> = text.split(separators).collect();
    let (first, rest) = groups.split_first()?;
    if rest.iter().any(|group| group.len() != 3) || (!rest.is_empty() && first.len() > 3) {
        return None;
    }
    Some(groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_of_thousands_are_left_out() {
        for text in [
            "2500000",
            "2,500,000",
            "2 500 000",
            "2\u{a0}500\u{202f}000",
            "2_500_000",
        ] {
            assert_eq!(
                without_grouping(text).as_deref(),
                Some("2500000"),
                "{text:?}"
            );
        }
    }

    #[test]
    fn separators_elsewhere_are_refused() {
        for text in ["1,5", "1,50", "2500,000", "1,,000", "100,0000", "1,000,"] {
            assert_eq!(without_grouping(text), None, "{text:?}");
        }
    }
}
