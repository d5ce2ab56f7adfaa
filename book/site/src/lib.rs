//! Builds, serves and checks the talk's site.
//!
//! `build` turns `book/`, `data/` and the calculator's widget into a folder of static files.
//! Chapters are mdBook's Markdown with directives such as `{{#chart cold-start}}`; [`figures`]
//! replaces each by what it computes from the committed CSV files, so that no number is typed
//! by hand.

pub mod build;
pub mod build_cache;
pub mod build_worker;
pub mod config;
pub mod deck;
pub mod dev_server;
pub mod figures;
pub mod length;
pub mod licences;
pub mod npm;
pub mod rehearsal;
pub mod server;
pub mod service_worker;
pub mod tooling;
pub mod wasm;

mod chart;
mod content_hash;
mod csp;
mod files;
mod html;
mod memo;
mod meta_tags;
mod names;
mod postprocess;
mod preview;
mod pyodide;
mod renderer;
mod sources;
