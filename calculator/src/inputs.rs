//! The inputs of the form.

use crate::{Field, Form, outcome::timings, text::grouped};
use data::{Architecture, Workload, wire::Tables};
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, wasm_bindgen::JsCast};
use yew::prelude::*;

/// What the reader typed into an input, or chose.
pub fn read_input(element: &Element) -> Option<(Field, String)> {
    let id = element.id();
    let field = Field::ALL.into_iter().find(|field| field.id() == id)?;
    if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        return Some((field, select.value()));
    }
    let input = element.dyn_ref::<HtmlInputElement>()?;
    let text = match (field, input.checked()) {
        (Field::FreeTier, true) => "on".to_owned(),
        (Field::FreeTier, false) => "off".to_owned(),
        _ => input.value(),
    };
    Some((field, text))
}

/// Every input with its label.
pub fn inputs(tables: &Tables, form: &Form) -> Vec<Html> {
    let input = |field| {
        let (label, control) = match field {
            Field::Workload => {
                let names = Workload::ALL.iter().map(|workload| workload.name());
                ("Function", select(form, field, &same(names)))
            }
            Field::Requests => ("Invocations a month", text_input(form, field)),
            Field::Memory => ("Memory", select(form, field, &memory_sizes(tables))),
            Field::Architecture => {
                let names = Architecture::ALL.iter().map(|value| value.name());
                ("Architecture", select(form, field, &same(names)))
            }
            Field::Region => ("Region", select(form, field, &regions(tables))),
            Field::ColdShare => ("Cold starts, in % of invocations", text_input(form, field)),
            Field::FreeTier => ("Free tier is left for this function", checkbox(form, field)),
        };
        html! {
            <div>
                <label for={field.id()}>{ label }</label>
                { control }
            </div>
        }
    };
    Field::ALL.into_iter().map(input).collect()
}

/// A value and its label.
type Choice = (String, String);

fn same<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Choice> {
    names
        .map(|name| (name.to_owned(), name.to_owned()))
        .collect()
}

fn memory_sizes(tables: &Tables) -> Vec<Choice> {
    let mut sizes: Vec<Choice> = Vec::new();
    for timing in timings(tables) {
        let size = u64::from(timing.memory_mb);
        let value = size.to_string();
        if !sizes.iter().any(|(known, _)| *known == value) {
            sizes.push((value, [&grouped(size), " MB"].concat()));
        }
    }
    sizes
}

fn regions(tables: &Tables) -> Vec<Choice> {
    let choice = |region: &data::RegionPrices| {
        let label = [&region.name, ", ", &region.code].concat();
        (region.code.clone(), label)
    };
    tables.prices.regions.iter().map(choice).collect()
}

fn select(form: &Form, field: Field, choices: &[Choice]) -> Html {
    let options = choices.iter().map(|(value, label)| {
        let selected = value == form.text(field);
        html! { <option value={value.clone()} {selected}>{ label }</option> }
    });
    html! { <select id={field.id()}>{ for options }</select> }
}

fn text_input(form: &Form, field: Field) -> Html {
    let error_id = [field.id(), "-error"].concat();
    let error = form.error(field).map(str::to_owned);
    html! {
        <>
            <input id={field.id()} type="text" inputmode="decimal" autocomplete="off"
                value={form.text(field).to_owned()} aria-describedby={error_id.clone()}
                aria-invalid={error.is_some().to_string()} />
            <p class="calculator-error" id={error_id} aria-live="polite">{ error }</p>
        </>
    }
}

fn checkbox(form: &Form, field: Field) -> Html {
    html! { <input id={field.id()} type="checkbox" checked={form.text(field) == "on"} /> }
}
