//! The model that turns what was measured on the local Lambda into an estimate of AWS, and its test:
//! control functions that others measured on AWS and that were measured here, too.
//!
//! An estimate is a sum of [terms](Parameter). Each term is something that is known of the local figure
//! (the computing that it holds, the calls of DynamoDB, the size of the program) times a parameter. The
//! parameters are fitted to one half of the [cells](ControlCell) by least squares of the relative error,
//! and judged by the other half.

mod cells;
mod estimates;
mod fit;
mod judgement;
mod work;

pub use cells::{ControlCell, Figure};
pub use estimates::Estimates;
pub use judgement::{Judgement, turned_round};

use crate::{Language, named};
use fit::least_squares;
use work::Work;

named! {
    /// Term of the model: a quantity times a number that is fitted.
    Parameter {
        /// Computing in Rust: ms on AWS for each ms here.
        RustComputing = "computing-rust",
        /// Computing in Python: ms on AWS for each ms here.
        PythonComputing = "computing-python",
        /// Starting Python and importing modules: ms on AWS for each ms here.
        PythonInit = "init-python",
        /// AWS's own work in INIT, in ms.
        Init = "init",
        /// Loading a program that is its own runtime in INIT: ms for each MB of it.
        Program = "program",
        /// AWS's own work in a call, in ms.
        Call = "call",
        /// Wait for a call to DynamoDB, in ms.
        RoundTrip = "round-trip",
        /// Wait for the first connection to DynamoDB, in ms.
        Connection = "connection",
    }
}

impl Parameter {
    /// Quantity that the parameter is multiplied by.
    fn term(self, work: &Work) -> f64 {
        let only = |holds: bool, value: f64| if holds { value } else { 0.0 };
        let is_init = work.figure == Figure::Init;
        let is = |language| work.language == language;
        match self {
            Self::RustComputing => only(is(Language::Rust), work.computing_ms),
            Self::PythonComputing => only(is(Language::Python) && !is_init, work.computing_ms),
            Self::PythonInit => only(is(Language::Python) && is_init, work.computing_ms),
            Self::Init => only(is_init, 1.0),
            Self::Program => only(is_init, work.program_mb),
            Self::Call => only(!is_init, 1.0),
            Self::RoundTrip => f64::from(work.dynamodb_calls),
            Self::Connection => only(work.connects, 1.0),
        }
    }
}

/// The fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct AwsModel {
    /// One value for each parameter, in their order.
    values: Vec<f64>,
}

impl AwsModel {
    /// Fits the model to the cells that are not judged; `None` if they are too few to tell the
    /// parameters.
    #[must_use]
    pub fn fit(cells: &[ControlCell]) -> Option<Self> {
        let fitted = cells.iter().filter(|cell| !cell.is_judged);
        // An error of a tenth counts alike in a cell of 2 ms and in one of 5 s.
        let relative = |cell: &ControlCell| {
            let terms = Parameter::ALL.iter().map(|each| each.term(&cell.work));
            let terms: Vec<f64> = terms.map(|term| term / cell.published_ms).collect();
            (terms, 1.0)
        };
        let values = least_squares(&fitted.map(relative).collect::<Vec<_>>())?;
        Some(Self { values })
    }

    /// The value of a parameter.
    #[must_use]
    pub fn value(&self, parameter: Parameter) -> f64 {
        self.values[parameter as usize]
    }

    /// Estimates a cell's figure on AWS, in ms.
    #[must_use]
    pub fn estimate_ms(&self, cell: &ControlCell) -> f64 {
        self.estimate_of(&cell.work)
    }

    fn estimate_of(&self, work: &Work) -> f64 {
        let parameters = Parameter::ALL.iter();
        { parameters }
            .map(|&each| each.term(work) * self.value(each))
            .sum()
    }

