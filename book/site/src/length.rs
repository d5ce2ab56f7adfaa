//! The lengths that the talk may have, and a slide's time in each.

use crate::names::alternatives;
use anyhow::{Result, anyhow};
use std::{fmt, str::FromStr};

/// A length of the talk, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length(u16);

impl Length {
    /// Every length, beginning with the shortest.
    pub const ALL: [Self; 3] = [Self(20), Self(45), Self(75)];

    /// The one that is meant where none is named.
    pub const DEFAULT: Self = Self::ALL[1];

    const SHORTEST: Self = Self::ALL[0];

    /// The time that the talk may take, in minutes.
    #[must_use]
    pub fn minutes(self) -> f64 {
        self.0.into()
    }

    /// The next longer one; `None` for the longest.
    pub(crate) fn longer(self) -> Option<Self> {
        Self::ALL.into_iter().find(|length| *length > self)
    }
}

impl FromStr for Length {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut lengths = Self::ALL.into_iter();
        let found = lengths.find(|length| length.to_string() == text);
        found.ok_or_else(|| {
            let known = alternatives(Self::ALL.map(|length| length.to_string()));
            anyhow!("there is no talk of `{text}` minutes: write {known}")
        })
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A slide's minutes, each from a length of the talk on. In shorter talks than the first one names, the
/// slide does not appear.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Times(Vec<(Length, f64)>);

impl Times {
    /// Reads `2`, the time in every talk; `2 from 45`; or several, such as `1, 2 from 45`.
    ///
    /// # Errors
    /// The mistake and what to write, as the end of a sentence on the slide.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let mut times: Vec<(Length, f64)> = Vec::new();
        for part in text.split(',') {
            let (minutes, from) = match part.split_once("from") {
                Some((minutes, from)) => (minutes, from.trim().parse()),
                None => (part, Ok(Length::SHORTEST)),
            };
            let minutes: Option<f64> = minutes.trim().parse().ok();
            let minutes = minutes.filter(|minutes| (0.25..=60.0).contains(minutes));
            let minutes = minutes.ok_or_else(|| {
                format!(
                    "has `{text}` minutes: write a number from 0.25 to 60, or one for each length of \
                     the talk, as in `1, 2 from {}`",
                    Length::DEFAULT
                )
            })?;
            let from = from.map_err(|error| format!("has `{text}` minutes: {error}"))?;
            if times.last().is_some_and(|(before, _)| *before >= from) {
                return Err(format!(
                    "has `{text}` minutes: begin with the shortest talk, as in `1, 2 from {}`",
                    Length::DEFAULT
                ));
            }
            times.push((from, minutes));
        }
        Ok(Self(times))
    }

    /// The minutes in a talk of that length; `None` if the slide does not appear in it.
    pub(crate) fn in_talk_of(&self, length: Length) -> Option<f64> {
        let mut times = self.0.iter().rev();
        let time = times.find(|(from, _)| *from <= length);
        time.map(|(_, minutes)| *minutes)
    }

    /// True if no length is named: the slide appears in every talk.
    pub(crate) fn are_plain(&self) -> bool {
        matches!(self.0[..], [(Length::SHORTEST, _)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The minutes in each length, from the shortest on.
    fn minutes(text: &str) -> [Option<f64>; 3] {
        let times = Times::read(text).unwrap();
        Length::ALL.map(|length| times.in_talk_of(length))
    }

    #[test]
    fn a_slide_stays_in_the_longer_talks() {
        assert_eq!(minutes("2"), [Some(2.0); 3]);
        assert_eq!(minutes(" 2 from 45 "), [None, Some(2.0), Some(2.0)]);
        assert_eq!(minutes("1, 2 from 75"), [Some(1.0), Some(1.0), Some(2.0)]);
        let rising = "1 from 45, 1.5 from 75";
        assert_eq!(minutes(rising), [None, Some(1.0), Some(1.5)]);
    }

    #[test]
    fn what_can_t_be_read_is_refused_with_what_to_write() {
        for (text, expected) in [
            ("two", "write a number from 0.25 to 60"),
            ("0", "write a number from 0.25 to 60"),
            ("1,", "write a number from 0.25 to 60"),
            ("from 45", "write a number from 0.25 to 60"),
            (
                "2 from 30",
                "there is no talk of `30` minutes: write 20, 45 or 75",
            ),
            ("2 from 45, 1", "begin with the shortest talk"),
            ("1, 2", "begin with the shortest talk"),
        ] {
            let error = Times::read(text).unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
            assert!(error.contains(&format!("`{text}`")), "{error}");
        }
    }
}
