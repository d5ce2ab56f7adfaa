//! The module that reads the logs and exports that people paste into the calculator. It is fetched once
//! somebody does, so that nobody else waits for it.

use data_core::{Language, Variant, own::Figures, wire::encode_figures};
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Reads a text for the calculator's `take_own`. Functions whose runtime is not in the text are taken to be
/// in `language`, or in Python if that names no language.
#[wasm_bindgen]
#[must_use]
pub fn read(text: &str, language: &str) -> String {
    let language: Option<Language> = language.parse().ok();
    let variant = language.map_or(Variant::Python, Language::variant);
    encode_figures(&Figures::read(text, variant))
}
