//! The calculator's answer: a sentence, the bills line by line, and the charts.

use crate::{
    Field, Form,
    address::address_of,
    arithmetic::{bills, steps},
    bill_chart::bill_chart,
    link, live,
    markup::{details, element, group, text},
    own::{Own, Source},
    percentiles::percentiles,
    qr::qr_code,
    self_test::self_test,
    sentence,
    speed_chart::speed_chart,
    volume_chart::volume_chart,
};
use cost::{Comparison, csv};
use data::{TimingSet, TimingSource, Variant, wire::Tables};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::rc::Rc;
use yew::prelude::*;

/// What the calculator starts with.
#[derive(Clone, yew::Properties)]
pub struct Properties {
    /// Prices and timings.
    pub tables: Rc<Tables>,
    /// What the form shows first.
    pub form: Form,
    /// What could not be read of the link that the page was opened with.
    pub unread: Vec<String>,
    /// What the reader did before the calculator started.
    pub typed: Vec<Message>,
}

impl PartialEq for Properties {
    /// A calculator is rendered once: all that changes is its own state.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.tables, &other.tables)
    }
}

/// The calculator.
pub struct Calculator {
    /// With the reader's own figures.
    tables: Tables,
    form: Form,
    own: Own,
    unread: Vec<String>,
    /// The scenario in a link.
    hash: String,
    /// AWS's examples don't change with the form.
    self_test: Html,
    shows_qr_code: bool,
    /// The form that the page's inputs show; none if they are to show everything again.
    shown: Option<Form>,
}

/// What happens to the calculator.
#[derive(Clone)]
pub enum Message {
    /// Something was typed or chosen.
    Field(Field, String),
    /// Own figures were given.
    Own(Source, String),
    /// Another link was opened in this page.
    Link(String),
    /// The QR code was asked for, or is to go away.
    QrCode,
}

impl Component for Calculator {
    type Message = Message;
    type Properties = Properties;

    fn create(context: &Context<Self>) -> Self {
        let Properties {
            tables,
            form,
            unread,
            typed,
        } = context.props();
        let mut calculator = Self {
            tables: (**tables).clone(),
            form: form.clone(),
            own: Own::default(),
            unread: unread.clone(),
            hash: link::write(form),
            self_test: self_test(tables),
            shows_qr_code: false,
            shown: None,
        };
        for message in typed {
            calculator.take(message.clone());
        }
        calculator
    }

    fn update(&mut self, _: &Context<Self>, message: Message) -> bool {
        self.take(message)
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let (tables, form) = (&self.tables, &self.form);
        let results = form.set(tables).map(|set| self.results(context, set));
        group(vec![
            results.unwrap_or_default(),
            self.self_test.clone(),
            text(
                "p",
                &["class"],
                &["calculator-provenance"],
                &tables.provenance.join(" "),
            ),
        ])
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let shown = self.shown.as_ref();
        live::show(shown, &self.tables, &self.form, &self.own, &self.unread);
        self.shown = Some(self.form.clone());
    }
}

impl Calculator {
    /// Returns whether there is anything to show.
    fn take(&mut self, message: Message) -> bool {
        match message {
            Message::Field(field, text) => self.form.change(&self.tables, field, text),
            Message::Own(source, text) => {
                self.shown = None;
                self.take_own(source, &text);
            }
            Message::Link(hash) if link::is_scenario(&hash) => {
                self.shown = None;
                (self.form, self.unread) = link::read(&self.tables, &hash);
            }
            Message::Link(_) => return false,
            Message::QrCode => self.shows_qr_code = !self.shows_qr_code,
        }
        self.hash = link::write(&self.form);
        true
    }

    fn take_own(&mut self, source: Source, text: &str) {
        if !self.own.change(source, text) {
            return;
        }
        self.own.put_into(&mut self.tables);
        let sets = &self.tables.sets;
        let has_own = sets.iter().any(|set| set.source == TimingSource::Own);
        let source = if has_own {
            TimingSource::Own
        } else if self.form.source == TimingSource::Own {
            TimingSource::Local
        } else {
            return;
        };
        let source = source.name().to_owned();
        self.form.change(&self.tables, Field::Data, source);
    }

    fn results(&self, context: &Context<Self>, set: &TimingSet) -> Html {
        let form = &self.form;
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
        let parts = vec![
            result(&sentence::result(form, &comparison)),
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
            self.actions(context, &comparison),
            volume_chart(form, &comparison, pays_from),
            speed_chart(&comparison),
            percentiles(&comparison),
        ];
        element("div", &[], &[], parts)
    }

    /// What can be done with a result. `book/theme/calculator.js` does what needs the browser.
    fn actions(&self, context: &Context<Self>, comparison: &Comparison) -> Html {
        let table = [
            "data:text/csv;charset=utf-8,",
            &utf8_percent_encode(&csv(comparison), NON_ALPHANUMERIC).to_string(),
        ]
        .concat();
        let code = context.link().callback(|_: MouseEvent| Message::QrCode);
        let has_own = self.form.source == TimingSource::Own;
        let shown = self.shows_qr_code.to_string();
        html! {
            <>
                <p class="calculator-actions" data-hash={self.hash.clone()}>
                    <button type="button" data-action="copy">{ "Copy the link" }</button>
                    <button type="button" onclick={code} aria-expanded={shown}>{ "QR code" }</button>
                    <a class="action" href={table} download="bill.csv">{ "Download as CSV" }</a>
                    <button type="button" data-action="print">{ "Print" }</button>
                    <span role="status"></span>
                </p>
                if has_own {
                    <p class="calculator-provenance">
                        { "The link leaves your own figures out: it opens with those measured here." }
                    </p>
                }
                if self.shows_qr_code {
                    <div class="calculator-qr">{ qr_code(&address_of(&self.hash)) }</div>
                }
            </>
        }
    }
}

fn remark(words: &str) -> Html {
    text("p", &["class"], &["calculator-error"], words)
}
