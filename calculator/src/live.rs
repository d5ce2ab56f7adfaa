//! The form's inputs in the page: reads them, and lets them show what changes.

use crate::{
    Field,
    choices::{self, Choice},
    form::{CHANGED, PRESETS, UNREAD, class, error_id},
    memory,
    model::Model,
    own::OwnInput,
    slider,
};
use web_sys::{Document, Element, HtmlInputElement, wasm_bindgen::JsCast};

/// The text in a field's input; `on` or `off` of a switch.
pub fn text(input: &Element, field: Field) -> String {
    let input = control(input);
    match (field.is_switch(), input.checked()) {
        (true, true) => "on".to_owned(),
        (true, false) => "off".to_owned(),
        (false, _) => input.value(),
    }
}

/// Shows what has changed of the form, the errors in it and in own figures, and the parts of a link
/// that could not be read.
pub fn show(model: &mut Model) {
    let Some(page) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let page = &page;
    let touched = model.form.take_touched();
    let Model {
        tables,
        form,
        own,
        presets,
        ..
    } = model;
    let is_touched = |field: Field| touched.contains(&field);
    if is_touched(Field::Data) || is_touched(Field::Function) {
        for field in Field::all().filter(|field| field.depends_on_timings()) {
            show_choices(page, &field.id(), &choices::of(field, tables, form));
            if let Field::Memory(language) = field
                && let Some(input) = page.get_element_by_id(&field.id())
            {
                input.set_class_name(class(form.has_language(tables, language)));
            }
        }
    }
    for &field in &touched {
        show_text(page, field, form.text(field));
        show_error(page, &field.id(), form.error(field));
    }
    let has_other_prices = is_touched(Field::Region) || is_touched(Field::Architecture);
    for field in Field::all() {
        if let Field::Price(service) = field
            && (has_other_prices || is_touched(field))
        {
            set_attribute(page, &field.id(), "placeholder", &form.price_hint(service));
        }
    }
    show_choices(page, memory::ID, &memory::choices(tables, form));
    show_value(page, memory::ID, memory::chosen(tables, form));
    let changed = match form.changed_behind_more(tables) {
        0 => String::new(),
        count => format!("({count} changed)"),
    };
    let _ = show_words(page, CHANGED, &changed);
    show_pressed(page, presets.iter().map(|preset| form.computes_as(preset)));
    if is_touched(Field::Requests) {
        show_slider(page, form.scenario.requests);
    }
    // What is left changes with own figures and with links, which touch every field.
    if touched.len() < Field::all().len() {
        return;
    }
    for input in OwnInput::all() {
        show_error(page, &input.id(), own.error(input));
    }
    let unread = match &model.unread[..] {
        [] => String::new(),
        parts => format!("{LINK_HAD}{}", parts.join("; ")),
    };
    let _ = show_words(page, UNREAD, &unread);
    if let Some(calculator) = page.get_element_by_id("calculator") {
        calculator.set_class_name("live");
    }
}

const LINK_HAD: &str = "This part of the link could not be read and has its default value: ";

fn show_slider(page: &Document, requests: u64) {
    let Some(slider) = page.get_element_by_id(slider::ID) else {
        return;
    };
    control(&slider).set_value(&slider::step(requests).to_string());
    let _ = slider.set_attribute("aria-valuetext", &slider::spoken(requests));
}

/// Shows which of the presets the scenario is.
fn show_pressed(page: &Document, pressed: impl Iterator<Item = bool>) {
    let Some(presets) = page.get_element_by_id(PRESETS) else {
        return;
    };
    let mut button = presets.first_element_child();
    for is_pressed in pressed {
        let Some(shown) = button else { return };
        let _ = shown.set_attribute("aria-pressed", &is_pressed.to_string());
        button = shown.next_element_sibling();
    }
}

fn show_value(page: &Document, id: &str, value: &str) {
    if let Some(input) = page.get_element_by_id(id) {
        control(&input).set_value(value);
    }
}

fn show_text(page: &Document, field: Field, shown: &str) {
    let Some(input) = page.get_element_by_id(&field.id()) else {
        return;
    };
    if text(&input, field) == shown {
        return;
    }
    let input = control(&input);
    if field.is_switch() {
        input.set_checked(shown == "on");
    } else {
        input.set_value(shown);
    }
}

fn show_error(page: &Document, id: &str, error: Option<&str>) {
    if show_words(page, &error_id(id), error.unwrap_or_default()) {
        set_attribute(page, id, "aria-invalid", &error.is_some().to_string());
    }
}

/// Returns whether the words have changed: a screen reader says them then.
fn show_words(page: &Document, id: &str, words: &str) -> bool {
    let Some(element) = page.get_element_by_id(id) else {
        return false;
    };
    let differ = element.text_content().as_deref() != Some(words);
    if differ {
        element.set_text_content(Some(words));
    }
    differ
}

fn show_choices(page: &Document, id: &str, choices: &[Choice]) {
    let Some(select) = page.get_element_by_id(id) else {
        return;
    };
    let labels: String = choices.iter().map(|(_, label)| label.as_str()).collect();
    if select.text_content().as_deref() == Some(&labels) {
        return;
    }
    select.set_text_content(None);
    for (value, label) in choices {
        if let Ok(option) = page.create_element("option") {
            option.set_text_content(Some(label));
            let _ = option.set_attribute("value", value);
            let _ = select.append_child(&option);
        }
    }
}

fn set_attribute(page: &Document, id: &str, name: &str, value: &str) {
    if let Some(element) = page.get_element_by_id(id) {
        let _ = element.set_attribute(name, value);
    }
}

/// The element as an input. Selects and text areas have the same properties, as far as they are used.
pub fn control(element: &Element) -> &HtmlInputElement {
    element.unchecked_ref()
}
