//! The inputs of the form.

use crate::{
    Field, Form,
    markup::{element, owned, tag, text},
    own::{Own, Source},
    text::grouped,
};
use data::{Architecture, SavingsPlan, Service, TimingSource, wire::Tables};
use web_sys::{
    Element, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    wasm_bindgen::{JsCast, JsValue},
};
use yew::{
    AttrValue, Html,
    virtual_dom::{AttributeOrProperty, Attributes, VNode, VTag},
};

/// The id of the slider that sets the invocations.
pub const SLIDER: &str = "calculator-slider";

/// The slider's steps in each power of ten, in tenths of it: about evenly apart.
const STEPS: [u64; 10] = [10, 12, 15, 20, 25, 30, 40, 50, 60, 80];
/// The slider's first power of ten, and how many it has.
const FIRST_POWER: u32 = 3;
const POWERS: usize = 8;

/// What the reader did.
pub enum Input {
    /// Typed into an input, or chose.
    Field(Field, String),
    /// Gave own figures.
    Own(Source, String),
}

/// What the reader typed into an element, or chose there.
pub fn read_input(element: &Element) -> Option<Input> {
    let id = element.id();
    if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        let source = Source::ALL.into_iter().find(|source| source.id() == id)?;
        return Some(Input::Own(source, area.value()));
    }
    if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        return Some(Input::Field(field_of(&id)?, select.value()));
    }
    let input = element.dyn_ref::<HtmlInputElement>()?;
    if id == SLIDER {
        let requests = grouped(slider_requests(input.value().parse().ok()?));
        return Some(Input::Field(Field::Requests, requests));
    }
    let text = match (input.type_().as_str(), input.checked()) {
        ("checkbox", true) => "on".to_owned(),
        ("checkbox", false) => "off".to_owned(),
        _ => input.value(),
    };
    Some(Input::Field(field_of(&id)?, text))
}

fn field_of(id: &str) -> Option<Field> {
    Field::ALL.iter().copied().find(|field| field.id() == id)
}

/// The invocations at a step of the slider.
fn slider_requests(step: usize) -> u64 {
    let step = step.min(STEPS.len() * POWERS);
    let power = FIRST_POWER + u32::try_from(step / STEPS.len()).unwrap_or(0);
    STEPS[step % STEPS.len()] * 10_u64.pow(power - 1)
}

/// The step nearest below a number of invocations.
fn slider_step(requests: u64) -> usize {
    let mut steps = (0..=STEPS.len() * POWERS).rev();
    steps
        .find(|&step| slider_requests(step) <= requests)
        .unwrap_or(0)
}

/// A value and its label.
type Choice = (String, String);

/// A group of inputs under a name.
pub fn fields(legend: &str, mut inputs: Vec<Html>) -> Html {
    inputs.insert(0, text("legend", &[], &[], legend));
    element("fieldset", &["class"], &["calculator-form"], inputs)
}

/// The inputs of the reader's own figures.
pub fn own(own: &Own) -> Vec<Html> {
    let area = |label: &str, source: Source| {
        let error_id = [source.id(), "-error"].concat();
        let invalid = own.error(source).is_some().to_string();
        let mut area = tag(
            "textarea",
            &[
                "id",
                "rows",
                "spellcheck",
                "aria-describedby",
                "aria-invalid",
            ],
            &[source.id(), "4", "false", &error_id, &invalid],
        );
        area.set_value(owned(own.text(source)));
        control(label, source.id(), VNode::from(area), own.error(source))
    };
    let file = tag(
        "input",
        &["type", "accept", "aria-label", "data-into"],
        &[
            "file",
            ".csv,text/csv",
            "A CSV file with the columns of data/measurements",
            Source::File.id(),
        ],
    );
    let file = vec![
        area(
            "A CSV file with the columns of data/measurements",
            Source::File,
        ),
        VNode::from(file),
    ];
    vec![
        area(
            "REPORT lines of Python, or a Power Tuning link",
            Source::Python,
        ),
        area("REPORT lines of Rust, or a Power Tuning link", Source::Rust),
        element("div", &[], &[], file),
    ]
}

