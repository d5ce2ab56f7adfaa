//! The form's inputs as the site is built with them. In the page, `live` lets them show what changes.

use crate::{
    Field, Form, Properties,
    choices::{self, Choice, choice},
    form::{UNREAD, class, error_id},
    own::Source,
    slider,
};
use data::{
    Architecture, Input, Language, RegionPrices, SavingsPlan, Service, UsageInput, wire::Tables,
};
use yew::prelude::*;

/// All inputs, with what they show before a reader changes them.
pub struct Inputs;

impl Component for Inputs {
    type Message = ();
    type Properties = Properties;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let model = context.props().model.borrow();
        let (tables, form) = (&model.tables, &model.form);
        let more = |summary: &str, inputs| {
            html! { <details class="calculator-more"><summary>{ summary }</summary>{ inputs }</details> }
        };
        html! {
            <>
                <p id={UNREAD} class="calculator-error" role="alert"></p>
                { fields("A month of one function", month(tables, form)) }
                { more(
                    "Your own figures",
                    fields("Read in this browser, and sent nowhere", own()),
                ) }
                { more(
                    "The rest of the bill",
                    fields("How AWS bills it, and the services around the function", bill(form)),
                ) }
                { more("Is the rewrite worth it?", fields("The work to port it", port(form))) }
            </>
        }
    }
}

/// A group of inputs under a name.
fn fields(legend: &str, inputs: Html) -> Html {
    html! { <fieldset class="calculator-form"><legend>{ legend }</legend>{ inputs }</fieldset> }
}

/// The inputs that everybody needs.
fn month(tables: &Tables, form: &Form) -> Html {
    let changing = |label, field| select(label, field, form, &choices::of(field, tables, form));
    let units = [
        ("month", "invocations a month"),
        ("day", "invocations a day"),
        ("second", "invocations a second"),
    ];
    let units = units.map(|(value, label)| choice(value, label));
    let architectures = names(Architecture::ALL, Architecture::name);
    let regions: Vec<Choice> = tables.prices.regions.iter().map(region).collect();
    html! {
        <>
            { changing("Figures", Field::Data) }
            { changing("Function", Field::Function) }
            { requests(form) }
            { select("Counted in", Field::Per, form, &units) }
            { for Language::ALL.iter().map(|&language| memory(language, tables, form)) }
            { select("Architecture", Field::Architecture, form, &architectures) }
            { select("Region", Field::Region, form, &regions) }
            { text("Cold starts, in % of invocations", Field::ColdShare, form, "") }
            { text("Waits for other services, in ms", Field::Wait, form, "") }
        </>
    }
}

/// The memory size of the functions in a language, hidden where there are none.
fn memory(language: Language, tables: &Tables, form: &Form) -> Html {
    let field = Field::Memory(language);
    let choices = choices::of(field, tables, form);
    let class = class(form.has_language(tables, language));
    let label = format!("Memory of {}", language.label());
    control(&label, &field.id(), options(field, form, &choices, class))
}

/// The inputs of the reader's own figures. `book/theme/calculator.js` has their text read.
fn own() -> Html {
    let area = |source: Source| {
        let id = source.id();
        let label = match source {
            Source::Text(language) => format!("Your function in {}", language.label()),
            Source::File => "A file, of functions that it names".to_owned(),
        };
        let area = html! {
            <textarea
                id={id.clone()}
                rows="4"
                spellcheck="false"
                data-own={source.language()}
                aria-describedby={error_id(&id)}
                aria-invalid="false"
            />
        };
        control(&label, &id, area)
    };
    html! {
        <>
            <p>
                { "Paste logs with their REPORT lines, JSON logs, a result of Logs Insights, records of \
                   Lambda Insights, or a link to a Power Tuning result." }
            </p>
            { for Language::ALL.iter().map(|&language| area(Source::Text(language))) }
            <div>
                { area(Source::File) }
                <input
                    type="file"
                    aria-label="A file of logs, or with the columns of data/measurements"
                    data-into={Source::File.id()}
                />
            </div>
        </>
    }
}

