//! A run as it is estimated to be on AWS.

use super::{
    AwsModel, ControlCell, Figure, Judgement,
    work::{Measured, Work},
};
use crate::{Dataset, Invocation, Millis, Run, Start};

/// A local run as the model estimates it to be on AWS, and what that rests on.
#[derive(Clone, Debug)]
pub struct Estimates {
    /// The local run of the control functions.
    pub controls: Run,
    /// Figures that were measured in it and published by others.
    pub cells: Vec<ControlCell>,
    /// The model that was fitted to half of them.
    pub model: AwsModel,
    /// Judgement on the other half of the figures.
    pub judgement: Judgement,
    /// The run: the one that the site shows if that is local, or else the local one that it would show
    /// by itself.
    pub run: Run,
    /// The run's invocations, each with the durations that it is estimated to have on AWS. Those of
    /// languages without a control function are left out.
    pub invocations: Vec<Invocation>,
}

impl Estimates {
    /// Estimates the run; `None` if there is none, or no local run has all control functions.
    #[must_use]
    pub fn of(dataset: &Dataset) -> Option<Self> {
        let (controls, _) = dataset.run_of_controls()?;
        let cells = dataset.control_cells();
        let model = AwsModel::fit(&cells)?;
        let judgement = Judgement::of(&model, &cells)?;
        let local = dataset.showing_local()?;
        let measured = Measured {
            run: &local.run,
            packages: &local.packages,
        };
        let rows = local.invocations.iter();
        let invocations = rows.filter_map(|row| estimate(&model, measured, row));
        Some(Self {
            run: local.run.clone(),
            invocations: invocations.collect(),
            controls: controls.clone(),
            cells,
            model,
            judgement,
        })
    }
}

fn estimate(model: &AwsModel, measured: Measured, row: &Invocation) -> Option<Invocation> {
    let of = |figure, ms: Millis| {
        let work = Work::of(measured, row.workload, row.variant, figure, ms.as_f64())?;
        Millis::from_f64(model.estimate_of(&work))
    };
    let call = match row.start {
        Start::Cold => Figure::FirstCall,
        Start::Warm => Figure::WarmCall,
    };
    let duration_ms = of(call, row.duration_ms)?;
    let init_ms = match row.init_ms {
        Some(init) => Some(of(Figure::Init, init)?),
        None => None,
    };
    Some(Invocation {
        duration_ms,
        init_ms,
        billed_ms: Millis::billed_ms(duration_ms, init_ms),
        ..row.clone()
    })
}
