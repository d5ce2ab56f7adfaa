//! The calculator: a reader's own traffic through the whole bill, in both languages.
//!
//! It computes with [`cost`], the code that `cargo bill` runs, on the [`Tables`] that the page
//! carries. The same component is rendered at build time (`prerender`), so that the page shows
//! the default scenario without JavaScript, and in the browser.

mod chart;
mod form;
mod inputs;
mod markup;
mod outcome;
mod text;
mod widget;

#[cfg(all(feature = "csr", target_arch = "wasm32"))]
mod mount;

pub use form::{Field, Form, Scenario};
pub use outcome::{Outcome, Priced};
pub use widget::{Calculator, Properties};

/// The widget's HTML for the default scenario, for a page that is read without JavaScript.
#[cfg(feature = "ssr")]
#[must_use]
pub fn prerender(tables: &data::wire::Tables) -> String {
    let tables = tables.clone();
    let renderer = yew::ServerRenderer::<Calculator>::with_props(move || Properties {
        form: Form::new(&tables),
        tables: tables.into(),
    });
    pollster::block_on(renderer.hydratable(false).render())
}
