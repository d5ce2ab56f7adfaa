//! Assessment of the functions of a fleet: what each costs, the most that any rewrite could save, the
//! remedies that need no port, and what a port is measured to change.
//!
//! Every amount is the fleet's bill now less the fleet's bill with one function changed, so that tiers and
//! the free tier count as they do on AWS's bill.

mod assess;
mod csv;
mod join;
mod month;

pub use assess::{Assessed, Assessment, Assumptions, Remedy, Saving};
pub use join::{Fleet, Function, Span as MonthsOfData};
pub use month::{Saved, Used};
