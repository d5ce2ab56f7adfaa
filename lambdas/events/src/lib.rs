//! Bodies of the functions' events, of any size and the same at every call.

mod orders;
mod random;
mod records;

pub use orders::{MEASURED_ORDERS, orders};
pub use records::records;
