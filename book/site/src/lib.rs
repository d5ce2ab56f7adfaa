//! Builds, serves and checks the talk's site.
//!
//! `build` turns `book/`, `data/` and the calculator's widget into a folder of static files.
//! Chapters are mdBook's Markdown with directives such as `{{#chart cold-start}}`; [`figures`]
//! replaces each by what it computes from the committed CSV files, so that no number is typed
//! by hand.

pub mod audit;
pub mod browser;
pub mod build;
pub mod builder;
pub mod checks;
pub mod deck;
pub mod figures;
pub mod kept;
pub mod licences;
pub mod npm;
pub mod offline;
pub mod readme;
pub mod rehearsal;
pub mod serve;
pub mod server;
pub mod setup;
pub mod talk;
pub mod wasm;

mod chart;
mod csp;
mod files;
mod hashed;
mod head;
mod html;
mod html_pass;
mod memo;
mod preview;
mod pyodide;
mod renderer;
mod sources;
