//! Diagrams: drawings of how something works, with figures where it has some.

#![allow(
    clippy::unnecessary_wraps,
    reason = "every diagram is drawn by a function of one type, and most need a figure"
)]

mod bill_of_a_call;
mod canvas;
mod contract;
mod cpu_share;
mod decision;
mod diagram;
mod extension;
mod flow;
mod path;

use crate::names;
use anyhow::{Result, anyhow};
use diagram::Diagram;

/// Every diagram.
const DIAGRAMS: &[&Diagram] = &[
    &bill_of_a_call::DIAGRAM,
    &cpu_share::DIAGRAM,
    &extension::DIAGRAM,
    &path::DIAGRAM,
    &contract::DIAGRAM,
    &decision::DIAGRAM,
];

/// The diagram of that name.
///
/// # Errors
/// There is none.
pub(super) fn find(name: &str) -> Result<&'static Diagram> {
    let found = DIAGRAMS.iter().find(|diagram| diagram.name == name);
    found.copied().ok_or_else(|| {
        let names = names::alternatives(DIAGRAMS.iter().map(|diagram| diagram.name));
        anyhow!("`{name}` is unknown: use {names}")
    })
}
