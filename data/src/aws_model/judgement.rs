//! Judgement of the model.

use super::{AwsModel, ControlCell};
use crate::{Language, nearest_rank};

/// Judgement of a model on cells that it was not fitted to.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Number of cells.
    pub cells: usize,
    /// The median of the errors' sizes, as shares of what was published.
    pub median_error: f64,
    /// Number of cells whose estimate is within [`Self::FAR`] of the published figure.
    pub near: usize,
    /// Largest deviation of AWS's figure in nine of ten cells, as a share of the estimate.
    pub band: f64,
    /// The same of the ratio of Python's figure to Rust's, where both have a cell.
    pub ratio_band: f64,
}

impl Judgement {
    /// The error above which an estimate is far off, as a share of what was published.
    pub const FAR: f64 = 0.35;

    /// Percentage of cells within [`Self::band`].
    const WITHIN_BAND: usize = 90;

    /// Judges a model; `None` if no cell is for that.
    #[must_use]
    pub fn of(model: &AwsModel, cells: &[ControlCell]) -> Option<Self> {
        let judged = cells.iter().filter(|cell| cell.is_judged);
        let errors = sizes(judged.clone().map(|cell| model.error(cell)));
        let off = sizes(judged.map(|cell| cell.published_ms / model.estimate_ms(cell) - 1.0));
        let judged = pairs(cells).filter(|(rust, _)| rust.is_judged);
        let ratios_off = sizes(judged.map(|(rust, python)| {
            let estimated = model.estimate_ms(python) / model.estimate_ms(rust);
            python.published_ms / rust.published_ms / estimated - 1.0
        }));
        Some(Self {
            cells: errors.len(),
            median_error: nearest_rank(&errors, 50)?,
            near: errors.iter().filter(|&&error| error <= Self::FAR).count(),
            band: nearest_rank(&off, Self::WITHIN_BAND)?,
            ratio_band: nearest_rank(&ratios_off, Self::WITHIN_BAND)?,
        })
    }

    /// [`Self::band`] in per cent, rounded up.
    #[must_use]
    pub fn band_percent(&self) -> u32 {
        percent(self.band)
    }

    /// [`Self::ratio_band`] in per cent, rounded up.
    #[must_use]
    pub fn ratio_band_percent(&self) -> u32 {
        percent(self.ratio_band)
    }
}

fn percent(share: f64) -> u32 {
    (1..=1000)
        .find(|&percent| f64::from(percent) >= share * 100.0)
        .unwrap_or(1000)
}

/// The errors' sizes, ascending.
fn sizes(errors: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sizes: Vec<f64> = errors.map(f64::abs).collect();
    sizes.sort_by(f64::total_cmp);
    sizes
}

/// The cells of the same figure of a function at the same memory size: in Rust, and in Python.
fn pairs(cells: &[ControlCell]) -> impl Iterator<Item = (&ControlCell, &ControlCell)> {
    let of = |language| cells.iter().filter(move |cell| cell.language == language);
    of(Language::Rust).filter_map(move |rust| {
        let same = move |python: &&ControlCell| {
            (python.workload, python.memory_mb, python.figure)
                == (rust.workload, rust.memory_mb, rust.figure)
        };
        of(Language::Python).find(same).map(|python| (rust, python))
    })
}

/// A figure of a function at a memory size for which the estimate says that the other language is
/// faster than the published figures say: the cell in Rust, and that in Python.
#[must_use]
pub fn turned_round<'a>(
    model: &AwsModel,
    cells: &'a [ControlCell],
) -> Vec<(&'a ControlCell, &'a ControlCell)> {
    let is_turned = |(rust, python): &(&ControlCell, &ControlCell)| {
        let published = rust.published_ms < python.published_ms;
        published != (model.estimate_ms(rust) < model.estimate_ms(python))
    };
    pairs(cells).filter(is_turned).collect()
}
