//! Core that a browser needs as well: exact decimals, the price list, mean timings, and the tables of
//! languages, variants, services and timing sources.
//!
//! [`wire`] is the text that carries prices and timings into a page, [`report_line`] a REPORT line, written
//! and read, and [`own`] reads what people measured of their own functions. No file is read here; the crate
//! `data` has the committed rows.

#![deny(clippy::wildcard_enum_match_arm)]

#[macro_use]
mod names;

mod decimal;
mod examples;
mod measurement;
mod millis;
mod origin;
pub mod own;
mod port;
mod prices;
pub mod report_line;
mod samples;
mod services;
mod timing;
mod timing_source;
mod wide;
pub mod wire;

pub use decimal::{Decimal, ParseDecimalError};
pub use examples::WorkedExample;
pub use measurement::{ByLanguage, Language, MEMORY_MB, Mark, Start, Variant, Workload};
pub use millis::{Millis, ParseMillisError};
pub use names::{UnknownName, place_of};
pub use origin::Origin;
pub use port::{ClassFactors, Factors, PortClass, PortTable, Span};
pub use prices::{Architecture, PriceList, RegionPrices, SavingsPlan, ServicePrice, Tier};
pub use samples::{Sample, nearest_rank};
pub use services::{FieldName, Input, Labels, Scale, Service, ServiceUsage, UsageInput};
pub use timing::{Percentile, Percentiles, Timing, TimingSet};
pub use timing_source::TimingSource;
