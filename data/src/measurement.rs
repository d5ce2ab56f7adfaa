//! What was measured: workloads, variants, and cold or warm starts.

use std::{fmt, str::FromStr};

/// A text that names none of the known values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// The text that was found.
    pub found: String,
    /// The texts that would have been right, with commas between them.
    pub expected: String,
}

impl UnknownName {
    pub(crate) fn new(found: &str, expected: &[&str]) -> Self {
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

/// The place of a text among names: one piece of code for every enum that has some.
pub(crate) fn place_of(text: &str, names: &[&str]) -> Result<usize, UnknownName> {
    let place = names.iter().position(|name| *name == text);
    place.ok_or_else(|| UnknownName::new(text, names))
}

/// An enum whose values have a name in CSV files and on the command line.
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

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let place = $crate::measurement::place_of(text, &[$($text),+])?;
                Ok(Self::ALL[place])
            }
        }

        $crate::measurement::as_text!($name);
    };
}
pub(crate) use named;

/// A type whose form in a CSV file is its `Display` and `FromStr`.
macro_rules! as_text {
    ($name:ident) => {
        #[cfg(feature = "csv")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        #[cfg(feature = "csv")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use as_text;

named! {
    /// A function that is measured: a folder below `lambdas/`.
    Workload {
        /// The runtime's floor: answers a constant.
        Hello = "hello",
        /// I/O-bound: writes one item to DynamoDB.
        Record = "record",
        /// Parses about 1 MB of JSON and computes statistics of each customer's orders.
        Aggregate = "aggregate",
        /// CPU-bound: finds near-duplicates by edit distance.
        Dedupe = "dedupe",
        /// Decodes a JPEG, resizes it and encodes it again.
        Thumbnail = "thumbnail",
    }
}

named! {
    /// A way to implement a workload; not every workload has each: [`Workload::variants`].
    Variant {
        /// Rust under `lambda_runtime`.
        Rust = "rust",
        /// Python under `awslambdaric`.
        Python = "python",
        /// Python whose handler calls an extension in Rust.
        Hybrid = "hybrid",
        /// Python whose handler calls the library rapidfuzz, written in C++.
        PythonRapidfuzz = "python-rapidfuzz",
        /// The same code as `Rust`, connecting in the first call and not in INIT.
        RustLazy = "rust-lazy",
        /// The same code as `Python`, connecting in the first call and not in INIT.
        PythonLazy = "python-lazy",
    }
}

named! {
    /// Whether an invocation found a sandbox that was ready.
    Start {
        /// The first invocation of a new sandbox, after INIT.
        Cold = "cold",
        /// A later invocation of the same sandbox.
        Warm = "warm",
    }
}

impl Workload {
    /// The variants that exist of it, in the order in which the site shows them.
    #[must_use]
    pub const fn variants(self) -> &'static [Variant] {
        use Variant::{Hybrid, Python, PythonLazy, PythonRapidfuzz, Rust, RustLazy};
        match self {
            Self::Hello | Self::Thumbnail => &[Rust, Python],
            Self::Record => &[Rust, Python, RustLazy, PythonLazy],
            Self::Aggregate => &[Rust, Python, Hybrid],
            Self::Dedupe => &[Rust, Python, Hybrid, PythonRapidfuzz],
        }
    }
}

impl Variant {
    /// Its name as prose writes it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rust => "Rust",
            Self::Python => "Python",
            Self::Hybrid => "Python + Rust extension",
            Self::PythonRapidfuzz => "Python + rapidfuzz",
            Self::RustLazy => "Rust, connecting late",
            Self::PythonLazy => "Python, connecting late",
        }
    }

    /// Whether it is another one's code, connecting in the first call and not in INIT.
    #[must_use]
    pub const fn connects_late(self) -> bool {
        matches!(self, Self::RustLazy | Self::PythonLazy)
    }

    /// The folder below `lambdas/<workload>/` that holds its code.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Rust | Self::RustLazy => "rust",
            Self::Python | Self::PythonLazy => "python",
            Self::Hybrid => "hybrid",
            Self::PythonRapidfuzz => "python-rapidfuzz",
        }
    }
}
