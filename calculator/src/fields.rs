//! The inputs of the form: those that every scenario has, and one or two for each language and
//! service.

use data_core::{FieldName, Input, Language, Service, UsageInput};

/// One input of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Where the timings come from: a [`data_core::TimingSource`].
    Data,
    /// The function.
    Function,
    /// What invocations are counted in: `month`, `day` or `second`.
    Per,
    /// Invocations.
    Requests,
    /// Memory size of the variants in a language.
    Memory(Language),
    /// The architecture.
    Architecture,
    /// The region's code.
    Region,
    /// The share of cold starts in per cent.
    ColdShare,
    /// The wait for other services in ms.
    Wait,
    /// Whether the free tier is left: `on` or `off`.
    FreeTier,
    /// Whether INIT is billed as since August 2025: `on` or `off`.
    InitBilling,
    /// The savings plan.
    SavingsPlan,
    /// What an invocation uses of a service: [`data_core::UsageInput`].
    Usage(Service),
    /// One's own price of it in USD per unit; empty for the listed one.
    Price(Service),
    /// Days of work to port the function.
    Days,
    /// What a day of work costs in USD.
    DayRate,
}

const MONTH: [Field; 4] = [Field::Data, Field::Function, Field::Per, Field::Requests];

const BILLING: [Field; 7] = [
    Field::Architecture,
    Field::Region,
    Field::ColdShare,
    Field::Wait,
    Field::FreeTier,
    Field::InitBilling,
    Field::SavingsPlan,
];

const PORT: [Field; 2] = [Field::Days, Field::DayRate];

/// As many as there are if every service is charged per invocation.
const MOST: usize =
    MONTH.len() + Language::ALL.len() + BILLING.len() + 2 * Service::ALL.len() + PORT.len();

/// The fields, of which the second part says how many there are; what is behind them is nothing.
const COUNTED: ([Field; MOST], usize) = {
    let (mut all, mut count) = with([Field::Data; MOST], 0, &MONTH);
    let mut at = 0;
    while at < Language::ALL.len() {
        (all, count) = with(all, count, &[Field::Memory(Language::ALL[at])]);
        at += 1;
    }
    (all, count) = with(all, count, &BILLING);
    at = 0;
    while at < Service::ALL.len() {
        let service = Service::ALL[at];
        if service.usage_input().is_some() {
            (all, count) = with(all, count, &[Field::Usage(service), Field::Price(service)]);
        }
        at += 1;
    }
    with(all, count, &PORT)
};

const fn with(
    mut all: [Field; MOST],
    mut count: usize,
    fields: &[Field],
) -> ([Field; MOST], usize) {
    let mut at = 0;
    while at < fields.len() {
        all[count] = fields[at];
        count += 1;
        at += 1;
    }
    (all, count)
}

/// What is to be known of a field.
#[derive(Clone, Copy)]
struct Row {
    /// What its element's id ends with.
    id: &'static str,
    /// Its name in a link.
    key: &'static str,
    /// What stands in it first.
    first: &'static str,
}

/// The rows of all fields, by their index: as data they cost the widget less than as code.
const ROWS: &[Row; COUNTED.1] = &{
    let mut rows = [Field::Data.described(); COUNTED.1];
    let mut at = 0;
    while at < rows.len() {
        rows[at] = Field::ALL[at].described();
        at += 1;
    }
    rows
};

impl Field {
    /// Every input, in the order in which they are read.
    pub const ALL: &'static [Self] = COUNTED.0.split_at(COUNTED.1).0;

    /// Its place in [`Field::ALL`].
    #[inline(never)]
    pub(crate) fn index(self) -> usize {
        let mut fields = Self::ALL.iter();
        fields.position(|field| *field == self).unwrap_or_default()
    }

    const fn described(self) -> Row {
        const fn row(id: &'static str, key: &'static str, first: &'static str) -> Row {
            Row { id, key, first }
        }
        match self {
            Self::Data => row("data", "d", "estimate"),
            Self::Function => row("function", "f", "record"),
            Self::Per => row("per", "u", "month"),
            Self::Requests => row("requests", "n", "100,000,000"),
            Self::Memory(language) => {
                let FieldName { id, key } = language.memory();
                row(id, key, "512")
            }
            Self::Architecture => row("architecture", "a", "x86_64"),
            Self::Region => row("region", "r", "ap-southeast-2"),
            Self::ColdShare => row("cold-share", "c", "1"),
            Self::Wait => row("wait", "w", "0"),
            Self::FreeTier => row("free-tier", "t", "on"),
            Self::InitBilling => row("init-billing", "i", "on"),
            Self::SavingsPlan => row("savings-plan", "s", "none"),
            Self::Usage(service) => match service.usage_input() {
                Some(UsageInput { usage, input, .. }) => {
                    let first = match input {
                        Input::Number { .. } => "0",
                        Input::Choice([first, _]) => first,
                    };
                    row(usage.id, usage.key, first)
                }
                None => row("", "", ""),
            },
            Self::Price(service) => match service.usage_input() {
                Some(UsageInput { price, .. }) => row(price.id, price.key, ""),
                None => row("", "", ""),
            },
            Self::Days => row("days", "e", "10"),
            Self::DayRate => row("day-rate", "er", "800"),
        }
    }

    fn row(self) -> &'static Row {
        &ROWS[self.index()]
    }

    /// The id of its element on the page.
    #[must_use]
    pub fn id(self) -> String {
        ["calculator-", self.row().id].concat()
    }

    /// Its name in a link.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.row().key
    }

    /// What stands in it first.
    #[must_use]
    pub fn default(self) -> &'static str {
        self.row().first
    }

    /// Whether it is `on` or `off`.
    #[must_use]
    pub const fn is_switch(self) -> bool {
        matches!(self, Self::FreeTier | Self::InitBilling)
    }

    /// Whether what it may hold depends on where the figures come from.
    #[must_use]
    pub const fn is_of_figures(self) -> bool {
        matches!(self, Self::Data | Self::Function | Self::Memory(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_an_id_and_a_key_of_its_own() {
        for (index, field) in Field::ALL.iter().enumerate() {
            assert!(!field.key().is_empty(), "{field:?}");
            for other in &Field::ALL[..index] {
                assert_ne!(field.id(), other.id());
                assert_ne!(field.key(), other.key());
            }
        }
    }

    /// A link that works today works tomorrow.
    #[test]
    fn keys_of_links_stay() {
        let keys: Vec<_> = Field::ALL.iter().map(|field| field.key()).collect();
        for key in [
            "d", "f", "u", "n", "mp", "mr", "a", "r", "c", "w", "t", "i", "s", "g", "pg", "dw",
            "pw", "lk", "pl", "e", "er",
        ] {
            assert!(keys.contains(&key), "{key}");
        }
    }
}
