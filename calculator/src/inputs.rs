//! The form's inputs as the site is built with them. In the page, `live` lets them show what changes.

use crate::{
    Field, Form, Properties,
    choices::{self, Choice, choice},
    form::{self, CHANGED, UNREAD, class, error_id},
    memory,
    own::OwnInput,
    presets::PRESETS,
    slider,
};
use data_core::{
    Architecture, Input, Language, RegionPrices, SavingsPlan, Service, UsageInput, wire::Tables,
};
use yew::prelude::*;

/// The presets, and the inputs that everybody needs, with what they show before a reader changes them.
pub struct Month;

impl Component for Month {
    type Message = ();
    type Properties = Properties;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let model = context.props().model.borrow();
        let (tables, form) = (&model.tables, &model.form);
        let function = Field::Function;
        let functions = choices::of(function, tables, form);
        html! {
            <>
                <p id={UNREAD} class="calculator-error" role="alert"></p>
                <div id={form::PRESETS} class="calculator-presets" role="group" aria-label="Start from">
                    { for PRESETS.iter().zip(&model.presets).map(|(preset, of_preset)| html! {
                        <button
                            type="button"
                            data-preset={preset.hash}
                            aria-pressed={form.computes_as(of_preset).to_string()}
                        >
                            { preset.name }
                        </button>
                    }) }
                </div>
                <div class="calculator-form calculator-month" role="group" aria-label="Function, invocations, and memory">
                    { select("Function", function, form, &functions) }
                    { requests(form) }
                    { memory_of_all(tables, form) }
                </div>
            </>
        }
    }
}

/// Every other input, behind one summary that says how many are changed.
pub struct More;

impl Component for More {
    type Message = ();
    type Properties = Properties;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let model = context.props().model.borrow();
        let (tables, form) = (&model.tables, &model.form);
        html! {
            <details class="calculator-more">
                <summary>{ "More " }<span id={CHANGED}></span></summary>
                { fields("The function", function(tables, form)) }
                { fields("The rest of the bill", bill(form)) }
                { fields("The work of a port", port(form)) }
                { fields("Your own figures: read in this browser and sent nowhere", own()) }
            </details>
        }
    }
}

/// A group of inputs under a name.
fn fields(legend: &str, inputs: Html) -> Html {
    html! { <fieldset class="calculator-form"><legend>{ legend }</legend>{ inputs }</fieldset> }
}

/// The inputs of the figures' source, and of how the function runs.
fn function(tables: &Tables, form: &Form) -> Html {
    let architectures = names(Architecture::ALL, Architecture::name);
    let regions: Vec<Choice> = tables.prices.regions.iter().map(region).collect();
    html! {
        <>
            { select("Figures", Field::Data, form, &choices::of(Field::Data, tables, form)) }
            { select("Region", Field::Region, form, &regions) }
            { select("Architecture", Field::Architecture, form, &architectures) }
            { for Language::ALL.iter().map(|&language| memory_of(language, tables, form)) }
            { text("Cold starts, % of invocations", Field::ColdShare, form, "") }
            { text("Wait for other services, ms", Field::Wait, form, "") }
        </>
    }
}

/// The memory size of the functions in every language.
fn memory_of_all(tables: &Tables, form: &Form) -> Html {
    let choices = memory::choices(tables, form);
    let chosen = memory::chosen(tables, form);
    control(
        "Memory",
        memory::ID,
        options(memory::ID, chosen, &choices, ""),
    )
}

/// The memory size of the functions in a language, hidden where there are none.
fn memory_of(language: Language, tables: &Tables, form: &Form) -> Html {
    let field = Field::Memory(language);
    let choices = choices::of(field, tables, form);
    let class = class(form.has_language(tables, language));
    let label = format!("Memory for {}", language.label());
    let id = field.id();
    control(&label, &id, options(&id, form.text(field), &choices, class))
}

