//! The surroundings of functions on the local Lambda, chosen on the command line.

use anyhow::Result;
use bench::dynamodb;
use clap::{ArgAction, Args, value_parser};
use data::DynamoDbProtocol;

/// `DynamoDB`, and where files are read from.
#[derive(Args, Clone, Debug)]
pub struct Surroundings {
    /// Protocol between functions and DynamoDB: `tls`, as on AWS, or `plain`
    #[arg(long, value_name = "PROTOCOL", default_value_t = DynamoDbProtocol::Tls)]
    pub dynamodb: DynamoDbProtocol,
    /// Milliseconds that each DynamoDB call takes, and each round trip of a new connection
    /// [default: what others measured on AWS, from data/published]
    #[arg(long, value_name = "D", value_parser = value_parser!(u32).range(0..=10_000))]
    dynamodb_latency_ms: Option<u32>,
    /// Evict a function's files from memory before each cold start, so that INIT reads them from the
    /// disk
    #[arg(long, value_name = "BOOL", default_value_t = true, action = ArgAction::Set, num_args = 0..=1,
          require_equals = true, default_missing_value = "true")]
    pub cold_files: bool,
}

/// The options' names.
pub const OPTIONS: [&str; 3] = ["dynamodb", "dynamodb_latency_ms", "cold_files"];

impl Surroundings {
    /// The time of a `DynamoDB` call, in ms.
    ///
    /// # Errors
    /// None was chosen, and the published figures can't be read.
    pub fn latency_ms(&self) -> Result<u32> {
        self.dynamodb_latency_ms
            .map_or_else(dynamodb::latency_ms, Ok)
    }
}
