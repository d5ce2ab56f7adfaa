//! Sources of timings.
//!
//! A new source is a row here and what gives its timings, in `timing_sets.rs`: the options of
//! `cargo bill compare`, `{{#bill}}`, the calculator's form and every error text follow.

use crate::Origin;

named! {
    /// Source of timings. Nothing shows a timing without naming its source.
    TimingSource {
        /// The local Lambda: never to be shown as AWS's.
        Local = "local",
        /// AWS, as a model estimates it from the local Lambda.
        Estimate = "estimate",
        /// AWS, as third parties measured and published it.
        Published = "published",
        /// AWS, as `cargo measure aws` or `cargo measure import` recorded it.
        Aws = "aws",
        /// A server in AWS's place, where the run that is shown was made through one: never to be shown
        /// as AWS's.
        Endpoint = "endpoint",
        /// The reader's own figures.
        Own = "yours",
    }
}

/// Row of the table of sources.
struct Row {
    label: &'static str,
    about: &'static str,
    origin: Origin,
    mark: &'static str,
    how_to_get: Option<&'static str>,
}

impl TimingSource {
    #[allow(
        clippy::inline_always,
        reason = "leaves unused columns out of the wasm"
    )]
    #[inline(always)]
    const fn row(self) -> Row {
        match self {
            Self::Local => Row {
                label: "Measured here (local Lambda)",
                about: "measured on the local Lambda",
                origin: Origin::Measured,
                mark: "measured here",
                how_to_get: Some("measure with `cargo measure local`"),
            },
            Self::Estimate => Row {
                label: "Estimate of AWS",
                about: "what these are estimated to be on AWS",
                origin: Origin::Estimated,
                mark: "estimated",
                how_to_get: Some("measure all controls, too, with `cargo measure local`"),
            },
            Self::Published => Row {
                label: "Published, measured on AWS",
                about: "measured on AWS by others",
                origin: Origin::Published,
                mark: "published",
                how_to_get: Some("fill data/published/published-workloads.csv"),
            },
            Self::Aws => Row {
                label: "Measured on AWS",
                about: "measured on AWS with this project",
                origin: Origin::Measured,
                mark: "measured on AWS",
                how_to_get: Some("measure with `cargo measure aws` or `cargo measure import`"),
            },
            Self::Endpoint => Row {
                label: "Through an endpoint, not on AWS",
                about: "measured through an endpoint, not on AWS",
                origin: Origin::Measured,
                mark: "measured through an endpoint",
                how_to_get: None,
            },
            Self::Own => Row {
                label: "Yours",
                about: "your own",
                origin: Origin::Yours,
                mark: "yours",
                how_to_get: None,
            },
        }
    }

    /// Its name in a list of choices.
    #[must_use]
    pub const fn label(self) -> &'static str {
        self.row().label
    }

    /// Describes in a few words how its timings were obtained.
    #[must_use]
    pub const fn about(self) -> &'static str {
        self.row().about
    }

    /// Returns the origin of its figures, which their mark shows.
    #[must_use]
    pub const fn origin(self) -> Origin {
        self.row().origin
    }

    /// The words of that mark, such as `measured here`.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        self.row().mark
    }

    /// Returns what to do if the committed figures give none; `None` if they can't give any by themselves.
    #[must_use]
    pub const fn how_to_get(self) -> Option<&'static str> {
        self.row().how_to_get
    }

    /// The sources of what is committed below `data/`.
    pub fn committed() -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|source| source.how_to_get().is_some())
    }
}
