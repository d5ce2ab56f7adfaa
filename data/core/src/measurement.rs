//! Tables of what is measured: languages, the variants written in them, workloads, and cold or warm starts.
//!
//! A new language is a row of [`Language`] and one of [`Variant`], and its name in a row of
//! [`Workload`]. Labels, options, forms, legends and charts take the rest from here.

use crate::FieldName;
use std::ops::{Index, IndexMut, RangeInclusive};

/// Memory sizes that a function can have, in MB. Source: AWS Lambda quotas.
pub const MEMORY_MB: RangeInclusive<u32> = 128..=10_240;

named! {
    /// The language of a function's handler, which decides the runtime that it needs.
    Language {
        /// Compiled to a program that speaks to Lambda by itself.
        Rust = "rust",
        /// On Lambda's Python runtime.
        Python = "python",
        /// JavaScript on Lambda's Node.js runtime.
        Node = "node",
    }
}

/// Row of the table of languages.
struct LanguageRow {
    label: &'static str,
    variant: Variant,
    memory: FieldName,
    is_os_only: bool,
    /// Prefix of the identifiers of Lambda's managed runtimes for it.
    runtime: Option<&'static str>,
    software: &'static [&'static str],
}

impl Language {
    #[allow(
        clippy::inline_always,
        reason = "leaves unused columns out of the wasm"
    )]
    #[inline(always)]
    const fn row(self) -> LanguageRow {
        match self {
            Self::Rust => LanguageRow {
                label: "Rust",
                variant: Variant::Rust,
                memory: FieldName {
                    id: "rust-memory",
                    key: "mr",
                },
                is_os_only: true,
                runtime: None,
                software: &["rustc", "lambda_runtime", "aws-sdk-dynamodb"],
            },
            Self::Python => LanguageRow {
                label: "Python",
                variant: Variant::Python,
                memory: FieldName {
                    id: "python-memory",
                    key: "mp",
                },
                is_os_only: false,
                runtime: Some("python"),
                software: &["python", "python-build", "openssl", "awslambdaric", "boto3"],
            },
            Self::Node => LanguageRow {
                label: "Node.js",
                variant: Variant::Node,
                memory: FieldName {
                    id: "node-memory",
                    key: "mn",
                },
                is_os_only: false,
                runtime: Some("nodejs"),
                software: &["node", "aws-lambda-ric", "@aws-sdk/client-dynamodb"],
            },
        }
    }

    /// The language of a managed runtime, from its identifier (`python3.13`) or the version that Lambda
    /// logs (`python:3.13.v74`); `None` of a runtime that no language here has.
    #[must_use]
    pub fn of_runtime(runtime: &str) -> Option<Self> {
        let is_of = |language: &Self| {
            let name = language.row().runtime;
            name.is_some_and(|name| runtime.starts_with(name))
        };
        Self::ALL.iter().copied().find(is_of)
    }

    /// Its name as prose writes it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        self.row().label
    }

    /// A function that is written in it and in nothing else.
    #[must_use]
    pub const fn variant(self) -> Variant {
        self.row().variant
    }

    /// The field for the memory size of its functions; its id is an option of `cargo bill compare`,
    /// too.
    #[must_use]
    pub const fn memory(self) -> FieldName {
        self.row().memory
    }

    /// Returns whether it needs an OS-only runtime, `provided.al2023`, because Lambda has none for the
    /// language. AWS bills these differently before August 2025, and has no SnapStart for them.
    #[must_use]
    pub const fn is_os_only(self) -> bool {
        self.row().is_os_only
    }

    /// Names of its compiler or interpreter, Lambda's runtime client, and AWS's SDK, by the
    /// names in a run's list of versions.
    #[must_use]
    pub const fn software(self) -> &'static [&'static str] {
        self.row().software
    }
}

/// One value for each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByLanguage<T>([T; Language::ALL.len()]);

impl<T: Copy> ByLanguage<T> {
    /// The same value for every language.
    #[must_use]
    pub const fn all(value: T) -> Self {
        Self([value; Language::ALL.len()])
    }
}

impl<T> Index<Language> for ByLanguage<T> {
    type Output = T;

