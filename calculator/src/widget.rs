//! The calculator on the page: a form, a sentence, the bills line by line, and the chart.

use crate::{
    Field, Form, Outcome, Priced,
    chart::{chart, difference},
    inputs::{inputs, read_input},
    markup::table,
    text::{dollars, grouped, milliseconds},
};
use cost::{Change, Item, Share};
use data::{TimingSource, wire::Tables};
use std::{cmp::Ordering, rc::Rc};
use yew::prelude::*;

/// What the calculator starts with.
#[derive(Clone, yew::Properties)]
pub struct Properties {
    /// Prices and timings.
    pub tables: Rc<Tables>,
    /// What the form shows first.
    pub form: Form,
}

impl PartialEq for Properties {
    /// A calculator is rendered once: all that changes is its own state.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.tables, &other.tables)
    }
}

/// The calculator.
pub struct Calculator {
    form: Form,
}

impl Component for Calculator {
    type Message = (Field, String);
    type Properties = Properties;

    fn create(context: &Context<Self>) -> Self {
        Self {
            form: context.props().form.clone(),
        }
    }

    fn update(&mut self, context: &Context<Self>, (field, text): Self::Message) -> bool {
        self.form.change(&context.props().tables, field, text);
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let tables = &context.props().tables;
        let read = |event: InputEvent| read_input(&event.target_unchecked_into());
        let oninput = context.link().batch_callback(read);
        let outcome = Outcome::of(tables, &self.form.scenario);
        html! {
            <>
                <fieldset class="calculator-form" {oninput}>
                    <legend>{ "A month of one function" }</legend>
                    { inputs(tables, &self.form) }
                </fieldset>
                { outcome.map(|outcome| results(tables, &self.form, &outcome)) }
                <p class="calculator-provenance">{ provenance(tables) }</p>
            </>
        }
    }
}

fn results(tables: &Tables, form: &Form, outcome: &Outcome) -> Html {
    html! {
        <>
            <p class="calculator-result" aria-live="polite">{ sentence(form, outcome) }</p>
            <p>{ request_charge(outcome) }</p>
            { bills(outcome) }
            { chart(tables, &form.scenario) }
        </>
    }
}

fn provenance(tables: &Tables) -> String {
    let local = tables
        .sets
        .iter()
        .find(|set| set.source == TimingSource::Local);
    let sentences = local.map(|set| set.provenance.as_str()).into_iter();
    let sentences = sentences.chain(tables.provenance.iter().map(String::as_str));
    sentences.collect::<Vec<_>>().join(" ")
}

fn sentence(form: &Form, outcome: &Outcome) -> String {
    let scenario = &form.scenario;
    let Change {
        direction,
        by,
        share,
    } = outcome.change;
    let requests = grouped(scenario.requests);
    let python = dollars(outcome.python.bill.total());
    let rust = dollars(outcome.rust.bill.total());
    let less_or_more = match direction {
        Ordering::Less => "less",
        Ordering::Equal => {
            return [
                &requests,
                " invocations of ",
                scenario.workload.name(),
                " a month cost ",
                &python,
                " in either language.",
            ]
            .concat();
        }
        Ordering::Greater => "more",
    };
    [
        &requests,
        " invocations of ",
        scenario.workload.name(),
        " a month cost ",
        &python,
        " in Python and ",
        &rust,
        " in Rust: ",
        &dollars(by),
        percent(share).as_str(),
        " ",
        less_or_more,
        ".",
    ]
    .concat()
}

fn percent(share: Option<Share>) -> String {
    share.map_or_else(String::new, |share| {
        [" (", &share.to_string(), ")"].concat()
    })
}

/// How much of the bill the language cannot change.
fn request_charge(outcome: &Outcome) -> String {
    let charge = outcome.request_charge();
    let part_of = |priced: &Priced| {
        let share = Share::of(charge, priced.bill.total());
        share.map_or_else(|| "none".to_owned(), |share| share.to_string())
    };
    [
        "Of either bill, ",
        &dollars(charge),
        " is the request charge, which does not depend on \
        the language: ",
        &part_of(&outcome.python),
        " of Python's bill and ",
        &part_of(&outcome.rust),
        " of Rust's.",
    ]
    .concat()
}

fn bills(outcome: &Outcome) -> Html {
    let Outcome {
        python,
        rust,
        change,
    } = outcome;
    let measured = |name: &str, figure: fn(&Priced) -> String| {
        [name.to_owned(), figure(python), figure(rust), String::new()]
    };
    let charged = |name: &str, item| {
        let (python, rust) = (python.bill.amount(item), rust.bill.amount(item));
        let change = Change::between(python, rust);
        [
            name.to_owned(),
            dollars(python),
            dollars(rust),
            difference(change),
        ]
    };
    let body = [
        measured("Billed duration, mean", |priced| {
            milliseconds(priced.usage.duration_ms)
        }),
        measured("Init duration, mean", |priced| {
            milliseconds(priced.usage.init_ms)
        }),
        measured("GB-seconds", |priced| {
            grouped(priced.bill.gb_seconds.to_units(0).unwrap_or(u64::MAX))
        }),
        charged("Requests", Item::Requests),
        charged("Duration", Item::Duration),
    ];
    let total = [
        "Total".to_owned(),
        dollars(python.bill.total()),
        dollars(rust.bill.total()),
        difference(*change),
    ];
    table(
        "The bill of one month, in US dollars",
        "A month",
        &body,
        &[total],
    )
}
