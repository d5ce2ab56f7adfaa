//! The calculator's answer: a sentence, the bills line by line, and the charts.

use crate::{
    address::address_of,
    arithmetic::{bills, steps},
    bill_chart::bill_chart,
    link, live,
    markup::{details, element, group, text},
    model::{Message, Model},
    percentiles::percentiles,
    qr::qr_code,
    self_test::self_test,
    sentence,
    speed_chart::speed_chart,
    volume_chart::volume_chart,
};
use cost::{Comparison, Range, csv};
use data::{TimingSet, TimingSource, Variant};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::{cell::RefCell, rc::Rc};
use yew::prelude::*;

/// What the calculator shows.
#[derive(Clone, yew::Properties)]
pub struct Properties {
    /// Changed by the calculator alone.
    pub model: Rc<RefCell<Model>>,
}

impl Properties {
    /// Of a calculator that is not shown yet.
    #[must_use]
    pub fn of(model: Model) -> Self {
        let model = Rc::new(RefCell::new(model));
        Self { model }
    }
}

impl PartialEq for Properties {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.model, &other.model)
    }
}

/// The calculator.
pub struct Calculator {
    /// AWS's examples don't change with the form.
    self_test: Html,
}

impl Component for Calculator {
    type Message = Message;
    type Properties = Properties;

    fn create(context: &Context<Self>) -> Self {
        let model = context.props().model.borrow();
        let self_test = self_test(&model.tables);
        Self { self_test }
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        context.props().model.borrow_mut().take(message)
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let model = context.props().model.borrow();
        let set = model.form.set(&model.tables);
        let results = set.map(|set| results(context, &model, set));
        group(vec![
            results.unwrap_or_default(),
            self.self_test.clone(),
            text(
                "p",
                &["class"],
                &["calculator-provenance"],
                &model.tables.provenance.join(" "),
            ),
        ])
    }

    fn rendered(&mut self, context: &Context<Self>, _: bool) {
        live::show(&mut context.props().model.borrow_mut());
    }
}

fn results(context: &Context<Calculator>, model: &Model, set: &TimingSet) -> Html {
    let form = &model.form;
    let result = |text| {
        let values = ["calculator-result", "polite"];
        crate::markup::text("p", &["class", "aria-live"], &values, text)
    };
    let comparison = match Comparison::of(&form.prices, set, &form.scenario) {
        Ok(comparison) => comparison,
        Err(reason) => return result(&reason.to_string()),
    };
    let pair = comparison
        .month(Variant::Python)
        .zip(comparison.month(Variant::Rust));
    let pays_from =
        pair.and_then(|(python, rust)| form.port.volume_that_pays(&form.prices, python, rust));
    let mut remarks: Vec<String> = comparison.missing.iter().map(ToString::to_string).collect();
    remarks.extend(sentence::not_known(form, &comparison));
    let remarks = remarks.iter().map(|text| remark(text)).collect();
    let paragraph = |words: &str| text("p", &[], &[], words);
    let payback = sentence::payback(form, &comparison, pays_from);
    let range = Range::of(&comparison, &form.prices, set, &form.scenario);
    let range = range.map(|range| sentence::range(&range));
    let parts = vec![
        result(&sentence::result(form, &comparison)),
        paragraph(&range.unwrap_or_default()),
        text("p", &["class"], &["calculator-provenance"], &set.provenance),
        element("div", &[], &[], remarks),
        paragraph(&sentence::per_invocation(&comparison)),
        paragraph(&payback.unwrap_or_default()),
        bill_chart(&comparison),
        bills(&comparison),
        details(
            "calculator-steps",
            "How each line is computed",
            steps(&comparison),
        ),
        actions(context, model, &comparison),
        volume_chart(form, &comparison, pays_from),
        speed_chart(&comparison),
        percentiles(&comparison),
    ];
    element("div", &[], &[], parts)
}

/// What can be done with a result. `book/theme/calculator.js` does what needs the browser.
fn actions(context: &Context<Calculator>, model: &Model, comparison: &Comparison) -> Html {
    let csv = csv(comparison);
    let csv = utf8_percent_encode(&csv, NON_ALPHANUMERIC);
    let csv = format!("data:text/csv;charset=utf-8,{csv}");
    let code = context.link().callback(|_: MouseEvent| Message::QrCode);
    let has_own = model.form.source == TimingSource::Own;
    let shown = model.shows_qr_code.to_string();
    let hash = link::write(&model.form);
    html! {
        <>
            <p class="calculator-actions" data-hash={hash.clone()}>
                <button type="button" data-action="copy">{ "Copy the link" }</button>
                <button type="button" onclick={code} aria-expanded={shown}>{ "QR code" }</button>
                <a class="action" href={csv} download="bill.csv">{ "Download as CSV" }</a>
                <button type="button" data-action="print">{ "Print" }</button>
                <span role="status"></span>
            </p>
            if has_own {
                <p class="calculator-provenance">
                    { "The link leaves your own figures out: it opens with the estimate of AWS." }
                </p>
            }
            if model.shows_qr_code {
                <div class="calculator-qr">{ qr_code(&address_of(&hash)) }</div>
            }
        </>
    }
}

fn remark(words: &str) -> Html {
    text("p", &["class"], &["calculator-error"], words)
}
