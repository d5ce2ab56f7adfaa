//! AWS's own worked examples of a bill.

use crate::{Architecture, Decimal};

/// A month as AWS describes it, in us-east-1 on x86_64, and the amounts that AWS publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkedExample {
    /// Its name in `data/published/aws-worked-examples.json`.
    pub id: String,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Ephemeral storage in MB.
    pub ephemeral_mb: u32,
    /// Invocations on demand.
    pub requests: u64,
    /// Duration of each in ms.
    pub duration_ms: Decimal,
    /// `true` if the free tier is taken off.
    pub free_tier: bool,
    /// Sandboxes, hours, invocations and their duration in ms, of provisioned concurrency.
    pub provisioned: Option<(u32, Decimal, u64, Decimal)>,
    /// Hours in the cache and restores, of SnapStart.
    pub snapstart: Option<(Decimal, u64)>,
    /// The published amounts in USD: an item's name, or `total`.
    pub published: Vec<(String, Decimal)>,
}

impl WorkedExample {
    /// The region of every example.
    pub const REGION: &'static str = "us-east-1";
    /// The architecture of every example.
    pub const ARCHITECTURE: Architecture = Architecture::X86_64;
}
