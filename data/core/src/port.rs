//! Effects of a port from Python, by the kind of work that a function does.

use crate::{Decimal, Millis, Workload};
use std::fmt::Write;

named! {
    /// A kind of work, which decides what a port can save.
    PortClass {
        /// It waits for services most of the time.
        Waits = "waits",
        /// It computes in a library that is written in C underneath.
        CLibrary = "c-library",
        /// It computes in plain Python.
        PlainPython = "plain-python",
    }
}

impl PortClass {
    /// The measured functions that stand for it.
    #[must_use]
    pub const fn workloads(self) -> &'static [Workload] {
        match self {
            Self::Waits => &[Workload::Record],
            Self::CLibrary => &[Workload::Aggregate, Workload::Thumbnail],
            Self::PlainPython => &[Workload::Dedupe],
        }
    }

    /// Its name as prose writes it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waits => "waits for services",
            Self::CLibrary => "C library underneath",
            Self::PlainPython => "plain Python",
        }
    }
}

/// The smallest and the largest of what was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The smallest.
    pub low: Decimal,
    /// The largest.
    pub high: Decimal,
}

impl Span {
    /// One value.
    #[must_use]
    pub const fn of(value: Decimal) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    /// Returns the smallest span that contains both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }
}

/// Time of a variant ÷ time of Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factors {
    /// CPU time of a warm invocation.
    pub computing: Span,
    /// Duration of a warm invocation, waiting included.
    pub whole: Span,
    /// Init duration.
    pub init: Span,
}

impl Factors {
    /// Returns the smallest span that contains both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            computing: self.computing.and(other.computing),
            whole: self.whole.and(other.whole),
            init: self.init.and(other.init),
        }
    }
}

/// Measured factors of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassFactors {
    /// The class.
    pub class: PortClass,
    /// Rust ÷ Python.
    pub rust: Factors,
    /// A Python handler with an extension in Rust ÷ Python; `None` where there is nothing for it to do.
    pub hybrid: Option<Factors>,
}

impl Factors {
    fn spans(&self) -> [Span; 3] {
        [self.computing, self.whole, self.init]
    }

    /// Six numbers with blanks between them.
    fn encode(&self) -> String {
        let spans = self
            .spans()
            .map(|Span { low, high }| format!("{low} {high}"));
        spans.join(" ")
    }

    fn decode(text: &str) -> Option<Self> {
        let numbers = text.split(' ').map(|number| number.parse::<Decimal>().ok());
        let numbers = numbers.collect::<Option<Vec<Decimal>>>()?;
        let spans = numbers.chunks(2).map(|pair| match *pair {
            [low, high] => Some(Span { low, high }),
            _ => None,
        });
        match spans.collect::<Option<Vec<Span>>>()?[..] {
            [computing, whole, init] => Some(Self {
                computing,
                whole,
                init,
            }),
            _ => None,
        }
    }
}

/// Measured effects of a port, and of connecting in INIT.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PortTable {
    /// One for each class.
    pub classes: Vec<ClassFactors>,
    /// Reduction of a Python cold start's billed time if it connects to DynamoDB in INIT instead of in
    /// the first call, in ms, by memory size in MB, which ascends.
    pub connecting: Vec<(u32, Millis)>,
}

impl PortTable {
    /// The factors of a class.
    #[must_use]
    pub fn class(&self, class: PortClass) -> Option<&ClassFactors> {
        self.classes.iter().find(|factors| factors.class == class)
    }

    /// Returns what connecting in INIT saves per cold start, in ms, at the largest measured memory size up to
    /// `memory_mb`, or at the smallest.
    #[must_use]
    pub fn connecting_saves(&self, memory_mb: u32) -> Option<Millis> {
        let up_to = self.connecting.iter().rfind(|(size, _)| *size <= memory_mb);
        let (_, saved) = up_to.or(self.connecting.first())?;
        Some(*saved)
    }

    /// Encodes as text for a page: a line for each class and for each memory size.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut text = String::new();
        for ClassFactors {
            class,
            rust,
            hybrid,
        } in &self.classes
        {
            let hybrid = hybrid.map_or_else(String::new, |factors| factors.encode());
            let _ = writeln!(text, "{class}\t{}\t{hybrid}", rust.encode());
        }
        for (memory_mb, saved) in &self.connecting {
            let _ = writeln!(text, "{memory_mb}\t{saved}");
        }
        text
    }

    /// Decodes the text that [`PortTable::encode`] wrote; `None` for other texts.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let mut table = Self::default();
        for line in text.lines() {
            match line.split('\t').collect::<Vec<_>>()[..] {
                [class, rust, hybrid] => table.classes.push(ClassFactors {
                    class: class.parse().ok()?,
                    rust: Factors::decode(rust)?,
                    hybrid: match hybrid {
                        "" => None,
                        hybrid => Some(Factors::decode(hybrid)?),
                    },
                }),
                [memory_mb, saved] => {
                    let size = memory_mb.parse().ok()?;
                    table.connecting.push((size, saved.parse().ok()?));
                }
                _ => return None,
            }
        }
        Some(table)
    }
}