/// The inputs that everybody needs.
pub fn month(tables: &Tables, form: &Form) -> Vec<Html> {
    let sizes = memory(&form.sizes(tables));
    vec![
        field("Figures", Field::Data, form, Some(&sources(tables))),
        field(
            "Function",
            Field::Function,
            form,
            Some(&functions(tables, form)),
        ),
        requests(form),
        field(
            "Counted in",
            Field::Per,
            form,
            Some(&choices(&[
                ("month", "invocations a month"),
                ("day", "invocations a day"),
                ("second", "invocations a second"),
            ])),
        ),
        field("Memory of Python", Field::PythonMemory, form, Some(&sizes)),
        field("Memory of Rust", Field::RustMemory, form, Some(&sizes)),
        field(
            "Architecture",
            Field::Architecture,
            form,
            Some(&names(Architecture::ALL.iter().map(|value| value.name()))),
        ),
        field("Region", Field::Region, form, Some(&regions(tables))),
        field(
            "Cold starts, in % of invocations",
            Field::ColdShare,
            form,
            None,
        ),
        field("Waits for other services, in ms", Field::Wait, form, None),
    ]
}

/// The inputs of how AWS bills it, and of what stands around the function.
pub fn bill(form: &Form) -> Vec<Html> {
    let savings = SavingsPlan::ALL.iter().map(|plan| plan.name());
    let gateways = choices(&[
        ("function-url", "Function URL, at no charge"),
        ("http-api", "HTTP API"),
    ]);
    let price = |unit: &str, field_of, service| {
        let label = ["Price of ", unit, " in USD"].concat();
        let known = form.prices.service(service, form.scenario.architecture);
        let listed = known.and_then(|tiers| tiers.first());
        let hint = listed.map_or("not known here".to_owned(), |tier| tier.usd.to_string());
        text_field(&label, field_of, form, &hint)
    };
    vec![
        checkbox("Free tier is left for this function", Field::FreeTier, form),
        checkbox(
            "INIT is billed to all, as since August 2025",
            Field::InitBilling,
            form,
        ),
        field(
            "Compute Savings Plan",
            Field::SavingsPlan,
            form,
            Some(&names(savings)),
        ),
        field("Called through", Field::Gateway, form, Some(&gateways)),
        price("a million requests", Field::HttpApiPrice, Service::HttpApi),
        field("DynamoDB writes an invocation", Field::Writes, form, None),
        price(
            "a million writes",
            Field::WritePrice,
            Service::DynamodbWrites,
        ),
        field("Logs an invocation, in KB", Field::LogKb, form, None),
        price("a GB of logs", Field::LogPrice, Service::LogIngestion),
    ]
}

/// The inputs of the decision.
pub fn port(form: &Form) -> Vec<Html> {
    vec![
        field("Days of work to port it", Field::Days, form, None),
        field("Cost of a day, in USD", Field::DayRate, form, None),
    ]
}

fn sources(tables: &Tables) -> Vec<Choice> {
    let label = |source| match source {
        TimingSource::Local => "Measured here (local Lambda)",
        TimingSource::Estimate => "Estimate of AWS (local + floor)",
        TimingSource::Published => "Published, measured on AWS",
        TimingSource::Own => "Yours",
    };
    let sets = tables.sets.iter();
    sets.map(|set| (set.source.to_string(), label(set.source).to_owned()))
        .collect()
}

fn functions(tables: &Tables, form: &Form) -> Vec<Choice> {
    let mut functions: Vec<&str> = Vec::new();
    for timing in form.set(tables).iter().flat_map(|set| &set.timings) {
        if !functions.contains(&timing.function.as_str()) {
            functions.push(&timing.function);
        }
    }
    names(functions.into_iter())
}

fn memory(sizes: &[u32]) -> Vec<Choice> {
    let sizes = sizes.iter().map(|&size| {
        let label = [&grouped(size.into()), " MB"].concat();
        (size.to_string(), label)
    });
    let best = choices(&[("cheapest", "the cheapest"), ("fastest", "the fastest")]);
    sizes.chain(best).collect()
}

fn regions(tables: &Tables) -> Vec<Choice> {
    let choice = |region: &data::RegionPrices| {
        let label = [&region.name, ", ", &region.code].concat();
        (region.code.clone(), label)
    };
    tables.prices.regions.iter().map(choice).collect()
}

