//! Scenarios to start from.

/// A scenario with a name.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name on a button.
    pub name: &'static str,
    /// The scenario as a link's hash: see [`crate::link`].
    pub hash: &'static str,
}

/// Every preset. `book/src/calculator.md` describes the assumptions behind each; none was measured.
pub const PRESETS: [Preset; 4] = [
    Preset {
        name: "The talk",
        hash: "",
    },
    Preset {
        name: "API",
        hash: "2&n=10M&r=us-east-1&t=off&g=http-api&dw=1&lk=0.5",
    },
    Preset {
        name: "Queue",
        hash: "2&f=aggregate&n=5M&c=0.1&t=off",
    },
    Preset {
        name: "Nightly job",
        hash: "2&f=dedupe&n=30&c=100",
    },
];
