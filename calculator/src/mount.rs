//! Starts the widget in the page.

use crate::{
    Calculator, Details, Field, Properties,
    address::address_of,
    details::Update,
    link,
    live::{control, text},
    memory,
    model::{Message, Model},
    own::OwnInput,
    share, slider,
};
use cost::grouped;
use data_core::{Language, wire::Tables};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, EventTarget, Window};
use yew::{AppHandle, Callback, Renderer};

/// A third of the default allocator's code, at the same constant time for each request.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

thread_local! {
    static TABLES: RefCell<Option<Tables>> = const { RefCell::new(None) };
    static CALCULATOR: RefCell<Option<AppHandle<Calculator>>> = const { RefCell::new(None) };
    static MODEL: RefCell<Option<Rc<RefCell<Model>>>> = const { RefCell::new(None) };
}

/// Reads the tables that the page carries, before [`mount`]: both at once would keep a phone from
/// answering for twice as long.
///
/// # Errors
/// The page has no tables, or they can't be read.
#[wasm_bindgen]
pub fn read_tables() -> Result<(), JsError> {
    let (_, page) = window_and_page()?;
    let text = element(&page, "calculator-tables")?
        .text_content()
        .unwrap_or_default();
    TABLES.set(Some(Tables::decode(text.trim_matches('\n'))?));
    Ok(())
}

/// Replaces the prerendered answer and its details by live ones: of the scenario in the page's address, and
/// of what the reader has put into the inputs by then.
///
/// # Errors
/// The page has no calculator, or [`read_tables`] was not called.
#[wasm_bindgen]
pub fn mount() -> Result<(), JsError> {
    let (window, page) = window_and_page()?;
    let tables = TABLES.take().ok_or_else(|| JsError::new("no tables"))?;
    let mut model = Model::of_link(tables, &hash(&window));
    for message in typed(&page) {
        model.take(message);
    }
    let place = element(&page, "calculator-details")?;
    model.fit_charts(place.client_width());
    let mut properties = Properties::of(model);
    let model = properties.model.clone();
    MODEL.set(Some(model.clone()));
    let renderer = Renderer::<Details>::with_root_and_props(place.clone(), properties.clone());
    let details = renderer.render();
    let resized = details.clone();
    properties.changed = Callback::from(move |()| details.send_message(Update::Model));
    let answer = element(&page, "calculator-answer")?;
    let calculator = Renderer::<Calculator>::with_root_and_props(answer, properties).render();
    let (read, follow) = (calculator.clone(), calculator.clone());
    CALCULATOR.set(Some(calculator));
    let inputs = element(&page, "calculator")?;
    listen(&inputs, "input", move |event| {
        let input = event.target().and_then(|target| target.dyn_into().ok());
        read.send_message_batch(input.as_ref().and_then(read_input).into_iter().collect());
    });
    // A link that is opened in this page changes its hash only.
    let at = window.clone();
    listen(&window, "hashchange", move |_| {
        let hash = hash(&at);
        if link::is_scenario(&hash) {
            follow.send_message(Message::Link(hash));
        }
    });
    listen(&window, "resize", move |_| {
        if model.borrow_mut().fit_charts(place.client_width()) {
            resized.send_message(Update::Model);
        }
    });
    Ok(())
}

/// Opens the scenario of a link's hash. Does nothing before [`mount`].
#[wasm_bindgen]
pub fn open_scenario(hash: String) {
    send(Message::Link(hash));
}

/// The result as Markdown; `None` where there is none.
#[wasm_bindgen]
#[must_use]
pub fn markdown() -> Option<String> {
    of_model(share::markdown)
}

/// The result as an SVG that needs no other file; `None` where there is none.
#[wasm_bindgen]
#[must_use]
pub fn card() -> Option<String> {
    of_model(share::card)
}

fn of_model(write: fn(&Model, &str) -> Option<String>) -> Option<String> {
    MODEL.with_borrow(|model| {
        let model = model.as_ref()?.borrow();
        write(&model, &address_of(&link::write(&model.form)))
    })
}

/// Takes the reader's own figures from the text in the element `id`, as
/// [`data_core::wire::encode_figures`] writes them. Does nothing before [`mount`].
#[wasm_bindgen]
pub fn take_own(id: &str, read: String) {
    let Some(input) = OwnInput::all().find(|input| input.id() == id) else {
        return;
    };
    send(Message::Own(input, read));
}

fn send(message: Message) {
    CALCULATOR.with_borrow(|calculator| {
        if let Some(calculator) = calculator {
            calculator.send_message(message);
        }
    });
}

fn window_and_page() -> Result<(Window, Document), JsError> {
    let window = web_sys::window().ok_or_else(|| JsError::new("no window"))?;
    let page = window.document();
    Ok((window, page.ok_or_else(|| JsError::new("no document"))?))
}

fn element(page: &Document, id: &str) -> Result<Element, JsError> {
    page.get_element_by_id(id)
        .ok_or_else(|| JsError::new(&format!("no element #{id}")))
}

/// Listens to an event for as long as the page is open.
fn listen(target: &EventTarget, event: &str, act: impl Fn(Event) + 'static) {
    let act = Closure::<dyn Fn(Event)>::new(act);
    let _ = target.add_event_listener_with_callback(event, act.as_ref().unchecked_ref());
    act.forget();
}

fn hash(window: &Window) -> String {
    window.location().hash().unwrap_or_default()
}

/// The message of an input that the reader changed; `None` if it is none of the form's.
fn read_input(input: &Element) -> Option<Message> {
    let id = input.id();
    let value = || control(input).value();
    if id == slider::ID {
        let requests = slider::requests(value().parse().ok()?);
        return Some(Message::Field(Field::Requests, grouped(requests)));
    }
    if id == memory::ID {
        return Some(Message::Memory(value()));
    }
    let field = Field::all().find(|field| field.id() == id)?;
    Some(Message::Field(field, text(input, field)))
}

/// The changes that the reader made before the calculator started. A number that was typed is more exact than the
/// slider, and a language's memory size than that of all, so they come after these.
fn typed(page: &Document) -> Vec<Message> {
    let mut messages = Vec::new();
    let mut read = |id: &str, default: &str| {
        let input = page.get_element_by_id(id);
        let message = input.as_ref().and_then(read_input);
        messages.extend(message.filter(|message| match message {
            Message::Field(_, text) | Message::Memory(text) => text != default,
            Message::Own(..) | Message::Link(_) => false,
        }));
    };
    read(slider::ID, Field::Requests.default());
    read(memory::ID, Field::Memory(Language::Rust).default());
    for field in Field::all() {
        read(&field.id(), field.default());
    }
    messages
}
