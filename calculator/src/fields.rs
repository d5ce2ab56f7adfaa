//! The list of the form's fields: those that every scenario has, and one or two for each language
//! and service.

use data_core::{FieldName, Input, Language, Service, UsageInput};
use std::sync::LazyLock;

/// One input of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The source of the timings: a [`data_core::TimingSource`].
    Data,
    /// The function.
    Function,
    /// The unit of time that invocations are counted per: `month`, `day` or `second`.
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
    /// The free tier: `on` if it is left for this function, or `off`.
    FreeTier,
    /// The billing of INIT: `on` as since August 2025, or `off`.
    InitBilling,
    /// The savings plan.
    SavingsPlan,
    /// The amount of a service that an invocation uses: [`data_core::UsageInput`].
    Usage(Service),
    /// The reader's own price of it in USD per unit; empty for the listed one.
    Price(Service),
    /// Days of work to port the function.
    Days,
    /// The cost of a day of work in USD.
    DayRate,
}

/// A field with its names and its default.
struct Row {
    field: Field,
    /// The end of its element's id.
    id: &'static str,
    /// Its name in a link.
    key: &'static str,
    /// Its default.
    default: &'static str,
}

/// Every field, in the order in which they are read and written into links.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows = vec![
        row(Field::Data, "data", "d", "estimate"),
        row(Field::Function, "function", "f", "record"),
        row(Field::Per, "per", "u", "month"),
        row(Field::Requests, "requests", "n", "100,000,000"),
    ];
    rows.extend(Language::ALL.iter().map(|&language| {
        let FieldName { id, key } = language.memory();
        row(Field::Memory(language), id, key, "512")
    }));
    rows.extend([
        row(Field::Architecture, "architecture", "a", "x86_64"),
        row(Field::Region, "region", "r", "ap-southeast-2"),
        row(Field::ColdShare, "cold-share", "c", "1"),
        row(Field::Wait, "wait", "w", "0"),
        row(Field::FreeTier, "free-tier", "t", "on"),
        row(Field::InitBilling, "init-billing", "i", "on"),
        row(Field::SavingsPlan, "savings-plan", "s", "none"),
    ]);
    for &service in Service::ALL {
        if let Some(UsageInput {
            usage,
            price,
            input,
            ..
        }) = service.usage_input()
        {
            let default = match input {
                Input::Number { .. } => "0",
                Input::Choice([first, _]) => first,
            };
            rows.push(row(Field::Usage(service), usage.id, usage.key, default));
            rows.push(row(Field::Price(service), price.id, price.key, ""));
        }
    }
    rows.extend([
        row(Field::Days, "days", "e", "10"),
        row(Field::DayRate, "day-rate", "er", "800"),
    ]);
    rows
});

const fn row(field: Field, id: &'static str, key: &'static str, default: &'static str) -> Row {
    Row {
        field,
        id,
        key,
        default,
    }
}

impl Field {
    /// Every field, in the order in which they are read and written into links.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
        ROWS.iter().map(|row| row.field)
    }

    /// Its place among [`Field::all`].
    ///
    /// # Panics
    /// It is of a service that is not charged per invocation.
    pub(crate) fn index(self) -> usize {
        Self::all()
            .position(|field| field == self)
            .unwrap_or_else(|| panic!("{self:?} is no input"))
    }

    fn row(self) -> &'static Row {
        &ROWS[self.index()]
    }

    /// The id of its element on the page.
    #[must_use]
    pub fn id(self) -> String {
        format!("calculator-{}", self.row().id)
    }

    /// Its name in a link.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.row().key
    }

    /// Its default.
    #[must_use]
    pub fn default(self) -> &'static str {
        self.row().default
    }

    /// Returns whether it is `on` or `off`.
    #[must_use]
    pub const fn is_switch(self) -> bool {
        matches!(self, Self::FreeTier | Self::InitBilling)
    }

    /// Returns whether its choices depend on the timings.
    #[must_use]
    pub const fn depends_on_timings(self) -> bool {
        matches!(self, Self::Data | Self::Function | Self::Memory(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_an_id_and_a_key_of_its_own() {
        for (index, field) in Field::all().enumerate() {
            assert!(!field.key().is_empty(), "{field:?}");
            for other in Field::all().take(index) {
                assert_ne!(field.id(), other.id());
                assert_ne!(field.key(), other.key());
            }
        }
    }

    /// A link that works today works tomorrow.
    #[test]
    fn keys_of_links_stay() {
        let keys: Vec<_> = Field::all().map(Field::key).collect();
        for key in [
            "d", "f", "u", "n", "mp", "mr", "a", "r", "c", "w", "t", "i", "s", "g", "pg", "dw",
            "pw", "lk", "pl", "e", "er",
        ] {
            assert!(keys.contains(&key), "{key}");
        }
    }
}
