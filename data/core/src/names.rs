//! Closed sets whose values have a name.

use std::fmt;

/// A text that names none of the known values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// The text that was found.
    pub found: String,
    /// The texts that would have been right, with commas between them.
    pub expected: String,
}

impl UnknownName {
    /// Error of a text that is none of the expected ones.
    #[must_use]
    pub fn new(found: &str, expected: &[&str]) -> Self {
        Self {
            found: found.to_owned(),
            expected: expected.join(", "),
        }
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { found, expected } = self;
        write!(f, "`{found}` is unknown: use one of {expected}")
    }
}

impl std::error::Error for UnknownName {}

/// Place of a text among names: one piece of code for every enum that has some.
///
/// # Errors
/// The text is none of the names.
pub fn place_of(text: &str, names: &[&str]) -> Result<usize, UnknownName> {
    let place = names.iter().position(|name| *name == text);
    place.ok_or_else(|| UnknownName::new(text, names))
}

/// Enum whose values have a name in CSV files and on the command line.
#[macro_export]
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$value_meta:meta])* $value:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$value_meta])* $value,)+
        }

        impl $name {
            /// Every value, in the order in which the site shows them.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The name in CSV files and on the command line.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$value => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let place = $crate::place_of(text, &[$($text),+])?;
                Ok(Self::ALL[place])
            }
        }

        $crate::as_text!($name);
    };
}
/// Type whose form in a CSV file is its `Display` and `FromStr`.
#[cfg(feature = "serde")]
#[macro_export]
macro_rules! as_text {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Type whose form in a CSV file is its `Display` and `FromStr`: nothing more without CSV files.
#[cfg(not(feature = "serde"))]
#[macro_export]
macro_rules! as_text {
    ($name:ident) => {};
}