    fn index(&self, language: Language) -> &T {
        &self.0[language as usize]
    }
}

impl<T> IndexMut<Language> for ByLanguage<T> {
    fn index_mut(&mut self, language: Language) -> &mut T {
        &mut self.0[language as usize]
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
        /// JavaScript under `aws-lambda-ric`.
        Node = "node",
        /// The same code as `Rust`, connecting in the first call and not in INIT.
        RustLazy = "rust-lazy",
        /// The same code as `Python`, connecting in the first call and not in INIT.
        PythonLazy = "python-lazy",
    }
}

/// The mark of a variant's points, which tells variants apart where colours don't.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// ●
    Disc,
    /// ■
    Square,
    /// ▲
    Triangle,
    /// ◆
    Diamond,
    /// ▼
    TriangleDown,
}

/// Row of the table of variants.
struct VariantRow {
    language: Language,
    label: &'static str,
    short: &'static str,
    folder: &'static str,
    connects_late: bool,
    colour: &'static str,
    is_dashed: bool,
    mark: Mark,
}

impl Variant {
    #[allow(
        clippy::inline_always,
        reason = "leaves unused columns out of the wasm"
    )]
    #[inline(always)]
    const fn row(self) -> VariantRow {
        const RUST: VariantRow = VariantRow {
            language: Language::Rust,
            label: "Rust",
            short: "Rust",
            folder: "rust",
            connects_late: false,
            colour: "rust",
            is_dashed: false,
            mark: Mark::Disc,
        };
        const PYTHON: VariantRow = VariantRow {
            language: Language::Python,
            label: "Python",
            short: "Python",
            folder: "python",
            connects_late: false,
            colour: "python",
            is_dashed: true,
            mark: Mark::Square,
        };
        match self {
            Self::Rust => RUST,
            Self::Python => PYTHON,
            Self::Hybrid => VariantRow {
                label: "Python + Rust extension",
                short: "hybrid",
                folder: "hybrid",
                colour: "hybrid",
                is_dashed: false,
                mark: Mark::Triangle,
                ..PYTHON
            },
            Self::PythonRapidfuzz => VariantRow {
                label: "Python + rapidfuzz",
                short: "rapidfuzz",
                folder: "python-rapidfuzz",
                colour: "rapidfuzz",
                mark: Mark::Diamond,
                ..PYTHON
            },
            Self::Node => VariantRow {
                language: Language::Node,
                label: "Node.js",
                short: "Node.js",
                folder: "node",
                connects_late: false,
                colour: "node",
                is_dashed: true,
                mark: Mark::TriangleDown,
            },
            Self::RustLazy => VariantRow {
                label: "Rust, connecting late",
                connects_late: true,
                ..RUST
            },
            Self::PythonLazy => VariantRow {
                label: "Python, connecting late",
                connects_late: true,
                ..PYTHON
            },
        }
    }

    /// The language of its handler.
    #[must_use]
    pub const fn language(self) -> Language {
        self.row().language
    }

    /// Its name as prose writes it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        self.row().label
    }

    /// A name that fits beside a bar or a line.
    #[must_use]
    pub const fn short(self) -> &'static str {
        self.row().short
    }

    /// The folder below `lambdas/<workload>/` that holds its code.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        self.row().folder
    }

    /// Returns whether it is another one's code, connecting in the first call and not in INIT.
    #[must_use]
    pub const fn connects_late(self) -> bool {
        self.row().connects_late
    }

    /// The name of its colour, which each theme defines as `--chart-<name>`.
    #[must_use]
    pub const fn colour(self) -> &'static str {
        self.row().colour
    }

    /// Returns whether its line is dashed.
    #[must_use]
    pub const fn is_dashed(self) -> bool {
        self.row().is_dashed
    }

    /// The mark of its points.
    #[must_use]
    pub const fn mark(self) -> Mark {
        self.row().mark
    }
}

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
        /// A control: writes five items to DynamoDB and reads them back.
        Light = "light",
        /// A control: hashes a hash, half a million times.
        Hash = "hash",
        /// A control: sorts 100 MiB of random integers.
        Sort = "sort",
    }
}

