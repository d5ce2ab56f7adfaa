//! Starts the widget in the page.

use crate::{
    Calculator, Field, Properties, link,
    live::{control, text},
    own::Source,
    slider,
    text::grouped,
    widget::Message,
};
use data::wire::Tables;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, EventTarget, Window};

/// A third of the default allocator's code, at the same constant time for each request.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Replaces the prerendered answer by a live one: of the scenario in the page's address, and of what
/// the reader has put into the inputs by then.
///
/// # Errors
/// The page has no calculator, or its tables can't be read.
#[wasm_bindgen]
pub fn mount() -> Result<(), JsError> {
    let window = web_sys::window().ok_or_else(|| JsError::new("no window"))?;
    let page = window
        .document()
        .ok_or_else(|| JsError::new("no document"))?;
    let element = |id: &str| {
        page.get_element_by_id(id)
            .ok_or_else(|| JsError::new(&["no element #", id].concat()))
    };
    let text = element("calculator-tables")?
        .text_content()
        .unwrap_or_default();
    let tables = Tables::decode(text.trim_matches('\n'))?;
    let (form, unread) = link::read(&tables, &hash(&window));
    let properties = Properties {
        tables: tables.into(),
        form,
        unread,
        typed: typed(&page),
    };
    let answer = element("calculator-answer")?;
    let renderer = yew::Renderer::<Calculator>::with_root_and_props(answer, properties);
    let calculator = renderer.render();
    let (read, follow) = (calculator.clone(), calculator.clone());
    let inputs = element("calculator")?;
    listen(&inputs, "input", move |event| {
        let input = event.target().and_then(|target| target.dyn_into().ok());
        read.send_message_batch(input.as_ref().and_then(read_input).into_iter().collect());
    });
    // A link that is opened in this page changes its hash only.
    let place = window.clone();
    listen(&window, "hashchange", move |_| {
        follow.send_message(Message::Link(hash(&place)));
    });
    Ok(())
}

/// For as long as the page is there.
fn listen(target: &EventTarget, event: &str, act: impl Fn(Event) + 'static) {
    let act = Closure::<dyn Fn(Event)>::new(act);
    let _ = target.add_event_listener_with_callback(event, act.as_ref().unchecked_ref());
    act.forget();
}

fn hash(window: &Window) -> String {
    window.location().hash().unwrap_or_default()
}

/// What the reader did to an input; `None` if it is none of the form's.
fn read_input(input: &Element) -> Option<Message> {
    let id = input.id();
    let value = || control(input).value();
    if id == slider::ID {
        let requests = slider::requests(value().parse().ok()?);
        return Some(Message::Field(Field::Requests, grouped(requests)));
    }
    let is_own = |source: &Source| source.id() == id;
    if let Some(source) = Source::ALL.into_iter().find(is_own) {
        return Some(Message::Own(source, value()));
    }
    let field = Field::ALL.iter().find(|field| field.id() == id)?;
    Some(Message::Field(*field, text(input, *field)))
}

/// What the reader did before the calculator started.
fn typed(page: &Document) -> Vec<Message> {
    let fields = Field::ALL
        .iter()
        .map(|&field| (field.id(), field.default()));
    let own = Source::ALL.map(|source| (source.id(), ""));
    let changed = |(id, default): (&str, &str)| {
        let message = read_input(&page.get_element_by_id(id)?)?;
        let (Message::Field(_, text) | Message::Own(_, text)) = &message else {
            return None;
        };
        (text != default).then_some(message)
    };
    fields.chain(own).filter_map(changed).collect()
}
