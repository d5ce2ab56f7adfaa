//! What stands behind the answer: every line of the bills, charts, and what a reader can take along.

use crate::{
    Properties,
    address::address_of,
    arithmetic::{bills, steps},
    link,
    markup::{details, element, text},
    model::Model,
    percentiles::percentiles,
    qr::qr_code,
    self_test::self_test,
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

/// What follows the answer.
pub struct Details {
    /// AWS's examples don't change with the form.
    self_test: Html,
}

/// Why it is shown again.
pub enum Update {
    /// The model has changed.
    Model,
    /// The QR code was asked for, or is to go away.
    QrCode,
}

impl Component for Details {
    type Message = Update;
    type Properties = Properties;

    fn create(context: &Context<Self>) -> Self {
        let model = context.props().model.borrow();
        let self_test = self_test(&model.tables);
        Self { self_test }
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
        let results = set.and_then(|set| results(context, &model, set, &hash));
        let parts = vec![
            results.unwrap_or_default(),
            self.self_test.clone(),
            text(
                "p",
                &["class"],
                &["calculator-provenance"],
                &model.tables.provenance.join(" "),
            ),
        ];
        element("div", &["data-hash"], &[&hash], parts)
    }
}

/// `None` without a bill.
fn results(context: &Context<Details>, model: &Model, set: &TimingSet, hash: &str) -> Option<Html> {
    let form = &model.form;
    let comparison = Comparison::of(&form.prices, set, &form.scenario).ok()?;
    let plot = Plot {
        width: model.chart_width,
    };
    let parts = vec![
        actions(context, model, &comparison, hash),
        text("p", &["class"], &["calculator-provenance"], &set.provenance),
        bills(&comparison),
        text("p", &[], &[], &sentence::per_invocation(&comparison)),
        details(
            "calculator-steps",
            "How each line is computed",
            steps(&comparison),
        ),
        volume_chart(plot, form, &comparison, pays_from(model, &comparison)),
        speed_chart(plot, &comparison),
        percentiles(&comparison),
    ];
    Some(element("div", &[], &[], parts))
}

/// What can be done with a result. `book/theme/calculator.js` does what needs the browser.
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
                    { "The link leaves your own figures out: it opens with the estimate of AWS." }
                </p>
            }
            if model.shows_qr_code {
                <div class="calculator-qr">{ qr_code(&address_of(hash)) }</div>
            }
        </>
    }
}
