//! Starts the widget in the page.

use crate::{
    Calculator, Field, Properties,
    inputs::{Input, read_input},
    link,
    widget::Message,
};
use data::wire::Tables;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, Window};
use yew::{AppHandle, platform::spawn_local};

/// A third of the default allocator's code, at the same constant time for each request.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Replaces the prerendered calculator by the live one, with what the reader has typed into it
/// by then.
///
/// # Errors
/// The page has no calculator, or its tables can't be read.
#[wasm_bindgen]
pub fn mount() -> Result<(), JsError> {
    let window = web_sys::window().ok_or_else(|| JsError::new("no window"))?;
    let document = window
        .document()
        .ok_or_else(|| JsError::new("no document"))?;
    let element = |id: &str| {
        document
            .get_element_by_id(id)
            .ok_or_else(|| JsError::new(&["no element #", id].concat()))
    };
    let text = element("calculator-tables")?
        .text_content()
        .unwrap_or_default();
    let tables = Tables::decode(text.trim_matches('\n'))?;
    let (mut form, unread) = link::read(&tables, &hash(&window));
    for &field in Field::ALL {
        let input = document.get_element_by_id(field.id());
        if let Some(Input::Field(field, text)) = input.as_ref().and_then(read_input)
            && text != field.default()
        {
            form.change(&tables, field, text);
        }
    }
    let focused = document.active_element().map(|element| element.id());
    let properties = Properties {
        tables: tables.into(),
        form,
        unread,
    };
    let root = element("calculator")?;
    let renderer = yew::Renderer::<Calculator>::with_root_and_props(root.clone(), properties);
    follow_links(&window, renderer.render());
    // Rendering takes place in a task of its own, before this one.
    spawn_local(async move {
        root.set_class_name("live");
        let input = focused.and_then(|id| document.get_element_by_id(&id));
        if let Some(input) = input.as_ref().and_then(JsCast::dyn_ref::<HtmlElement>) {
            let _ = input.focus();
        }
    });
    Ok(())
}

/// A link that is opened in this page changes its hash only.
fn follow_links(window: &Window, calculator: AppHandle<Calculator>) {
    let place = window.clone();
    let follow = Closure::<dyn Fn()>::new(move || {
        calculator.send_message(Message::Link(hash(&place)));
    });
    let _ = window.add_event_listener_with_callback("hashchange", follow.as_ref().unchecked_ref());
    // It listens for as long as the page is there.
    follow.forget();
}

fn hash(window: &Window) -> String {
    window.location().hash().unwrap_or_default()
}
