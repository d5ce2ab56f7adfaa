//! Starts the widget in the page.

use crate::{Calculator, Field, Form, Properties, inputs::read_input};
use data::wire::Tables;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use yew::platform::spawn_local;

/// A third of the default allocator's code, at the same constant time for each request.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Replaces the prerendered calculator by the live one, with what the reader has typed into it
/// by then.
///
/// # Errors
/// The page has no calculator, or its tables can't be read.
#[wasm_bindgen(start)]
pub fn start() -> Result<(), JsError> {
    let document = web_sys::window()
        .and_then(|window| window.document())
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
    let mut form = Form::new(&tables);
    for field in Field::ALL {
        let input = document.get_element_by_id(field.id());
        if let Some((field, text)) = input.as_ref().and_then(read_input) {
            form.change(&tables, field, text);
        }
    }
    let focused = document.active_element().map(|element| element.id());
    let properties = Properties {
        tables: tables.into(),
        form,
    };
    let root = element("calculator")?;
    yew::Renderer::<Calculator>::with_root_and_props(root.clone(), properties).render();
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