/// The inputs of the reader's own figures. `book/theme/calculator.js` has their text read.
fn own() -> Html {
    let area = |input: OwnInput| {
        let id = input.id();
        let label = match input {
            OwnInput::Text(language) => format!("Your function in {}", language.label()),
            OwnInput::File => "A file that names its functions".to_owned(),
        };
        let area = html! {
            <textarea
                id={id.clone()}
                rows="4"
                spellcheck="false"
                data-own={input.language()}
                aria-describedby={error_id(&id)}
                aria-invalid="false"
            />
        };
        control(&label, &id, area)
    };
    html! {
        <>
            <p>
                { "Paste logs with REPORT lines, JSON logs, a Logs Insights result, Lambda Insights \
                   records, or a link to a Power Tuning result." }
            </p>
            { for Language::ALL.iter().map(|&language| area(OwnInput::Text(language))) }
            <div>
                { area(OwnInput::File) }
                <input
                    type="file"
                    aria-label="A file of logs, or a CSV file with the columns of data/measurements"
                    data-into={OwnInput::File.id()}
                />
            </div>
        </>
    }
}

/// The inputs of AWS's billing, and of the services around the function.
fn bill(form: &Form) -> Html {
    let plans = names(SavingsPlan::ALL, SavingsPlan::name);
    html! {
        <>
            { switch("Free tier left for this function", Field::FreeTier, form) }
            { switch("INIT is billed for every function (since August 2025)", Field::InitBilling, form) }
            { select("Compute Savings Plan", Field::SavingsPlan, form, &plans) }
            { for Service::ALL.iter().map(|&service| service_inputs(service, form)) }
        </>
    }
}

/// The inputs of a service's use per invocation, and of its price; nothing if it is not charged per
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
    choice(&region.code, &region_label(region))
}

/// A region's code and place, without the area of the world, to fit a phone.
#[must_use]
pub fn region_label(region: &RegionPrices) -> String {
    let RegionPrices { code, name, .. } = region;
    let (_, place) = name.split_once('(').unwrap_or(("", name));
    [code, ", ", place.trim_end_matches(')')].concat()
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
    let id = field.id();
    control(label, &id, options(&id, form.text(field), choices, ""))
}

fn options(id: &str, chosen: &str, choices: &[Choice], class: &'static str) -> Html {
    let option = |(value, label): &Choice| {
        let selected = value == chosen;
        html! { <option value={value.clone()} {selected}>{ label }</option> }
    };
    let options: Html = choices.iter().map(option).collect();
    html! {
        <select
            id={id.to_owned()}
            {class}
            aria-describedby={error_id(id)}
            aria-invalid="false"
        >
            { options }
        </select>
    }
}

fn text(label: &str, field: Field, form: &Form, placeholder: &str) -> Html {
    control(label, &field.id(), text_input(field, form, placeholder))
}

fn text_input(field: Field, form: &Form, placeholder: &str) -> Html {
    let id = field.id();
    html! {
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
    }
}

fn switch(label: &str, field: Field, form: &Form) -> Html {
    let id = field.id();
    let checked = form.text(field) == "on";
    let input = html! {
        <input id={id.clone()} type="checkbox" aria-describedby={error_id(&id)} aria-invalid="false" {checked} />
    };
    control(label, &id, input)
}

/// The invocations and what they are counted in. The text takes any number, the slider goes there in one
/// move.
fn requests(form: &Form) -> Html {
    let (field, per) = (Field::Requests, Field::Per);
    let per_id = per.id();
    let units = ["month", "day", "second"].map(|unit| choice(unit, &["a ", unit].concat()));
    let unit = |(value, label): &Choice| {
        let selected = value == form.text(per);
        html! { <option value={value.clone()} {selected}>{ label }</option> }
    };
    let requests = form.scenario.requests;
    html! {
        <div class="calculator-requests">
            <label for={field.id()}>{ "Invocations" }</label>
            <div class="calculator-amount">
                { text_input(field, form, "") }
                <select
                    id={per_id.clone()}
                    aria-label="Counted in"
                    aria-describedby={error_id(&per_id)}
                    aria-invalid="false"
                >
                    { for units.iter().map(unit) }
                </select>
            </div>
            <input
                id={slider::ID}
                type="range"
                min="0"
                max={slider::LAST.to_string()}
                aria-label="Invocations, on a logarithmic scale"
                aria-valuetext={slider::spoken(requests)}
                value={slider::step(requests).to_string()}
            />
            <p class="calculator-error" id={error_id(&field.id())} aria-live="polite"></p>
            <p class="calculator-error" id={error_id(&per_id)} aria-live="polite"></p>
        </div>
    }
}
