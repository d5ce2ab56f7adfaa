//! The committed figures, typed.
//!
//! Everything the site shows comes from the CSV files beside this crate: `measurements/` (our
//! own runs), `prices/` (AWS's price list) and `published/` (others' measurements on AWS).
//! This crate is the only place that knows the name of a CSV column. It validates every row
//! and says file, line, column and reason of a bad one.
//!
//! With the feature `csv` off, what remains is small enough for a browser: exact decimals,
//! the price list, mean timings, [`wire`], the text that carries both into a page, and [`own`],
//! which reads what a reader measured.

#![deny(clippy::wildcard_enum_match_arm)]

mod decimal;
mod examples;
mod measurement;
mod millis;
mod names;
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

#[cfg(feature = "csv")]
mod aws_facts;
#[cfg(feature = "csv")]
mod aws_model;
#[cfg(feature = "csv")]
mod dataset;
#[cfg(feature = "csv")]
mod earlier_talk;
#[cfg(feature = "csv")]
mod function_rows;
#[cfg(feature = "csv")]
mod interval;
#[cfg(feature = "csv")]
mod list;
#[cfg(feature = "csv")]
mod load;
#[cfg(feature = "csv")]
mod loopback;
#[cfg(feature = "csv")]
mod packages;
#[cfg(feature = "csv")]
mod place;
#[cfg(feature = "csv")]
mod port_factors;
#[cfg(feature = "csv")]
mod price_files;
#[cfg(feature = "csv")]
mod published;
#[cfg(feature = "csv")]
mod python_build;
#[cfg(feature = "csv")]
mod reader;
#[cfg(feature = "csv")]
mod recorder;
#[cfg(feature = "csv")]
mod repetition_speed;
#[cfg(feature = "csv")]
mod rows;
#[cfg(feature = "csv")]
mod run;
#[cfg(feature = "csv")]
mod shown;
#[cfg(feature = "csv")]
mod summary;
#[cfg(feature = "csv")]
mod timing_sets;
#[cfg(feature = "csv")]
mod trials;
#[cfg(feature = "csv")]
mod version;
#[cfg(feature = "csv")]
mod writer;

pub use decimal::{Decimal, ParseDecimalError};
pub use examples::WorkedExample;
pub use measurement::{ByLanguage, Language, Mark, Start, Variant, Workload};
pub use millis::{Millis, ParseMillisError};
pub use names::UnknownName;
pub use origin::Origin;
pub use port::{ClassFactors, Factors, PortClass, PortTable, Span};
pub use prices::{Architecture, PriceList, RegionPrices, SavingsPlan, ServicePrice, Tier};
pub use services::{FieldName, Input, Labels, Scale, Service, ServiceUsage, UsageInput};
pub use timing::{Percentile, Percentiles, Timing, TimingSet};
pub use timing_source::TimingSource;

#[cfg(feature = "csv")]
pub use {
    aws_facts::{AwsFact, FactUnit, FactValue, Month},
    aws_model::{AwsModel, ControlCell, Estimates, Figure, Judgement, Parameter, turned_round},
    dataset::{Dataset, RecordedRun},
    earlier_talk::EarlierFigure,
    function_rows::{FunctionName, FunctionRecorder, NoFunctionName},
    interval::Interval,
    load::Load,
    loopback::LoopbackExchange,
    packages::Package,
    place::Place,
    published::{PublishedColdStart, PublishedWorkload, Source},
    python_build::{Optimisation, PythonBuild},
    reader::Error,
    recorder::{Recorder, interrupted_run, record_run, run_ids},
    repetition_speed::RepetitionSpeed,
    rows::Invocation,
    run::{CpuLimit, Difference, DynamoDbProtocol, Environment, Run},
    summary::{Repetition, Selection, Statistic, Summary},
    trials::{Trial, TrialFigure, TrialStart},
    version::{NoVersion, Version},
};