/// The inputs of how AWS bills it, and of the services around the function.
fn bill(form: &Form) -> Html {
    let plans = names(SavingsPlan::ALL, SavingsPlan::name);
    html! {
        <>
            { switch("Free tier is left for this function", Field::FreeTier, form) }
            { switch("INIT is billed to all, as since August 2025", Field::InitBilling, form) }
            { select("Compute Savings Plan", Field::SavingsPlan, form, &plans) }
            { for Service::ALL.iter().map(|&service| service_inputs(service, form)) }
        </>
    }
}

/// How much an invocation uses of a service, and what that costs; nothing if it is not charged per
/// invocation.
fn service_inputs(service: Service, form: &Form) -> Html {
    let Some(UsageInput { input, .. }) = service.usage_input() else {
        return Html::default();
    };
    let labels = service.labels();
    let field = Field::Usage(service);
    let usage = match input {
        Input::Number { .. } => text(labels.usage, field, form, ""),
        Input::Choice(words) => {
            let choices = words.iter().zip(labels.choices);
            let choices: Vec<_> = choices.map(|(word, label)| choice(word, label)).collect();
            select(labels.usage, field, form, &choices)
        }
    };
    let hint = form.price_hint(service);
    html! { <>{ usage }{ text(labels.price, Field::Price(service), form, &hint) }</> }
}

/// The inputs of the decision.
fn port(form: &Form) -> Html {
    html! {
        <>
            { text("Days of work to port it", Field::Days, form, "") }
            { text("Cost of a day, in USD", Field::DayRate, form, "") }
        </>
    }
}

fn region(region: &RegionPrices) -> Choice {
    choice(&region.code, &[&region.name, ", ", &region.code].concat())
}

fn names<T: Copy>(values: &[T], name: fn(T) -> &'static str) -> Vec<Choice> {
    let names = values.iter().map(|value| name(*value));
    names.map(|name| choice(name, name)).collect()
}

/// An input with its label, and room for what is wrong with it.
fn control(label: &str, id: &str, input: Html) -> Html {
    html! {
        <div>
            <label for={id.to_owned()}>{ label }</label>
            { input }
            <p class="calculator-error" id={error_id(id)} aria-live="polite"></p>
        </div>
    }
}

fn select(label: &str, field: Field, form: &Form, choices: &[Choice]) -> Html {
    control(label, &field.id(), options(field, form, choices, ""))
}

fn options(field: Field, form: &Form, choices: &[Choice], class: &'static str) -> Html {
    let id = field.id();
    let option = |(value, label): &Choice| {
        let selected = value == form.text(field);
        html! { <option value={value.clone()} {selected}>{ label }</option> }
    };
    let options: Html = choices.iter().map(option).collect();
    html! {
        <select id={id.clone()} {class} aria-describedby={error_id(&id)} aria-invalid="false">{ options }</select>
    }
}

fn text(label: &str, field: Field, form: &Form, placeholder: &str) -> Html {
    let id = field.id();
    let input = html! {
        <input
            id={id.clone()}
            type="text"
            inputmode="decimal"
            autocomplete="off"
            placeholder={placeholder.to_owned()}
            aria-describedby={error_id(&id)}
            aria-invalid="false"
            value={form.text(field).to_owned()}
        />
    };
    control(label, &id, input)
}

fn switch(label: &str, field: Field, form: &Form) -> Html {
    let id = field.id();
    let checked = form.text(field) == "on";
    let input = html! {
        <input id={id.clone()} type="checkbox" aria-describedby={error_id(&id)} aria-invalid="false" {checked} />
    };
    control(label, &id, input)
}

/// The text takes any number, the slider goes there in one move.
fn requests(form: &Form) -> Html {
    let requests = form.scenario.requests;
    html! {
        <div class="calculator-requests">
            { text("Invocations", Field::Requests, form, "") }
            <input
                id={slider::ID}
                type="range"
                min="0"
                max={slider::LAST.to_string()}
                aria-label="Invocations, on a logarithmic scale"
                aria-valuetext={slider::spoken(requests)}
                value={slider::step(requests).to_string()}
            />
        </div>
    }
}
