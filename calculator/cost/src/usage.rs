//! Usage of a function in a month.

use crate::parse::EPHEMERAL_MB;
use data_core::{Architecture, Decimal, SavingsPlan, ServiceUsage};

/// A month of one function. The fields are in the ranges of the `parse_…` functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The architecture; prices and tiers depend on it.
    pub architecture: Architecture,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Ephemeral storage (`/tmp`) in MB; 512 are included.
    pub ephemeral_mb: u32,
    /// Invocations a month, cold or warm, except those on provisioned concurrency.
    pub requests: u64,
    /// Mean billed duration of an invocation in ms, without INIT.
    pub duration_ms: Decimal,
    /// Mean init duration of a cold start in ms; with SnapStart, its restore duration.
    pub init_ms: Decimal,
    /// Share of invocations that are cold starts, from 0 to 1.
    pub cold_share: Decimal,
    /// INIT billing: set for every function since 2025-08-01; before that, not for managed runtimes
    /// packed as zip. Source: AWS Compute Blog, 2025.
    pub init_billing: bool,
    /// Free tier: set if the account's is left for this function.
    pub free_tier: bool,
    /// Provisioned concurrency, if any.
    pub provisioned: Option<Provisioned>,
    /// SnapStart, if any. AWS doesn't combine it with provisioned concurrency.
    pub snapstart: Option<SnapStart>,
    /// Savings plan that covers this usage.
    pub savings_plan: SavingsPlan,
    /// Usage of other services by each invocation.
    pub services: ServiceUsage,
}

impl Usage {
    /// A month on demand without cold starts, with the free tier and nothing that costs extra.
    #[must_use]
    pub const fn on_demand(
        architecture: Architecture,
        memory_mb: u32,
        requests: u64,
        duration_ms: Decimal,
    ) -> Self {
        Self {
            architecture,
            memory_mb,
            ephemeral_mb: *EPHEMERAL_MB.start(),
            requests,
            duration_ms,
            init_ms: Decimal::ZERO,
            cold_share: Decimal::ZERO,
            init_billing: true,
            free_tier: true,
            provisioned: None,
            snapstart: None,
            savings_plan: SavingsPlan::None,
            services: ServiceUsage::NOTHING,
        }
    }

    /// Mean billed time of an invocation in ms: `duration + cold share × init`.
    #[must_use]
    pub fn billed_ms(&self) -> Decimal {
        if self.init_billing {
            self.duration_ms + self.cold_share * self.init_ms
        } else {
            self.duration_ms
        }
    }

    /// All invocations of the month, on demand and on provisioned concurrency.
    #[must_use]
    pub fn invocations(&self) -> u64 {
        let provisioned = self.provisioned.as_ref();
        self.requests + provisioned.map_or(0, |provisioned| provisioned.requests)
    }
}

/// Execution environments kept ready for some hours of the month. Their invocations come on top of
/// [`Usage::requests`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provisioned {
    /// Number of execution environments.
    pub concurrency: u32,
    /// Hours for which they are kept ready.
    pub hours: Decimal,
    /// Invocations that they handle.
    pub requests: u64,
    /// Mean billed duration of these invocations in ms.
    pub duration_ms: Decimal,
}

/// A published version whose execution environments start from a snapshot: a zip of Python 3.12 or
/// later, or a container image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapStart {
    /// Hours for which the version is published; AWS charges at least 3.
    pub cache_hours: Decimal,
    /// Cold starts from the snapshot.
    pub restores: u64,
}