fn names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Choice> {
    names
        .map(|name| (name.to_owned(), name.to_owned()))
        .collect()
}

fn choices(choices: &[(&str, &str)]) -> Vec<Choice> {
    let owned = choices
        .iter()
        .map(|(value, label)| ((*value).to_owned(), (*label).to_owned()));
    owned.collect()
}

/// A choice where there are choices, else a text.
fn field(label: &str, field: Field, form: &Form, choices: Option<&[Choice]>) -> Html {
    match choices {
        Some(choices) => labelled(label, field, select(form, field, choices), form),
        None => text_field(label, field, form, ""),
    }
}

fn labelled(label: &str, field: Field, input: Html, form: &Form) -> Html {
    control(label, field.id(), input, form.error(field))
}

fn control(label: &str, id: &str, input: Html, error: Option<&str>) -> Html {
    let error_id = [id, "-error"].concat();
    let parts = vec![
        text("label", &["for"], &[id], label),
        input,
        text(
            "p",
            &["class", "id", "aria-live"],
            &["calculator-error", &error_id, "polite"],
            error.unwrap_or_default(),
        ),
    ];
    element("div", &[], &[], parts)
}

fn select(form: &Form, field: Field, choices: &[Choice]) -> Html {
    let option = |(value, label): &Choice| {
        let selected = value == form.text(field);
        // What is written into the page is an attribute. Once the reader has chosen something,
        // the browser looks at the property only.
        let selected = if cfg!(target_arch = "wasm32") {
            Some(AttributeOrProperty::Property(JsValue::from(selected)))
        } else {
            selected.then(|| AttributeOrProperty::Attribute(AttrValue::default()))
        };
        let mut option = VTag::new("option");
        option.set_attributes(Attributes::Dynamic {
            keys: &["value", "selected"],
            values: Box::new([Some(AttributeOrProperty::Attribute(owned(value))), selected]),
        });
        option.add_child(Html::from(label));
        VNode::from(option)
    };
    let options = choices.iter().map(option).collect();
    element("select", &["id"], &[field.id()], options)
}

fn text_field(label: &str, field: Field, form: &Form, hint: &str) -> Html {
    let error_id = [field.id(), "-error"].concat();
    let invalid = form.error(field).is_some().to_string();
    let mut input = tag(
        "input",
        &[
            "id",
            "type",
            "inputmode",
            "autocomplete",
            "placeholder",
            "aria-describedby",
            "aria-invalid",
        ],
        &[
            field.id(),
            "text",
            "decimal",
            "off",
            hint,
            &error_id,
            &invalid,
        ],
    );
    input.set_value(owned(form.text(field)));
    labelled(label, field, VNode::from(input), form)
}

/// The text takes any number, the slider goes there in one move.
fn requests(form: &Form) -> Html {
    let requests = form.scenario.requests;
    let most = (STEPS.len() * POWERS).to_string();
    let spoken = [&grouped(requests), " a month"].concat();
    let mut slider = tag(
        "input",
        &["id", "type", "min", "max", "aria-label", "aria-valuetext"],
        &[
            SLIDER,
            "range",
            "0",
            &most,
            "Invocations, on a logarithmic scale",
            &spoken,
        ],
    );
    slider.set_value(owned(&slider_step(requests).to_string()));
    let parts = vec![
        text_field("Invocations", Field::Requests, form, ""),
        VNode::from(slider),
    ];
    element("div", &["class"], &["calculator-requests"], parts)
}

fn checkbox(label: &str, field: Field, form: &Form) -> Html {
    let mut input = tag("input", &["id", "type"], &[field.id(), "checkbox"]);
    input.set_checked(form.text(field) == "on");
    labelled(label, field, VNode::from(input), form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slider_runs_through_round_numbers() {
        assert_eq!(slider_requests(0), 1_000);
        assert_eq!(slider_requests(1), 1_200);
        assert_eq!(slider_requests(50), 100_000_000);
        assert_eq!(slider_requests(80), 100_000_000_000);
        for step in 0..=80 {
            assert_eq!(slider_step(slider_requests(step)), step);
        }
        assert_eq!(slider_step(0), 0);
        assert_eq!(slider_step(u64::MAX), 80);
    }
}