/// Row of the table of workloads.
struct WorkloadRow {
    variants: &'static [Variant],
    published_as: Option<&'static str>,
    dynamodb_calls: u32,
    min_memory_mb: u32,
    divisor: u32,
}

impl Workload {
    const fn row(self) -> WorkloadRow {
        use Variant::{Hybrid, Node, Python, PythonLazy, PythonRapidfuzz, Rust, RustLazy};
        const fn compared(variants: &'static [Variant]) -> WorkloadRow {
            WorkloadRow {
                variants,
                published_as: None,
                dynamodb_calls: 0,
                min_memory_mb: 128,
                divisor: 1,
            }
        }
        const fn control(published_as: &'static str) -> WorkloadRow {
            WorkloadRow {
                published_as: Some(published_as),
                ..compared(&[Rust, Python])
            }
        }
        match self {
            Self::Hello => compared(&[Rust, Python, Node]),
            Self::Record => WorkloadRow {
                dynamodb_calls: 1,
                ..compared(&[Rust, Python, Node, RustLazy, PythonLazy])
            },
            Self::Aggregate => compared(&[Rust, Python, Hybrid]),
            Self::Dedupe => compared(&[Rust, Python, Hybrid, PythonRapidfuzz]),
            Self::Thumbnail => compared(&[Rust, Python]),
            Self::Light => WorkloadRow {
                dynamodb_calls: 2,
                ..control("light")
            },
            Self::Hash => WorkloadRow {
                divisor: 10,
                ..control("cpu-intensive")
            },
            Self::Sort => WorkloadRow {
                min_memory_mb: 1024,
                divisor: 20,
                ..control("memory-intensive")
            },
        }
    }

    /// Those that the talk compares: all but the controls.
    pub fn compared() -> impl Iterator<Item = Self> {
        let workloads = Self::ALL.iter().copied();
        workloads.filter(|workload| !workload.is_control())
    }

    /// The variants that exist of it, in the order in which the site shows them.
    #[must_use]
    pub const fn variants(self) -> &'static [Variant] {
        self.row().variants
    }

    /// Returns whether it checks the local Lambda against AWS: written after a function that others
    /// measured there, and no part of the talk's comparison.
    #[must_use]
    pub const fn is_control(self) -> bool {
        self.row().published_as.is_some()
    }

    /// The name under which others published it, of a control.
    #[must_use]
    pub const fn published_as(self) -> Option<&'static str> {
        self.row().published_as
    }

    /// Returns the number of calls to DynamoDB per invocation, one after the other.
    #[must_use]
    pub const fn dynamodb_calls(self) -> u32 {
        self.row().dynamodb_calls
    }

    /// Returns whether it runs at a memory size. Plans leave out those that it does not fit into.
    #[must_use]
    pub const fn fits_into(self, memory_mb: u32) -> bool {
        memory_mb >= self.row().min_memory_mb
    }

    /// Returns its number of invocations, of those that a plan has for each function: where
    /// one takes seconds, a fraction, rounded up. Recorded runs are held to it, so it stays.
    #[must_use]
    pub const fn share_of(self, planned: u32) -> u32 {
        planned.div_ceil(self.row().divisor)
    }
}

named! {
    /// `true` if an invocation found a sandbox that was ready.
    Start {
        /// The first invocation of a new sandbox, after INIT.
        Cold = "cold",
        /// A later invocation of the same sandbox.
        Warm = "warm",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variant_of_a_language_is_written_in_it() {
        for &language in Language::ALL {
            assert_eq!(language.variant().language(), language);
        }
    }

    /// Else a chart could not be read without its colours.
    #[test]
    fn variants_of_a_workload_that_are_drawn_differ_in_mark_and_colour() {
        for workload in Workload::ALL {
            let variants = workload.variants().iter().copied();
            let drawn: Vec<_> = variants
                .filter(|variant| !variant.connects_late())
                .collect();
            for (index, variant) in drawn.iter().enumerate() {
                for other in &drawn[..index] {
                    assert_ne!(variant.mark(), other.mark(), "{workload}");
                    assert_ne!(variant.colour(), other.colour(), "{workload}");
                }
            }
        }
    }
}
