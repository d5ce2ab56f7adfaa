//! The calculator: a reader's own traffic through the whole bill, in every variant.
//!
//! It computes with [`cost`], the code that `cargo bill` runs, on the [`Tables`] that the page
//! carries. The same components are rendered at build time (`prerender`), so that the page shows
//! the default scenario without JavaScript, and in the browser.
//!
//! [`Tables`]: data_core::wire::Tables

#![deny(clippy::wildcard_enum_match_arm)]

mod address;
mod arithmetic;
mod bars;
mod choices;
mod details;
mod fields;
mod form;
#[cfg(feature = "ssr")]
mod inputs;
pub mod link;
mod live;
mod mark;
mod markup;
mod memory;
mod model;
mod own;
mod percentiles;
mod point_labels;
pub mod presets;
pub mod qr;
mod rate;
mod self_test;
mod sentence;
pub mod share;
mod slider;
mod speed_chart;
mod svg;
mod text;
mod volume_chart;
mod widget;

#[cfg(feature = "csr")]
mod mount;

pub use details::Details;
pub use fields::Field;
pub use form::Form;
#[cfg(feature = "ssr")]
pub use inputs::region_label;
pub use model::{Message, Model};
pub use rate::parse_requests_a_month;
pub use text::wrapped;
pub use widget::{Calculator, Properties};

/// The calculator's HTML for the default scenario, for a page that is read without JavaScript. In the
/// page, the inputs stay, and the answer and its details are replaced.
#[cfg(feature = "ssr")]
#[must_use]
pub fn prerender(tables: &data_core::wire::Tables) -> String {
    let properties = Properties::of(Model::of_link(tables.clone(), ""));
    [
        &render::<inputs::Month>(&properties),
        "<div id=\"calculator-answer\">",
        &render::<Calculator>(&properties),
        "</div>",
        &render::<inputs::More>(&properties),
        "<div id=\"calculator-details\">",
        &render::<Details>(&properties),
        "</div>",
    ]
    .concat()
}

#[cfg(feature = "ssr")]
fn render<C: yew::BaseComponent<Properties = Properties>>(properties: &Properties) -> String {
    let renderer = yew::LocalServerRenderer::<C>::with_props(properties.clone());
    pollster::block_on(renderer.hydratable(false).render())
}
