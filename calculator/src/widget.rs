//! The calculator's answer: the sentence, the bill as bars, and the decision.

use crate::{
    bars::{KEY, bars},
    live,
    mark::marked,
    model::{Message, Model},
    sentence,
};
use cost::{Comparison, Range};
use data_core::{TimingSet, Variant};
use std::{cell::RefCell, rc::Rc};
use yew::prelude::*;

/// The properties of each part of the calculator.
#[derive(Clone, yew::Properties)]
pub struct Properties {
    /// Changed by the calculator alone.
    pub model: Rc<RefCell<Model>>,
    /// Called when the model has changed.
    pub changed: Callback<()>,
}

impl Properties {
    /// The properties of a calculator that is not shown yet.
    #[must_use]
    pub fn of(model: Model) -> Self {
        let model = Rc::new(RefCell::new(model));
        let changed = Callback::noop();
        Self { model, changed }
    }
}

impl PartialEq for Properties {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.model, &other.model)
    }
}

/// The calculator's answer.
pub struct Calculator;

impl Component for Calculator {
    type Message = Message;
    type Properties = Properties;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        let Properties { model, changed } = context.props();
        model.borrow_mut().take(message);
        changed.emit(());
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let model = context.props().model.borrow();
        let set = model.form.set(&model.tables);
        set.map(|set| answer(&model, set)).unwrap_or_default()
    }

    fn rendered(&mut self, context: &Context<Self>, _: bool) {
        live::show(&mut context.props().model.borrow_mut());
    }
}

fn answer(model: &Model, set: &TimingSet) -> Html {
    let form = &model.form;
    let result = |words: String| {
        html! { <p class="calculator-result" aria-live="polite">{ words }</p> }
    };
    let comparison = match Comparison::of(&form.prices, set, &form.scenario) {
        Ok(comparison) => comparison,
        Err(reason) => return result(reason.to_string()),
    };
    let missing = comparison.missing.iter().map(ToString::to_string);
    let remarks = missing.chain(sentence::not_known(form, &comparison));
    let decision = sentence::decision(form, &comparison, pays_from(model, &comparison));
    let range = Range::of(&comparison, &form.prices, set, &form.scenario);
    html! {
        <>
            { result(sentence::result(form, &comparison)) }
            <p class="calculator-basis">
                { marked(set.source) }
                <span>{ format!("{}. {KEY}", sentence::basis(form)) }</span>
            </p>
            { bars(&comparison) }
            <p class="calculator-decision">{ decision }</p>
            <div>
                { for remarks.map(|remark| html! { <p class="calculator-error">{ remark }</p> }) }
            </div>
            <p class="calculator-range">{ range.map(|range| sentence::range(&range)) }</p>
        </>
    }
}

/// The volume from which a port pays for itself within a year.
pub fn pays_from(model: &Model, comparison: &Comparison) -> Option<u64> {
    let form = &model.form;
    let python = comparison.month(Variant::Python)?;
    let rust = comparison.month(Variant::Rust)?;
    form.port.volume_that_pays(&form.prices, python, rust)
}
