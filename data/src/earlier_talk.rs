//! Figures that the first version of the talk stated.

use crate::{Decimal, reader::Row};
use serde::Deserialize;

/// A figure of the first version of this talk, as it was stated there.
#[derive(Clone, Debug, Deserialize)]
pub struct EarlierFigure {
    /// Quantity, such as `duration`.
    pub figure: String,
    /// `rust` or `python`.
    pub language: String,
    /// Memory size in MB; none where it was not stated, or makes no difference.
    pub memory_mb: Option<u32>,
    /// The figure.
    pub value: Decimal,
    /// `ms`, `MB` or `USD`.
    pub unit: String,
}

impl Row for EarlierFigure {}
