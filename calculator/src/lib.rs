//! The calculator: a reader's own traffic through the whole bill, in every variant.
//!
//! It computes with [`cost`], the code that `cargo bill` runs, on the [`Tables`] that the page
//! carries. The same component is rendered at build time (`prerender`), so that the page shows
//! the default scenario without JavaScript, and in the browser.
//!
//! [`Tables`]: data::wire::Tables

mod address;
mod arithmetic;
mod bill_chart;
mod form;
mod inputs;
pub mod link;
mod markup;
mod own;
mod percentiles;
pub mod qr;
mod rate;
mod self_test;
mod sentence;
mod speed_chart;
mod svg;
mod text;
mod volume_chart;
mod widget;

#[cfg(all(feature = "csr", target_arch = "wasm32"))]
mod mount;

pub use form::{Field, Form};
pub use rate::parse_requests_a_month;
pub use widget::{Calculator, Properties};

/// The widget's HTML for the default scenario, for a page that is read without JavaScript.
#[cfg(feature = "ssr")]
#[must_use]
pub fn prerender(tables: &data::wire::Tables) -> String {
    let tables = tables.clone();
    let renderer = yew::ServerRenderer::<Calculator>::with_props(move || Properties {
        form: Form::new(&tables),
        unread: Vec::new(),
        tables: tables.into(),
    });
    pollster::block_on(renderer.hydratable(false).render())
}