    /// Returns the excess of an estimate as a share of the published figure; negative if it is too low.
    #[must_use]
    pub fn error(&self, cell: &ControlCell) -> f64 {
        self.estimate_ms(cell) / cell.published_ms - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Workload;

    /// Cells of `light` at a few memory sizes; what AWS takes is known: 1.5 ms for each ms of
    /// computing in Rust and 0.5 in Python, 4 ms for each of two calls of DynamoDB, 30 for the
    /// connection, 1 of its own in a call and 16 in INIT, 7 for each MB of a program of 12.
    fn cells() -> Vec<ControlCell> {
        let mut cells = Vec::new();
        for (index, memory_mb) in [128, 256, 512, 1024].into_iter().enumerate() {
            let share = 1769.0 / f64::from(memory_mb);
            for (language, computing, init, factor, init_factor, program_mb) in [
                (Language::Rust, 60.0 * share, 6.0, 1.5, 1.5, 12.0),
                (Language::Python, 28.0 * share, 360.0, 0.5, 1.25, 0.0),
            ] {
                for figure in Figure::ALL.iter().copied() {
                    let is_init = figure == Figure::Init;
                    let connects = figure == Figure::FirstCall;
                    let computing_ms = match figure {
                        Figure::Init => init,
                        Figure::FirstCall => computing,
                        Figure::WarmCall => computing / 20.0,
                    };
                    let published_ms = if is_init {
                        16.0 + init_factor * init + 7.0 * program_mb
                    } else {
                        1.0 + 8.0 + factor * computing_ms + if connects { 30.0 } else { 0.0 }
                    };
                    cells.push(ControlCell {
                        workload: Workload::Light,
                        language,
                        memory_mb,
                        figure,
                        local_ms: computing_ms,
                        published_ms,
                        is_judged: index % 2 == 1,
                        work: Work {
                            language,
                            figure,
                            computing_ms,
                            program_mb: if is_init { program_mb } else { 0.0 },
                            dynamodb_calls: if is_init { 0 } else { 2 },
                            connects,
                        },
                    });
                }
            }
        }
        // Without an empty function, AWS's own work could not be told from DynamoDB's, nor from a
        // program's size.
        for (figure, published_ms) in [(Figure::Init, 16.0), (Figure::WarmCall, 1.0)] {
            let mut empty = cells[0].clone();
            empty.workload = Workload::Hello;
            (empty.figure, empty.work.figure) = (figure, figure);
            (empty.work.computing_ms, empty.work.program_mb) = (0.0, 0.0);
            empty.work.dynamodb_calls = 0;
            empty.published_ms = published_ms;
            cells.push(empty);
        }
        cells
    }

    #[test]
    fn what_follows_the_model_is_estimated_at_memory_sizes_that_it_has_not_seen() {
        let cells = cells();
        let model = AwsModel::fit(&cells).unwrap();
        for cell in &cells {
            assert!(model.error(cell).abs() < 1e-6, "{cell:?}");
        }
        let judged = Judgement::of(&model, &cells).unwrap();
        assert_eq!((judged.cells, judged.near), (12, 12));
        assert!(turned_round(&model, &cells).is_empty());
    }

    #[test]
    fn a_language_that_is_said_to_be_faster_and_is_not_is_named() {
        let mut cells = cells();
        let model = AwsModel::fit(&cells).unwrap();
        let mut judged = cells.iter_mut().filter(|cell| cell.is_judged);
        let rust = judged
            .find(|cell| cell.figure == Figure::FirstCall)
            .unwrap();
        assert_eq!(rust.language, Language::Rust);
        rust.published_ms = 1.0;
        let memory_mb = rust.memory_mb;
        let turned = turned_round(&model, &cells);
        let [(rust, python)] = turned.as_slice() else {
            panic!("{turned:?}");
        };
        assert_eq!((rust.memory_mb, python.memory_mb), (memory_mb, memory_mb));
        assert_eq!(rust.figure, Figure::FirstCall);
        let judged = Judgement::of(&model, &cells).unwrap();
        assert_eq!((judged.cells, judged.near), (12, 11));
    }

    #[test]
    fn too_few_cells_tell_no_model() {
        assert_eq!(AwsModel::fit(&cells()[..4]), None);
        assert_eq!(AwsModel::fit(&[]), None);
    }
}
