//! Details of the answer: every line of the bills, charts, and ways to share a result.

use crate::{
    Properties,
    address::address_of,
    arithmetic::{bills, steps},
    link,
    markup::details,
    model::Model,
    percentiles::percentiles,
    qr::qr_code,
    self_test::SelfTest,
    sentence,
    speed_chart::speed_chart,
    svg::Plot,
    volume_chart::volume_chart,
    widget::pays_from,
};
use cost::{Comparison, csv};
use data_core::{TimingSet, TimingSource};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use yew::prelude::*;

/// The part of the page below the answer.
pub struct Details;

/// A reason to show it again.
pub enum Update {
    /// The model has changed.
    Model,
    /// The QR code was asked for, or is to go away.
    QrCode,
}

impl Component for Details {
    type Message = Update;
    type Properties = Properties;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn update(&mut self, context: &Context<Self>, update: Update) -> bool {
        if let Update::QrCode = update {
            let mut model = context.props().model.borrow_mut();
            model.shows_qr_code = !model.shows_qr_code;
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let model = context.props().model.borrow();
        let set = model.form.set(&model.tables);
        let hash = link::write(&model.form);
        html! {
            <div data-hash={hash.clone()}>
                { set.and_then(|set| results(context, &model, set, &hash)) }
                <SelfTest ..context.props().clone() />
                <p class="calculator-provenance">{ model.tables.provenance.join(" ") }</p>
            </div>
        }
    }
}

/// `None` without a bill.
fn results(context: &Context<Details>, model: &Model, set: &TimingSet, hash: &str) -> Option<Html> {
    let form = &model.form;
    let comparison = Comparison::of(&form.prices, set, &form.scenario).ok()?;
    let plot = Plot {
        width: model.chart_width,
    };
    let steps = steps(&comparison);
    Some(html! {
        <div>
            { actions(context, model, &comparison, hash) }
            <p class="calculator-provenance">{ &set.provenance }</p>
            { bills(&comparison) }
            <p>{ sentence::per_invocation(&comparison) }</p>
            { details("calculator-steps", "How each line is computed", steps) }
            { volume_chart(plot, form, &comparison, pays_from(model, &comparison)) }
            { speed_chart(plot, &comparison) }
            { percentiles(&comparison) }
        </div>
    })
}

/// The actions on a result. `book/theme/calculator.js` carries out those that need the browser.
fn actions(context: &Context<Details>, model: &Model, comparison: &Comparison, hash: &str) -> Html {
    let csv = csv(comparison);
    let csv = utf8_percent_encode(&csv, NON_ALPHANUMERIC);
    let csv = format!("data:text/csv;charset=utf-8,{csv}");
    let code = context.link().callback(|_: MouseEvent| Update::QrCode);
    let has_own = model.form.source == TimingSource::Own;
    let shown = model.shows_qr_code.to_string();
    html! {
        <>
            <p class="calculator-actions">
                <button type="button" data-action="copy">{ "Copy the link" }</button>
                <button type="button" data-action="markdown">{ "Copy as Markdown" }</button>
                <button type="button" data-action="picture">{ "Save as a picture" }</button>
                <button type="button" onclick={code} aria-expanded={shown}>{ "QR code" }</button>
                <a class="action" href={csv} download="bill.csv">{ "Save as CSV" }</a>
                <button type="button" data-action="print">{ "Print" }</button>
                <span role="status"></span>
            </p>
            if has_own {
                <p class="calculator-basis">
                    { "The link leaves out your own figures: it opens with the estimate for AWS." }
                </p>
            }
            if model.shows_qr_code {
                <div class="calculator-qr">{ qr_code(&address_of(hash)) }</div>
            }
        </>
    }
}
