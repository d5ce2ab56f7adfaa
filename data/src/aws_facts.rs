//! Figures that AWS or others state of Lambda and that are no price of the calculator's.

use crate::{
    Decimal, Error, named,
    reader::{Problem, Row, read},
};
use serde::{Deserialize, Deserializer, de::Error as _};
use std::{collections::BTreeSet, fmt, path::Path, str::FromStr};

/// A figure that was stated, with who stated it and when.
#[derive(Clone, Debug, Deserialize)]
pub struct AwsFact {
    /// Name in chapters.
    pub name: String,
    /// The figure.
    pub value: FactValue,
    /// Unit.
    pub unit: FactUnit,
    /// The day on which it was stated, or read.
    pub as_of: String,
    /// Who stated it, and where: the source.
    pub source: String,
    /// Note for readers of the file.
    pub note: String,
}

named! {
    /// Unit of a stated figure.
    FactUnit {
        /// Money.
        Usd = "USD",
        /// A share.
        Percent = "%",
        /// Memory.
        Megabytes = "MB",
        /// A time.
        Days = "days",
        /// Millions of what the sentence names.
        Million = "million",
        /// Month that a sentence names.
        Count = "count",
        /// Nothing: the figure is a month of a year.
        Month = "month",
    }
}

/// A number, or when something began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactValue {
    /// A number of the fact's unit.
    Number(Decimal),
    /// A month, of the unit [`FactUnit::Month`].
    Month(Month),
}

/// A month of a year, written as `2026-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    year: u16,
    name: &'static str,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl FromStr for Month {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let month = || {
            let (year, month) = text.split_once('-')?;
            let place = month.parse::<usize>().ok()?.checked_sub(1)?;
            let is_written_so = year.len() == 4 && month.len() == 2;
            Some(Self {
                year: year.parse().ok().filter(|_| is_written_so)?,
                name: MONTHS.get(place)?,
            })
        };
        month().ok_or("not a month: write it as 2026-03")
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.year)
    }
}

impl<'de> Deserialize<'de> for FactValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.contains('-') {
            return text.parse().map(Self::Month).map_err(D::Error::custom);
        }
        text.parse().map(Self::Number).map_err(D::Error::custom)
    }
}

impl Row for AwsFact {
    fn check(&self) -> Result<(), Problem> {
        let is_month = matches!(self.value, FactValue::Month(_));
        if is_month != (self.unit == FactUnit::Month) {
            let reason = "a month needs the unit `month`, and only a month may have it";
            return Err(Problem::new("unit", reason));
        }
        for (column, text) in [("source", &self.source), ("as_of", &self.as_of)] {
            if text.is_empty() {
                return Err(Problem::new(column, "empty: write who stated it, and when"));
            }
        }
        Ok(())
    }
}

/// The facts of a file that need not be there, each name once.
pub(crate) fn read_facts(file: &Path) -> Result<Vec<AwsFact>, Error> {
    if !file.exists() {
        return Ok(Vec::new());
    }
    let mut names = BTreeSet::new();
    let facts = read::<AwsFact>(file)?.into_iter();
    let checked = facts.map(|fact| {
        if names.insert(fact.row.name.clone()) {
            return Ok(fact.row);
        }
        Err(fact.error(Problem::new("name", "listed twice: keep one of its rows")))
    });
    checked.collect()
}
