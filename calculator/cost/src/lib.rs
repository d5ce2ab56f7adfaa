//! Monthly bills of AWS Lambda functions, to the cent.
//!
//! Pure functions over the prices of [`data_core`]: exact decimals, no input or output, no binary
//! floating point in money. `cargo bill` and the calculator in the browser both call
//! [`Bill::of`].

#![deny(clippy::wildcard_enum_match_arm)]

mod arm64;
mod bill;
mod cents;
mod change;
mod comparison;
mod export;
pub mod fleet;
mod grouped;
mod parse;
mod payback;
mod provisioned;
mod range;
pub mod self_test;
mod usage;

pub use arm64::arm64_saving;
pub use bill::{Bill, Charge, Item, Line, PriceNotKnown};
pub use cents::Cents;
pub use change::{Change, Share};
pub use comparison::{
    Comparison, InitBilling, MemoryChoice, Missing, Month, NotMeasured, Scenario, UnknownMemory,
    sizes,
};
pub use export::csv;
pub use grouped::grouped;
pub use parse::{
    InvalidInput, MOST_REQUESTS, parse_concurrency, parse_day_rate, parse_days, parse_duration_ms,
    parse_ephemeral_mb, parse_hours, parse_memory_mb, parse_percent, parse_price, parse_requests,
    parse_share, parse_usage,
};
pub use payback::{Payback, Port};
pub use provisioned::break_even_utilisation;
pub use range::Range;
pub use usage::{Provisioned, SnapStart, Usage};
