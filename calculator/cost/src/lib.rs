//! What a month of an AWS Lambda function costs, to the cent.
//!
//! Pure functions over [`data`]'s prices: exact decimals, no input or output, no binary
//! floating point in money. `cargo bill` and the calculator in the browser both call
//! [`Bill::of`].

mod bill;
mod cents;
mod change;
mod usage;

pub use bill::{Bill, Item, Line};
pub use cents::Cents;
pub use change::{Change, Share};
pub use usage::{
    InvalidInput, Usage, parse_duration_ms, parse_ephemeral_mb, parse_memory_mb, parse_percent,
    parse_requests, parse_share,
};
