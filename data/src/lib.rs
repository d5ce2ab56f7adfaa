//! The committed figures, typed.
//!
//! Everything the site shows comes from the CSV files beside this crate: `measurements/` (our
//! own runs), `prices/` (AWS's price list) and `published/` (others' measurements on AWS).
//! This crate is the only place that knows the name of a CSV column. It validates every row
//! and says file, line, column and reason of a bad one.
//!
//! [`data_core`] has what a browser needs of it, and is exported here, too.

#![deny(clippy::wildcard_enum_match_arm)]

mod aws_facts;
mod aws_model;
mod dataset;
mod earlier_talk;
mod example_file;
mod function_rows;
mod harness_overhead;
mod interval;
mod list;
mod load;
mod packages;
mod place;
mod port_factors;
mod price_files;
mod published;
mod python_build;
mod reader;
mod recorder;
mod repetition_speed;
mod rows;
mod run;
mod shown;
mod summary;
mod timing_sets;
mod trials;
mod version;
mod writer;

pub use aws_facts::{AwsFact, FactUnit, FactValue, Month};
pub use aws_model::{AwsModel, ControlCell, Estimates, Figure, Judgement, Parameter, turned_round};
pub use data_core::*;
pub use dataset::{Dataset, RecordedRun};
pub use earlier_talk::EarlierFigure;
pub use function_rows::{FunctionName, FunctionRecorder, NoFunctionName};
pub use harness_overhead::HarnessOverhead;
pub use interval::Interval;
pub use load::Load;
pub use packages::Package;
pub use place::Place;
pub use price_files::read_prices;
pub use published::{PublishedColdStart, PublishedWorkload, Source};
pub use python_build::{Optimisation, PythonBuild};
pub use reader::Error;
pub use recorder::{Recorder, interrupted_run, record_run, run_ids};
pub use repetition_speed::RepetitionSpeed;
pub use rows::Invocation;
pub use run::{CpuLimit, Difference, DynamoDbProtocol, Environment, Run};
pub use summary::{Repetition, Selection, Statistic, Summary};
pub use timing_sets::measured_timing;
pub use trials::{Trial, TrialFigure, TrialStart};
pub use version::{NoVersion, Version};
