//! The empty function: what it takes here and on AWS, and the floor between the two, which is the time
//! that AWS adds to every function.

use super::{
    context::{Cell, Context},
    number::percent,
    published_cold_starts::{PYTHON, RUST},
};
use anyhow::{Context as _, Result, bail};
use data::{Architecture, ColdStart, Environment, Millis, Variant, Workload};

/// An empty function, here and on AWS.
pub(super) struct Empty {
    pub measured: ColdStart,
    pub published: ColdStart,
}

/// Both languages' empty functions, and the floor read from Rust's.
pub(super) struct Hello {
    pub rust: Empty,
    pub python: Empty,
    pub floor: ColdStart,
}

impl Hello {
    /// Reads them from the run that is shown and from what others published.
    ///
    /// # Errors
    /// One of them is missing, or there is no floor.
    pub(super) fn of(context: &Context) -> Result<Self> {
        match context.dataset.run.environment {
            Environment::Local => {}
            Environment::Aws => bail!("the run was made on AWS: there is nothing to estimate"),
        }
        let architecture = context.architecture()?;
        let rust = empty(context, Variant::Rust, RUST, architecture)?;
        let python = empty(context, Variant::Python, PYTHON, architecture)?;
        let floor = context
            .dataset
            .floor()
            .context("an empty Rust function took longer here than on AWS: measure again")?;
        Ok(Self {
            rust,
            python,
            floor,
        })
    }

    /// The estimate of Python's `hello`.
    pub(super) fn estimate(&self) -> ColdStart {
        self.python.measured.above(self.floor)
    }
}

fn empty(
    context: &Context,
    variant: Variant,
    runtime: &str,
    architecture: Architecture,
) -> Result<Empty> {
    let dataset = context.dataset;
    let measured = ColdStart::measured(&dataset.invocations, variant)
        .ok_or_else(|| context.not_measured(Cell::at_all_sizes(Workload::Hello, variant)))?;
    let published = &dataset.published_cold_starts;
    let published = ColdStart::published(published, runtime, architecture)
        .with_context(|| format!("no zip of {runtime} on {architecture} was published"))?;
    Ok(Empty {
        measured,
        published,
    })
}

/// `17 % less`, of an estimate against what was published.
pub(super) fn off(estimate: Millis, published: Millis) -> String {
    let ratio = estimate.as_f64() / published.as_f64();
    if ratio < 1.0 {
        format!("{} less", percent(1.0 - ratio))
    } else {
        format!("{} more", percent(ratio - 1.0))
    }
}
